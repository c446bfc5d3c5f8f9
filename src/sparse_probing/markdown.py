"""Tables in Markdown, for pages that are written from results."""

import polars as pl


def markdown(table: pl.DataFrame) -> str:
    """All rows and columns of `table` as a Markdown table."""
    with pl.Config(
        tbl_formatting="ASCII_MARKDOWN",
        tbl_hide_column_data_types=True,
        tbl_hide_dataframe_shape=True,
        tbl_rows=-1,
        tbl_cols=-1,
        tbl_width_chars=200,
        fmt_str_lengths=80,
    ):
        return str(table)
