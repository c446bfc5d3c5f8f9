from pathlib import Path

import pytest

from sparse_probing.errors import UserError
from sparse_probing.experiment import load_experiment
from sparse_probing.settings.loading import load_yaml
from sparse_probing.settings.published import load_published

HEADER = "model,dataset,feature,layer,neuron,published_f1,source"
WORKFLOW = Path(__file__).parents[2] / "workflow"
CATALOG = WORKFLOW / "catalog" / "published_neurons.csv"


def load(tmp_path, *lines, header=HEADER):
    path = tmp_path / "published.csv"
    path.write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")
    return load_published(path)


def test_neurons_are_read_in_their_order_and_a_blank_f1_is_none(tmp_path):
    first, second = load(tmp_path, 'm,d,f,3,609,0.99,"a paper, a list"', "m,d,f,3,610,,a paper")
    assert (first.layer, first.neuron, first.published_f1, first.source) == (3, 609, 0.99, "a paper, a list")
    assert (second.neuron, second.published_f1) == (610, None)


def test_a_catalog_without_the_file_has_none(tmp_path):
    assert load_published(tmp_path / "absent.csv") == ()


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("m,d,f,three,1,,s", "line 3: layer: expected a valid integer, found 'three'"),
        ("m,d,f,1,-1,,s", "line 3: neuron: expected a number greater than or equal to 0, found '-1'"),
        ("m,d,f,1,1,1.5,s", "line 3: published_f1: expected a number less than or equal to 1, found '1.5'"),
        ("m,d,f,1,1,", "line 3: expected 7 values, found 6"),
        ("m,d,f,1,1,0.5,", "line 3: source: "),
        ("m,d,f,2,9,,s", r"line 3: neuron 2\.9 occurs twice for this feature"),
    ],
)
def test_a_mistake_is_named_with_its_line(tmp_path, line, problem):
    with pytest.raises(UserError, match=rf"published\.csv, {problem}"):
        load(tmp_path, "m,d,f,2,9,,s", line)


def test_other_columns_are_refused(tmp_path):
    with pytest.raises(UserError, match=r"expected the columns model,dataset,.*, found model,neuron"):
        load(tmp_path, header="model,neuron")


def test_a_file_that_is_no_utf8_is_named(tmp_path):
    path = tmp_path / "published.csv"
    path.write_bytes(HEADER.encode() + "\nm,d,é,1,1,,s\n".encode("latin-1"))
    with pytest.raises(UserError, match=r"published\.csv: expected UTF-8 text"):
        load_published(path)


def test_the_catalogs_table_names_what_the_catalog_has():
    """Athletes of two sports were published, of whom no dataset at hand knows."""
    paper = load_yaml(WORKFLOW / "experiments" / "paper.yaml")
    experiment = load_experiment(
        {**load_yaml(WORKFLOW.parent / "config.yaml"), **paper},
        origins=[("paper.yaml", paper)],
        catalog_dir=WORKFLOW / "catalog",
    )
    neurons = load_published(CATALOG)
    assert len(neurons) > 100
    assert {neuron.model for neuron in neurons} <= set(experiment.models)
    unknown = {
        (neuron.dataset, neuron.feature)
        for neuron in neurons
        if neuron.feature not in experiment.features[neuron.dataset]
    }
    assert unknown == {("wikidata", "sport_soccer"), ("wikidata", "sport_hockey")}
