"""What a job says that has not got the memory it needs."""

ADVICE = (
    "out of memory: run fewer jobs at a time (--cores), or lower extraction.tokens_per_batch or "
    "extraction.slab_mb where a model runs, probing.examples.max_rows where probes are fitted, "
    "documents or sample.rows of the dataset elsewhere"
)
_TOLD_BY_TORCH = ("out of memory", "can't allocate memory")
"""Parts of the messages of its RuntimeErrors, on GPUs and else."""


def is_lack_of_memory(error: BaseException) -> bool:
    """Whether `error` says that memory could not be had."""
    if isinstance(error, RuntimeError):
        return any(part in str(error) for part in _TOLD_BY_TORCH)
    return isinstance(error, MemoryError)
