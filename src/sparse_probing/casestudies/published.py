"""Weight statistics that the paper's authors released, and how ours compare."""

import polars as pl

PERCENTILES = (20, 50, 80)
LAYER = 1
"""The layer, from 0, that the published percentiles are of."""
PUBLISHED = {
    "EleutherAI/pythia-70m-v0": (-0.634, -0.357, -0.167),
    "EleutherAI/pythia-160m-v0": (-0.538, -0.414, -0.281),
    "EleutherAI/pythia-410m-v0": (-0.276, -0.209, -0.140),
    "EleutherAI/pythia-1b-v0": (-0.861, -0.688, -0.417),
    "EleutherAI/pythia-1.4b-v0": (-0.527, -0.440, -0.306),
    "EleutherAI/pythia-2.8b-v0": (-0.744, -0.596, -0.316),
    "EleutherAI/pythia-6.9b-v0": (-1.659, -1.397, -1.101),
}
"""Repository -> percentiles 20, 50 and 80 of |W_in| b_in in layer 1, to three digits behind the point."""


def compare_with_published(statistics: pl.DataFrame) -> pl.DataFrame:
    """The published percentiles beside those measured, one row for each repository and percentile.

    statistics: weight statistics of models, with a column `origin`. Columns: repository, layer, percentile,
    published, model, measured, difference; the last three are null for models that are not there.
    """
    published = pl.DataFrame(
        [
            (repository, LAYER, percentile, value)
            for repository, values in PUBLISHED.items()
            for percentile, value in zip(PERCENTILES, values, strict=True)
        ],
        schema={
            "repository": pl.String,
            "layer": pl.UInt32,
            "percentile": pl.UInt32,
            "published": pl.Float64,
        },
        orient="row",
    )
    measured = (
        statistics.with_columns(repository=pl.col("origin").str.strip_prefix("https://huggingface.co/"))
        .unpivot(
            on=[f"p{percentile}" for percentile in PERCENTILES],
            index=["repository", "layer", "model"],
            variable_name="percentile",
            value_name="measured",
        )
        .with_columns(pl.col("percentile").str.strip_prefix("p").cast(pl.UInt32))
    )
    return published.join(
        measured, on=["repository", "layer", "percentile"], how="left", maintain_order="left"
    ).with_columns(difference=pl.col("measured") - pl.col("published"))
