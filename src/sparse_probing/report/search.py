"""What the report's search finds: features, neurons and pages of categories, each with words and a link."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from sparse_probing.report.categories import CategoryPage
from sparse_probing.report.links import category_page, neuron_page
from sparse_probing.report.neurons import NeuronPage
from sparse_probing.wording import words


@dataclass(frozen=True)
class Entry:
    """A hit: what it is, what it is called, what else is known of it, and the page that it leads to."""

    kind: str
    name: str
    about: str
    page: str


def entries(categories: Sequence[CategoryPage], neurons: Sequence[NeuronPage]) -> list[Entry]:
    """All hits: features first, then neurons, then categories."""
    features = [
        Entry(
            "feature",
            words(score["feature"]),
            f"{score['dataset']}, {words(page.category)}, {page.model}",
            f"{category_page(page.model, page.category)}#feature-{score['dataset']}-{score['feature']}",
        )
        for page in categories
        for score in page.scores
    ]
    found = [
        Entry(
            "neuron",
            page.name,
            f"{page.model}: {', '.join(words(served.score['feature']) for served in page.served)}",
            neuron_page(page.model, page.layer, page.neuron),
        )
        for page in neurons
    ]
    pages = [
        Entry("category", words(page.category), page.model, category_page(page.model, page.category))
        for page in categories
    ]
    return [*features, *found, *pages]


def as_script(found: Sequence[Entry]) -> str:
    """A script that gives the page all entries: a page opened from disk may not read other files."""
    rows = [[entry.kind, entry.name, entry.about, entry.page] for entry in found]
    return f"window.searchEntries = {json.dumps(rows, ensure_ascii=False, separators=(',', ':'))};\n"
