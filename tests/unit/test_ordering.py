import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from sparse_probing.ordering import ascending, blocks, ends_of_ties

FLOATS = st.floats(width=32, allow_nan=False, allow_infinity=False, allow_subnormal=False) | st.sampled_from(
    [0.0, -0.0, 1.0, -1.0]
)


@given(arrays(np.float32, st.tuples(st.integers(1, 30), st.integers(1, 5)), elements=FLOATS))
def test_rows_stand_in_ascending_order_and_ties_by_index(x):
    values, order = ascending(x)
    for neuron in range(x.shape[1]):
        expected = sorted(range(x.shape[0]), key=lambda row, column=x[:, neuron]: (column[row], row))
        assert order[neuron].tolist() == expected
        assert values[neuron].tolist() == x[expected, neuron].tolist()


def test_a_tie_ends_where_the_next_value_differs():
    values = np.array([[1, 1, 2, 3, 3], [0, 0, 0, 0, 0]], dtype=np.float32)
    assert ends_of_ties(values).tolist() == [[False, True, True, False, True], [False] * 4 + [True]]


def test_blocks_cover_all_neurons_once():
    for neurons in (1, 64, 65, 200):
        assert np.concatenate([np.arange(neurons)[block] for block in blocks(neurons)]).tolist() == list(
            range(neurons)
        )
