"""Yes/no questions about rows, asked in SQL."""

import numpy as np
import numpy.typing as npt
import polars as pl

from sparse_probing.errors import UserError


def matches(rows: pl.DataFrame, predicate: str) -> npt.NDArray[np.bool_]:
    """Return where a Polars SQL predicate holds, null counting as false; (rows,) bool.

    Raises UserError, naming the predicate, where it cannot be parsed or evaluated or is no yes/no question.
    """
    try:
        answer = rows.with_columns(pl.sql_expr(predicate).alias("answer"))["answer"]
    except pl.exceptions.PolarsError as error:
        reason = str(error).splitlines()[0]
        raise UserError(
            f"predicate {predicate!r}: expected an SQL expression over the rows: {reason}"
        ) from error
    if answer.dtype != pl.Boolean:
        raise UserError(f"predicate {predicate!r}: expected true or false for each row, found {answer.dtype}")
    return answer.fill_null(False).to_numpy()
