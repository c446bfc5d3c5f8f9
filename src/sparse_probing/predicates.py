"""Yes/no questions about rows, asked in SQL."""

from collections.abc import Iterable, Mapping

import numpy as np
import numpy.typing as npt
import polars as pl

from sparse_probing.errors import UserError
from sparse_probing.settings.loading import closest, shown


def matches(rows: pl.DataFrame, predicate: str) -> npt.NDArray[np.bool_]:
    """Return where a Polars SQL predicate holds, null counting as false; (rows,) bool.

    Raises UserError, naming the predicate, where it cannot be parsed or evaluated or is no yes/no question.
    """
    try:
        answer = rows.with_columns(pl.sql_expr(predicate).alias("answer"))["answer"]
    except pl.exceptions.PolarsError as error:
        raise UserError(
            f"predicate {predicate!r}: expected an SQL expression over the rows: {_reason(error)}"
        ) from error
    if answer.dtype != pl.Boolean:
        raise UserError(f"predicate {predicate!r}: expected true or false for each row, found {answer.dtype}")
    return answer.fill_null(False).to_numpy()


def named_columns(predicates: Iterable[str]) -> list[str]:
    """The columns that any of the `predicates` names, in order of their names.

    Raises UserError for a predicate that is no SQL expression.
    """
    names: set[str] = set()
    for predicate in predicates:
        try:
            names.update(pl.sql_expr(predicate).meta.root_names())
        except pl.exceptions.PolarsError as error:
            raise UserError(
                f"predicate {predicate!r}: expected an SQL expression over the rows: {_reason(error)}"
            ) from error
    return sorted(names)


def check_predicate(
    predicate: str, columns: Mapping[str, pl.DataType | None], *, where: str, constant: bool = True
) -> None:
    """Raise UserError, beginning with `where`, if `predicate` is no yes/no question about rows of `columns`.

    `columns` maps their names to their types, None where a type is not known yet: a predicate that names such
    a column is checked for its syntax and its names alone. Unless it may be `constant`, it must name one.
    """
    try:
        expression = pl.sql_expr(predicate)
        names = expression.meta.root_names()
    except (pl.exceptions.PolarsError, ValueError) as error:
        raise UserError(f"{where}: not an SQL expression: {shown(predicate)} ({_reason(error)})") from None
    if expression.meta != expression.meta.undo_aliases():
        alias = expression.meta.output_name()
        raise UserError(f"{where}: not an SQL expression: {shown(predicate)} (found unexpected '{alias}')")
    for name in names:
        if name not in columns:
            quotes = " (text is written in single quotes)" if f'"{name}"' in predicate else ""
            hint = closest(name, list(columns)) or f"; there are: {', '.join(columns)}{quotes}"
            raise UserError(f"{where}: no column '{name}' in {shown(predicate)}{hint}")
    if not names and not constant:
        raise UserError(
            f"{where}: expected a question about the rows, found {shown(predicate)}, which names no column: "
            "its answer is the same for all"
        )
    known = {name: kind for name, kind in columns.items() if kind is not None}
    if all(name in known for name in names):
        _check_answer(expression, known, place=f"{where}: {shown(predicate)}")


def _check_answer(expression: pl.Expr, columns: Mapping[str, pl.DataType], *, place: str) -> None:
    """Ask about two rows of nulls: two answers are wanted, or one that holds of all rows, TRUE or FALSE."""
    nulls = pl.DataFrame(schema=columns).clear(2)
    try:
        answer = nulls.select(expression.alias("answer"))["answer"]
    except pl.exceptions.PolarsError as error:
        raise UserError(f"{place} cannot be asked of the rows: {_reason(error)}") from None
    if answer.dtype != pl.Boolean:
        raise UserError(f"{place}: expected true or false for each row, found {answer.dtype}")
    if len(answer) != nulls.height and not expression.meta.is_literal():
        raise UserError(f"{place}: expected true or false for each row, found one answer for all rows")


def _reason(error: Exception) -> str:
    """The first paragraph of a message, in one line; the others show the plan of the query."""
    return " ".join(str(error).partition("\n\n")[0].split())
