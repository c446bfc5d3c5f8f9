"""Tables as a terminal shows them."""

import polars as pl


def aligned(table: pl.DataFrame) -> str:
    """All rows and columns of `table` in plain text: numbers to the right, thousands set apart."""
    texts = [name for name, dtype in table.schema.items() if not dtype.is_numeric()]
    shown = table.with_columns(pl.col(texts).fill_null(""))
    with pl.Config(
        tbl_formatting="NOTHING",
        tbl_hide_column_data_types=True,
        tbl_hide_dataframe_shape=True,
        tbl_rows=-1,
        tbl_cols=-1,
        tbl_width_chars=1000,
        fmt_str_lengths=1000,
        tbl_cell_numeric_alignment="RIGHT",
        thousands_separator=",",
        float_precision=1,
    ):
        return "\n".join(line.rstrip() for line in str(shown).splitlines())
