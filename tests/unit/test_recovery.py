import polars as pl
import pytest

from sparse_probing.figures import recovery as figure
from sparse_probing.methods import MethodSettings
from sparse_probing.recovery import PARAMETERS, Trial, recover
from sparse_probing.settings.experiment import FigureStyle
from sparse_probing.settings.synthetic import Synthetic

EASY = Trial(rows=2000, neurons=60, planted=4, shift=1.0, positives=0.3, correlation=0.0)
CORRELATED = Trial(rows=4000, neurons=60, planted=4, shift=1.0, positives=0.3, correlation=0.95)
METHODS = ["mean_difference", "mutual_information", "l1_logistic", "adaptive_threshold", "random"]


def found(trial, methods=METHODS, seed=0):
    table = recover(trial, dict.fromkeys(methods, MethodSettings()), seed=seed)
    return dict(table.select("method", "found").iter_rows())


def test_an_easy_support_is_found_by_all_but_random():
    shares = found(EASY)
    assert shares.pop("random") < 0.5
    assert shares == dict.fromkeys(shares, 1.0)


def test_correlated_neighbours_mislead_rankings_of_single_neurons():
    shares = [found(CORRELATED, ["mean_difference", "adaptive_threshold"], seed) for seed in range(4)]
    mean = {method: sum(share[method] for share in shares) / 4 for method in shares[0]}
    assert mean["adaptive_threshold"] > 0.9 > 0.7 > mean["mean_difference"]


def test_a_trial_and_what_was_found_in_it_make_one_row_a_method():
    methods = dict.fromkeys(["random", "mean_difference"], MethodSettings())
    table = recover(EASY, methods, seed=3)
    assert table.columns == [*PARAMETERS, "method", "found"]
    assert table.select(PARAMETERS).unique().row(0, named=True) == vars(EASY)
    assert table["method"].to_list() == ["random", "mean_difference"]
    assert table.equals(recover(EASY, methods, seed=3))


def test_a_method_that_has_no_probe_of_as_many_neurons_found_nothing_to_count():
    methods = {"mean_difference": MethodSettings(), "optimal": MethodSettings(largest_k=3, nodes=1)}
    assert recover(EASY, methods, seed=0)["found"].to_list() == [1.0, None]


def test_trials_are_drawn_within_their_ranges_by_number():
    synthetic = Synthetic(rows=(500, 700), planted=(2, 3), shift=(0.5, 0.6), correlation=(0.2, 0.3))
    trials = [Trial.draw(synthetic, number) for number in range(50)]
    assert trials[7] == Trial.draw(synthetic, 7) != trials[8]
    assert {trial.planted for trial in trials} == {2, 3}
    for trial in trials:
        assert 500 <= trial.rows <= 700 and 0.5 <= trial.shift <= 0.6 and 0.2 <= trial.correlation <= 0.3


def made_up_trials(count=25):
    return pl.DataFrame(
        [
            {
                **{"rows": 100 + number, "neurons": 10, "planted": 2, "shift": 1.0, "positives": 0.5},
                **{"correlation": number / count, "method": method, "found": (number // 5) / 4 * share},
            }
            for number in range(count)
            for method, share in (("l1_logistic", 1.0), ("random", 0.5))
        ]
    )


def test_the_figure_shows_means_over_five_bins_of_equally_many_trials():
    numbers = figure.data(made_up_trials())
    rows = numbers.filter(parameter="rows", method="random")
    assert rows["trials"].to_list() == [5] * 5
    assert rows["value"].to_list() == [102, 107, 112, 117, 122]
    assert rows["found"].to_list() == pytest.approx([0, 0.125, 0.25, 0.375, 0.5])
    assert numbers["parameter"].unique(maintain_order=True).to_list() == list(PARAMETERS)


def test_the_figure_has_a_panel_a_parameter_and_a_line_a_method():
    drawn = figure.draw(figure.data(made_up_trials()), FigureStyle(width=4, dpi=50))
    assert len(drawn.axes) == 6 and all(len(axes.get_lines()) == 2 for axes in drawn.axes)
    assert [text.get_text() for text in drawn.legends[0].get_texts()] == ["L1 logistic", "Random"]
