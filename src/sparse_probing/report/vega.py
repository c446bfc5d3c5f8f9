"""Building blocks of interactive charts in Vega-Lite, which the reader's browser draws."""

from collections.abc import Mapping
from typing import Any

import altair as alt
import polars as pl

from sparse_probing.wording import words

Spec = Mapping[str, Any]
Drawn = Any
"""A chart of altair, whose methods tell type checkers little."""
_HEIGHT = 300


def spec(drawn: Drawn) -> Spec:
    """A chart as JSON-able values."""
    content: dict[str, Any] = drawn.to_dict()
    del content["config"], content["$schema"]  # the page sets colours, and has one version of Vega-Lite
    return content


def base(numbers: pl.DataFrame, *, choose: str | None = None) -> Drawn:
    """A chart as wide as the page; with `choose`, of the value of that column which the reader picks.

    Numbers that are not finite are left out, as JSON has none.
    """
    finite = numbers.with_columns(
        pl.when(pl.col(name).is_finite()).then(pl.col(name)).alias(name)
        for name, dtype in numbers.schema.items()
        if dtype.is_float()
    )
    drawn = alt.Chart(alt.InlineData(values=finite.to_dicts())).properties(width="container", height=_HEIGHT)
    if choose is None:
        return drawn
    options = numbers[choose].unique(maintain_order=True).to_list()
    menu = alt.binding_select(options=options, labels=[words(option) for option in options], name=choose)
    chosen = alt.param("chosen", bind=menu, value=options[0])
    return drawn.add_params(chosen).transform_filter(f"datum['{choose}'] === chosen")


def faded(column: str) -> Any:
    """Full strength for what the reader picks in the legend."""
    picked = alt.selection_point(fields=[column], bind="legend", name="picked")
    return picked, alt.when(picked).then(alt.value(1)).otherwise(alt.value(0.12))


def tooltip(*columns: str) -> list[alt.Tooltip]:
    """What is told of a mark under the pointer: columns with their kinds, as altair writes them (`k:Q`)."""
    return [
        alt.Tooltip(column, format=".3~f") if column.endswith(":Q") else alt.Tooltip(column)
        for column in columns
    ]


def lines(
    numbers: pl.DataFrame,
    x: alt.X,
    y: alt.Y,
    colour: str,
    *,
    choose: str | None = None,
    band: tuple[str, str] | None = None,
    told: tuple[str, ...],
) -> Drawn:
    """A line for each value of the column `colour`, which its legend picks out.

    choose: as in `base`. band: columns of the ends of an interval. told: as in `tooltip`.
    """
    picked, opacity = faded(colour)
    drawn = base(numbers, choose=choose).encode(x=x, color=alt.Color(f"{colour}:N", title=words(colour)))
    strokes = drawn.mark_line(point=True).encode(y=y, opacity=opacity, tooltip=tooltip(*told))
    layers = [strokes.add_params(picked)]
    if band is not None:
        low, high = band
        layers.insert(0, drawn.mark_area(opacity=0.15).encode(y=alt.Y(f"{low}:Q", title=""), y2=f"{high}:Q"))
    return alt.layer(*layers)


def boxes(numbers: pl.DataFrame, row: str, colour: str, *, title: str) -> Drawn:
    """Boxes of the feature that the reader chooses, by the columns `row` and `colour`.

    They go from p25 to p75 with a stroke at the median; whiskers go from p05 to p95.
    """
    told = tooltip(f"{row}:N", f"{colour}:N", "count:Q", "mean:Q", "p05:Q", "p50:Q", "p95:Q")
    drawn = base(numbers, choose="feature").encode(
        y=alt.Y(f"{row}:N", title=None, sort=None),
        yOffset=f"{colour}:N",
        color=alt.Color(f"{colour}:N", title=title),
        tooltip=told,
    )
    activation = "Activation"
    return alt.layer(
        drawn.mark_rule().encode(x=alt.X("p05:Q", title=activation), x2="p95:Q"),
        drawn.mark_bar(opacity=0.7, height={"band": 0.8}).encode(
            x=alt.X("p25:Q", title=activation), x2="p75:Q"
        ),
        drawn.mark_tick(thickness=2, size=10).encode(x=alt.X("p50:Q", title=activation)),
    )


def bars(
    numbers: pl.DataFrame, *, choose: str | None = None, of: str = "positive", title: str = "feature holds"
) -> Drawn:
    """Histograms of the values of the column `of`: columns low, high, share and count."""
    return (
        base(numbers, choose=choose)
        .mark_rect(opacity=0.5)
        .encode(
            x=alt.X("low:Q", title="Activation"),
            x2="high:Q",
            y=alt.Y("share:Q", title="Share of the class", stack=None, scale=alt.Scale(domainMin=0)),
            y2=alt.datum(0),
            color=alt.Color(f"{of}:N", title=title),
            tooltip=tooltip(f"{of}:N", "low:Q", "high:Q", "share:Q", "count:Q"),
        )
    )


def f1_axis(column: str, title: str) -> alt.Y:
    """A vertical axis for scores from 0 to 1."""
    return alt.Y(f"{column}:Q", title=title, scale=alt.Scale(domain=[0, 1]))


def k_axis() -> alt.X:
    """A logarithmic axis for numbers of neurons."""
    return alt.X("k:Q", title="Neurons in the probe", scale=alt.Scale(type="log", base=2))
