"""What is proven about a probe."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Proof:
    """How far a probe can be from the best one of as many neurons, in units of the mean loss.

    objective: the probe's. bound: no probe of up to k neurons has a lower one. gap: (objective - bound) /
    objective. status: `optimal` where the gap is within the tolerance, else what ended the search: the limit
    `work` or `seconds`, or `precision` where the tolerance is finer than fits and bounds are. nodes, cuts:
    what the search took.
    """

    objective: float
    bound: float
    gap: float
    status: str
    nodes: int
    cuts: int
