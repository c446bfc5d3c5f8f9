"""The names of methods, and which of them choose neurons."""

from typing import Literal, get_args

_Choosing = Literal[
    "mean_difference",
    "f_statistic",
    "mutual_information",
    "l1_logistic",
    "adaptive_threshold",
    "optimal",
]
MethodName = Literal[_Choosing, "random", "rotation", "dense", "unigram", "control"]
CHOOSING: tuple[MethodName, ...] = get_args(_Choosing)
"""Methods that choose neurons; the others are baselines."""


def methods_of_neurons(methods: tuple[MethodName, ...]) -> tuple[MethodName, ...]:
    """Return `methods`, for a validator. Raises ValueError where one chooses no neurons."""
    for method in methods:
        if method not in (*CHOOSING, "random"):
            raise ValueError(f"expected methods that choose neurons, or random, found '{method}'")
    return methods
