"""Datasets of the Hugging Face hub as JSONL."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sparse_probing.errors import UserError
from sparse_probing.settings.origins import HuggingFace


def json_lines(origin: HuggingFace) -> Iterator[str]:
    """Yield the records of a split as JSON objects, in the order of the dataset.

    Raises UserError when the optional library `datasets` is not installed, the hub is not reached, there is
    no such dataset, configuration or split, or a record holds what JSON cannot say (images, dates).
    """
    place = f"{origin.repo} at {origin.revision}"
    for number, record in enumerate(_load(origin, place), start=1):
        try:
            yield json.dumps(record, ensure_ascii=False)
        except TypeError as error:
            raise UserError(
                f"{place}, record {number}: expected text, numbers and the like: {error}"
            ) from None


def _load(origin: HuggingFace, place: str) -> Any:
    try:
        import datasets
    except ImportError:
        raise UserError(
            f"{place}: expected the library 'datasets', found none: pip install 'sparse-probing[datasets]'"
        ) from None
    try:
        with _no_progress_bars(datasets):
            return datasets.load_dataset(
                origin.repo, origin.config, split=origin.split, revision=origin.revision
            )
    except ConnectionError:
        raise UserError(
            f"{place}: the hub cannot be reached and the dataset is not cached; run once with internet "
            "access, or put the records under data_dir as JSONL and name them in 'files'"
        ) from None
    except (OSError, ValueError, datasets.exceptions.DatasetsError) as error:
        raise UserError(f"{place}: {str(error).strip().splitlines()[0]}") from None


@contextmanager
def _no_progress_bars(datasets: Any) -> Iterator[None]:
    """They would end up between a workflow's own lines."""
    shown = datasets.is_progress_bar_enabled()
    datasets.disable_progress_bars()
    try:
        yield
    finally:
        if shown:
            datasets.enable_progress_bars()
