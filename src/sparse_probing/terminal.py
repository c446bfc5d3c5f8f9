"""Tables as a terminal shows them."""

import polars as pl
import polars.selectors as cs


def aligned(table: pl.DataFrame) -> str:
    """All rows and columns of `table` in plain text: numbers to the right, fractions with three digits."""
    shown = table.with_columns(cs.float().round_sig_figs(3), cs.string().fill_null(""))
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
        fmt_float="full",
    ):
        return "\n".join(line.rstrip() for line in str(shown).splitlines())
