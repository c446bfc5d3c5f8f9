"""Which features a unigram tells as well as the best probe: those say nothing about context."""

import polars as pl

from sparse_probing.selection import BASELINES, FEATURE

SOLVED = 0.95
"""The share of the best probe's test F1 from which a unigram is said to solve a feature."""

_IDENTITY = ("model", "parameters", "dataset", "category", "feature")
_METHOD, _K, _F1 = pl.col("method"), pl.col("k"), pl.col("test_f1")


def tabulate_confounds(probes: pl.DataFrame) -> pl.DataFrame:
    """One row for each (model, dataset, feature) of the table of probes, with test F1 beside its baselines.

    neuron_f1: of the best single neuron, `layer` and `neuron`. sparse_f1: of the best probe of a method that
    chooses neurons, by `sparse_method` with `sparse_k` neurons. dense_f1, unigram_f1, majority_f1: of the
    baselines, with the 95% interval unigram_f1_low, unigram_f1_high. best_f1: of the best of all sparse and
    dense probes. Whatever is best is so on validation. unigram_share: unigram_f1 / best_f1, null where
    best_f1 is 0. solved_by_unigram: whether the share is at least `SOLVED`, and the unigram's interval above
    the majority baseline: a feature that nothing tells is not solved. A probe that there is not has
    nulls.
    """
    chooses = ~_METHOD.is_in(BASELINES)
    tables = [
        _best(
            probes,
            chooses & (_K == 1),
            neuron_f1=_F1,
            layer=pl.col("layer"),
            neuron=pl.col("neurons").list.first(),
        ),
        _best(probes, chooses, sparse_f1=_F1, sparse_method=_METHOD, sparse_k=_K),
        _best(probes, _METHOD == "dense", dense_f1=_F1),
        _best(probes, chooses | (_METHOD == "dense"), best_f1=_F1),
        _best(
            probes,
            _METHOD == "unigram",
            unigram_f1=_F1,
            unigram_f1_low=pl.col("test_f1_low"),
            unigram_f1_high=pl.col("test_f1_high"),
        ),
        _best(probes, _METHOD == "majority", majority_f1=_F1),
    ]
    confounds = probes.unique(FEATURE, keep="first", maintain_order=True).select(_IDENTITY)
    for table in tables:
        confounds = confounds.join(table, on=FEATURE, how="left", maintain_order="left")
    share = pl.when(pl.col("best_f1") > 0).then(pl.col("unigram_f1") / pl.col("best_f1"))
    return confounds.with_columns(unigram_share=share).with_columns(
        solved_by_unigram=(pl.col("unigram_share") >= SOLVED)
        & (pl.col("unigram_f1_low") > pl.col("majority_f1"))
    )


def _best(probes: pl.DataFrame, which: pl.Expr, **told: pl.Expr) -> pl.DataFrame:
    """The columns `told` of the row with the highest validation F1 among `which`, for each feature.

    Ties go to the higher validation average precision, then to fewer neurons and the lower layer.
    """
    return (
        probes.filter(which)
        .sort(
            ["validation_f1", "validation_average_precision", "k", "layer"],
            descending=[True, True, False, False],
            maintain_order=True,
        )
        .unique(FEATURE, keep="first", maintain_order=True)
        .select(*FEATURE, **told)
    )
