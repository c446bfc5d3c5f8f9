import polars as pl

from sparse_probing.terminal import aligned


def test_every_line_and_column_is_shown_whole():
    table = pl.DataFrame({f"column {i}": [f"{i} " + "x" * 40] * 30 for i in range(20)})
    lines = aligned(table).splitlines()
    assert len(lines) == 31
    assert all(f"column {i}" in lines[0] for i in range(20))
    assert all(line.count("x" * 40) == 20 for line in lines[1:])


def test_numbers_stand_to_the_right_with_three_digits():
    table = pl.DataFrame({"name": ["a", None], "count": [1234567, 8], "size": [0.000123456, 98765.0]})
    assert aligned(table).splitlines() == [
        " name      count      size",
        " a     1,234,567  0.000123",
        "               8    98,800",
    ]
