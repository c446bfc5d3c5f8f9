import subprocess
import sys

import polars as pl
import pytest
from matplotlib.figure import Figure
from probe_table import UNIGRAM, probe_table

from sparse_probing.figures import depth, optimality, scaling, sparsity, training
from sparse_probing.figures.style import category_looks, power_ticks, save, short_number
from sparse_probing.settings.experiment import FigureStyle

STYLE = FigureStyle(width=4, dpi=50)
SMALL = {"model": "small", "parameters": 1_000}
LARGE = {"model": "large", "parameters": 2_000_000}


def sweep(categories=("text",), models=(SMALL, LARGE), methods=("adaptive_threshold",), ks=(1, 4), layers=2):
    """All combinations, two features a category; validation F1 rises with the layer."""
    return probe_table(
        *(
            {**model, "category": category, "feature": f"{category}_{number}", "method": method, "k": k,
             "layer": layer, "validation_f1": 0.5 + 0.1 * layer, "test_f1": 0.3 + 0.05 * k + 0.1 * number}
            for model in models
            for category in categories
            for number in (0, 1)
            for method in methods
            for layer in range(layers)
            for k in ks
        )
    )  # fmt: skip


CURVES = pl.DataFrame(
    {
        "model": ["a", "a", "b"],
        "step": [1, 2, 1],
        "tokens": [100, 200, 100],
        "train_loss": [3.0, 2.0, 2.5],
        "validation_loss": [3.1, 2.2, 2.6],
    }
)


def test_sparsity_means_are_over_features_of_the_layer_chosen_on_validation():
    probes = probe_table(
        {"feature": "a", "layer": 0, "validation_f1": 0.9, "test_f1": 0.6},
        {"feature": "a", "layer": 1, "validation_f1": 0.8, "test_f1": 1.0},
        {"feature": "b", "layer": 0, "validation_f1": 0.1, "test_f1": 1.0},
        {"feature": "b", "layer": 1, "validation_f1": 0.2, "test_f1": 0.4},
    )
    (row,) = sparsity.data(probes).to_dicts()
    assert (row["line"], row["k"], row["features"]) == ("sparse", 1, 2)
    assert row["test_f1"] == pytest.approx(0.5)


def test_sparsity_shows_random_neurons_and_unigram_of_the_largest_model_alone():
    rows = [
        {**model, "method": method, "k": 1}
        for model in (SMALL, LARGE)
        for method in ("adaptive_threshold", "mean_difference", "random", "dense")
    ]
    numbers = sparsity.data(probe_table(*rows, SMALL | UNIGRAM, LARGE | UNIGRAM))
    assert sorted(numbers.select("model", "line").rows()) == [
        ("large", "dense"),
        ("large", "random"),
        ("large", "sparse"),
        ("large", "unigram"),
        ("small", "dense"),
        ("small", "sparse"),
    ]
    assert numbers.filter(line="sparse")["method"].unique().to_list() == ["adaptive_threshold"]


def test_scaling_gives_the_mean_of_one_neuron_and_the_median_of_the_needed_ones():
    rows = [
        {"feature": feature, "k": k, "f1": f1}
        for feature, f1s in {"a": (0.9, 0.9), "b": (0.5, 0.9), "c": (0.1, 0.2)}.items()
        for k, f1 in zip((1, 4), f1s, strict=True)
    ]
    dense = [{"feature": feature, "method": "dense", "k": 64, "f1": 0.9} for feature in "abc"]
    (row,) = scaling.data(probe_table(*rows, *dense)).to_dicts()
    assert row["test_f1"] == pytest.approx(0.5)
    assert (row["needed"], row["unreached"], row["compared"], row["most"]) == (4, 1, 3, 4)


def test_scaling_without_dense_probes_says_nothing_about_needed_neurons():
    numbers = scaling.data(sweep())
    assert numbers["needed"].null_count() == numbers.height == 2
    assert len(scaling.draw(numbers, STYLE).axes) == 1


def test_depth_has_a_cell_for_each_layer_and_k_of_the_largest_model():
    numbers = depth.data(sweep(ks=(1, 2), layers=3))
    assert numbers.select("layer", "k").rows() == [(layer, k) for layer in range(3) for k in (1, 2)]
    assert numbers["model"].unique().to_list() == ["large"]
    assert numbers.filter("chosen")["layer"].to_list() == [2, 2]
    assert numbers.filter(k=2)["test_f1"].to_list() == pytest.approx([0.45] * 3)


def optimal_and_others(methods, gaps=(0.0, 0.2)):
    """Two features, k = 1 and 4, two layers; the higher layer is better on validation."""
    proof = {"objective": 0.5, "bound": 0.4, "nodes": 1, "cuts": 0}
    return probe_table(
        *(
            {"feature": feature, "method": method, "k": k, "layer": layer, "validation_f1": 0.5 + 0.1 * layer,
             "test_f1": 0.4 + 0.1 * layer + 0.2 * (method == "optimal"),
             **(proof | {"gap": gap, "status": "work" if gap else "optimal"} if method == "optimal" else {})}
            for feature, gap in zip("ab", gaps, strict=True)
            for method in methods
            for layer in (0, 1)
            for k in (1, 4)
        )
    )  # fmt: skip


def test_optimality_pairs_optimal_probes_with_heuristic_ones_of_as_many_neurons():
    numbers = optimality.data(optimal_and_others(["mean_difference", "optimal", "random", "dense"]))
    assert numbers.select("feature", "k", "method", "gap", "status").rows() == [
        (feature, k, "mean_difference", gap, status)
        for feature, gap, status in (("a", 0.0, "optimal"), ("b", 0.2, "work"))
        for k in (1, 4)
    ]
    assert numbers["optimal_f1"].to_list() == pytest.approx([0.7] * 4)
    assert numbers["test_f1"].to_list() == pytest.approx([0.5] * 4)


@pytest.mark.parametrize("others", [[], ["mean_difference"], ["mean_difference", "adaptive_threshold"]])
def test_optimality_has_a_panel_for_each_heuristic_and_one_of_gaps(others, tmp_path):
    drawn = optimality.draw(optimality.data(optimal_and_others(["optimal", *others])), STYLE)
    assert [axes.get_title(loc="left") for axes in drawn.axes] == [
        *(f"{method.replace('_', ' ').capitalize()} (+0.200)" for method in others),
        "What is left to prove",
    ]
    save(drawn, STYLE, pdf=tmp_path / "x.pdf", png=tmp_path / "x.png")


def test_optimality_fills_the_points_that_are_proven():
    drawn = optimality.draw(optimality.data(optimal_and_others(["optimal"])), STYLE)
    (points,) = drawn.axes[0].collections
    heights = points.get_offsets()[:, 1].tolist()
    filled = [bool(alpha) for alpha in points.get_facecolors()[:, 3]]
    assert sorted(zip(heights, filled, strict=True)) == [
        (0.0, True),
        (0.0, True),
        (20.0, False),
        (20.0, False),
    ]


def test_training_keeps_the_curves():
    assert training.data(CURVES.select(reversed(CURVES.columns))).equals(CURVES)


@pytest.mark.parametrize("figure", [sparsity, scaling, depth])
@pytest.mark.parametrize("categories", [1, 4, 5, 12])
def test_there_is_a_panel_or_a_line_for_each_category(figure, categories):
    names = [f"category_{number}" for number in range(categories)]
    drawn = figure.draw(figure.data(sweep(names)), STYLE)
    assert isinstance(drawn, Figure)
    shown = [axes.get_title(loc="left") for axes in drawn.axes]
    shown += [text.get_text() for legend in drawn.legends for text in legend.get_texts()]
    for number in range(categories):
        assert any(text.startswith(f"Category {number}") for text in shown)


@pytest.mark.parametrize("figure", [sparsity, scaling, depth])
def test_one_feature_one_layer_one_k_can_be_drawn(figure, tmp_path):
    drawn = figure.draw(figure.data(probe_table({})), STYLE)
    save(drawn, STYLE, pdf=tmp_path / "x.pdf", png=tmp_path / "x.png")
    assert (tmp_path / "x.png").stat().st_size > 1000


def test_all_seven_models_have_their_own_colour_in_the_legend():
    models = [{"model": f"m{size}", "parameters": 10**size} for size in range(3, 10)]
    (legend,) = sparsity.draw(sparsity.data(sweep(models=models)), STYLE).legends
    assert [text.get_text() for text in legend.get_texts()] == [
        *("m3 (1k)", "m4 (10k)", "m5 (100k)", "m6 (1M)", "m7 (10M)", "m8 (100M)", "m9 (1B)"),
    ]
    assert len({line.get_color() for line in legend.get_lines()}) == 7


def test_the_needed_axis_marks_categories_with_unreached_features_by_hollow_markers():
    rows = [{"k": k, "f1": 0.1 * k} for k in (1, 2)]
    numbers = scaling.data(probe_table(*rows, {"method": "dense", "k": 64, "f1": 1.0}))
    axes = scaling.draw(numbers, STYLE).axes[1]
    faces = {
        line.get_markerfacecolor()
        for line in axes.lines
        if len(line.get_xdata()) and line.get_marker() == "o"
    }
    assert faces == {"white"}
    assert axes.yaxis.get_major_formatter()(4, None) == "> 2"


def test_twelve_categories_look_different():
    looks = category_looks([str(number) for number in range(12)])
    assert len({tuple(look.items()) for look in looks.values()}) == 12


def test_numbers_on_axes():
    assert [short_number(value) for value in (7, 210_000, 70_426_624, 6_857_302_016)] == [
        *("7", "210k", "70.4M", "6.86B"),
    ]
    assert power_ticks([1, 3, 256]) == [1, 4, 16, 64, 256]
    assert power_ticks([1, 8]) == [1, 2, 4, 8]
    assert power_ticks([3]) == [3]


DRAW = """
import sys
from pathlib import Path
import polars as pl
from sparse_probing.figures import depth, scaling, sparsity
from sparse_probing.figures.style import save
from sparse_probing.settings.experiment import FigureStyle
folder, style = Path(sys.argv[1]), FigureStyle(width=4, dpi=50)
probes = pl.read_parquet(folder.parent / "probes.parquet")
for figure in (depth, scaling, sparsity):
    name = figure.__name__.rpartition(".")[2]
    drawn = figure.draw(figure.data(probes), style)
    save(drawn, style, pdf=folder / f"{name}.pdf", png=folder / f"{name}.png")
"""


def test_the_same_numbers_give_the_same_bytes_in_another_process(tmp_path):
    sweep(methods=("adaptive_threshold", "random", "dense")).write_parquet(tmp_path / "probes.parquet")
    for seed in ("1", "2"):
        (tmp_path / seed).mkdir()
        environment = {"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(sys.path)}
        subprocess.run([sys.executable, "-c", DRAW, str(tmp_path / seed)], check=True, env=environment)
    files = sorted(path.name for path in (tmp_path / "1").iterdir())
    assert len(files) == 6
    for name in files:
        assert (tmp_path / "1" / name).read_bytes() == (tmp_path / "2" / name).read_bytes(), name


def test_fonts_are_embedded_as_outlines_that_editors_can_read(tmp_path):
    drawn = training.draw(training.data(CURVES), STYLE)
    save(drawn, STYLE, pdf=tmp_path / "x.pdf", png=tmp_path / "x.png")
    content = (tmp_path / "x.pdf").read_bytes()
    assert b"/FontFile2" in content
    assert b"/Type3" not in content
    assert b"CreationDate" not in content
