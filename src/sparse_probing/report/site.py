"""The report as files: pages from templates, what they share, and the figures."""

import json
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import vl_convert
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from sparse_probing.report.categories import NEURONS_SHOWN, CategoryPage
from sparse_probing.report.links import INDEX, category_page, neuron_page, way_up
from sparse_probing.report.neurons import OTHERS, NeuronPage
from sparse_probing.report.overview import Overview
from sparse_probing.report.search import as_script, entries
from sparse_probing.wording import count, two_digits, words

TEMPLATES = Path(__file__).parents[1] / "templates"


def environment() -> Environment:
    """The templates, with the filters that they use; all values are escaped."""
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {
        "f1": two_digits,
        "words": words,
        "thousands": "{:,}".format,
        "counted": count,
        "signed": "{:+.4f}".format,
        "visible": visible,
        "with_blanks": with_blanks,
        "json": inline_json,
    }
    made.globals |= {
        "neuron_page": neuron_page,
        "category_page": category_page,
        "neurons_shown": NEURONS_SHOWN,
        "others": OTHERS,
    }
    return made


def inline_json(value: Any) -> Markup:
    """JSON that can stand in a script element: nothing in it ends the element.

    Raises ValueError for a number that is not finite: one of them keeps a page from drawing any chart.
    """
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return Markup(text.replace("<", "\\u003c"))


def visible(token: str) -> str:
    """A token of a snippet with its line breaks and tabs to be seen; a dot for a part of a character."""
    return (
        token.replace("\n", "\N{DOWNWARDS ARROW WITH CORNER LEFTWARDS}").replace(
            "\t", "\N{RIGHTWARDS ARROW TO BAR}"
        )
        or "\N{MIDDLE DOT}"
    )


def with_blanks(token: str) -> str:
    """A token that stands alone, with its blanks to be seen too."""
    return visible(token).replace(" ", "\N{OPEN BOX}")


def render_pages(
    overview: Overview, categories: Sequence[CategoryPage], neurons: Sequence[NeuronPage]
) -> dict[str, str]:
    """All pages, by their path in the report's folder."""
    templates = environment()
    linked = {neuron_page(page.model, page.layer, page.neuron) for page in neurons}
    shared: dict[str, Any] = {"overview": overview, "linked": linked}

    def render(template: str, path: str, **values: object) -> str:
        return templates.get_template(template).render(**shared, **values, root=way_up(path), path=path)

    pages = {INDEX: render("index.html.j2", INDEX)}
    for category in categories:
        path = category_page(category.model, category.category)
        pages[path] = render("category.html.j2", path, page=category)
    for neuron in neurons:
        path = neuron_page(neuron.model, neuron.layer, neuron.neuron)
        pages[path] = render("neuron.html.j2", path, page=neuron)
    return pages


def write_assets(
    folder: Path,
    categories: Sequence[CategoryPage],
    neurons: Sequence[NeuronPage],
    figures: Mapping[str, Path],
) -> None:
    """Write into `folder` what pages share: style, scripts, and the files of figures, by name."""
    (folder / "figures").mkdir(parents=True)
    for asset in ("style.css", "page.js"):
        shutil.copyfile(TEMPLATES / asset, folder / asset)
    (folder / "vega.js").write_text(_vega(), encoding="utf-8")
    (folder / "search.js").write_text(as_script(entries(categories, neurons)), encoding="utf-8")
    for name, file in figures.items():
        shutil.copyfile(file, folder / "figures" / name)


def _vega() -> str:
    """Vega, Vega-Lite and the function that puts a chart into a page, as one script."""
    bundle: Any = vl_convert.javascript_bundle  # its types demand what it can do without
    return str(bundle())
