"""Where the pages of the report stand in its folder; names of models and categories are path-safe."""

INDEX = "index.html"


def neuron_page(model: str, layer: int, neuron: int) -> str:
    """The page of a neuron."""
    return f"pages/{model}/neurons/{layer}.{neuron}.html"


def category_page(model: str, category: str) -> str:
    """The page of a category's features in a model."""
    return f"pages/{model}/{category}.html"


def way_up(page: str) -> str:
    """From a page to the folder of the report: `../` for each folder that it stands in."""
    return "../" * page.count("/")
