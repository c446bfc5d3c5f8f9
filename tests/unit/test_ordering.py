import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from sparse_probing.ordering import ascending, blocks, few_columns

FLOATS = st.floats(width=32, allow_nan=False, allow_infinity=False, allow_subnormal=False) | st.sampled_from(
    [0.0, -0.0, 1.0, -1.0]
)


@settings(deadline=None)
@given(arrays(np.float32, st.tuples(st.integers(1, 30), st.integers(1, 5)), elements=FLOATS))
def test_rows_stand_in_ascending_order_and_ties_by_index(x):
    order, ends = ascending(x)
    for neuron, column in enumerate(x.T):
        expected = sorted(range(column.size), key=lambda row, column=column: (column[row], row))
        assert order[neuron].tolist() == expected
        values = [*column[expected].tolist(), np.inf]
        assert ends[neuron].tolist() == [values[i] != values[i + 1] for i in range(column.size)]


def test_few_columns_are_all_columns_in_order():
    x = np.arange(3 * 150.0).reshape(3, 150)
    parts = list(few_columns(x))
    assert np.concatenate([columns for _, columns in parts], axis=1).tolist() == x.tolist()
    assert all(columns.tolist() == x[:, which].tolist() for which, columns in parts)
    assert max(columns.shape[1] for _, columns in parts) < 64
    assert all(columns.flags.f_contiguous for _, columns in parts)


def test_blocks_cover_all_neurons_once():
    for neurons in (1, 64, 65, 200):
        assert np.concatenate([np.arange(neurons)[block] for block in blocks(neurons)]).tolist() == list(
            range(neurons)
        )
