"""What every threshold on every neuron of a block would decide."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sparse_probing.ordering import ascending

Array = npt.NDArray[np.float64]
Counts = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Decisions:
    """One threshold a neuron: how many rows it calls positive, how many of them rightly; (neurons,) each."""

    found: Counts
    called: Counts
    positives: int
    negatives: int

    @property
    def f1(self) -> Array:
        """2 found / (positives + called)."""
        return np.asarray(2 * self.found / (self.positives + self.called))

    @property
    def precision(self) -> Array:
        """Share of the called rows that are positive."""
        return self.found / self.called

    @property
    def recall(self) -> Array:
        """Share of the positive rows that are called."""
        return self.found / self.positives

    @property
    def mcc(self) -> Array:
        """Matthews' correlation coefficient, 0 where all rows are called."""
        rows = self.positives + self.negatives
        covariance = self.found * float(rows) - self.called * float(self.positives)
        spread = self.called * (rows - self.called) * float(self.positives * self.negatives)
        mcc = np.zeros(self.found.size)
        np.divide(covariance, np.sqrt(spread), out=mcc, where=spread > 0)
        return mcc


@dataclass(frozen=True)
class Thresholds:
    """The rows of each neuron of a block in ascending order of its activation, (neurons, rows) each.

    order: the rows. labels: theirs. ends: whether the next activation is larger.
    """

    order: Counts
    labels: npt.NDArray[np.bool_]
    ends: npt.NDArray[np.bool_]

    @classmethod
    def of(cls, x: npt.NDArray[np.floating], y: npt.NDArray[np.bool_]) -> "Thresholds":
        """Sort activations x (rows, neurons) with labels y (rows,), of which both classes are present."""
        order, ends = ascending(x)
        return cls(order, y[order], ends)

    def ranks(self) -> npt.NDArray[np.float32]:
        """Return the rank of each row less their mean, tied rows sharing the mean of theirs; by position."""
        neurons, rows = self.ends.shape
        last = np.flatnonzero(self.ends)
        first = np.append(0, last[:-1] + 1)
        shared = np.repeat(((first + last) / 2).astype(np.float32), last - first + 1)
        middle = rows * np.arange(neurons, dtype=np.float32) + np.float32((rows - 1) / 2)
        ranks: npt.NDArray[np.float32] = shared.reshape(neurons, rows) - middle[:, np.newaxis]
        return ranks

    def rank_sum(self, ranks: npt.NDArray[np.float32]) -> Array:
        """Return the sum of the `ranks` of positive rows (neurons,), whose expectation is 0."""
        return np.asarray(np.einsum("ij,ij->i", ranks, self.labels, dtype=np.float64))

    def downward(self, sign: npt.NDArray[np.int8]) -> "Descent":
        """Return the thresholds of each neuron times its sign (neurons,), from the largest down."""
        down = (sign > 0)[:, np.newaxis]
        starts = np.ones_like(self.ends)
        starts[:, 1:] = self.ends[:, :-1]
        labels = np.where(down, self.labels[:, ::-1], self.labels)
        return Descent(
            rows=np.where(down, self.order[:, ::-1], self.order),
            labels=labels,
            found=np.cumsum(labels, axis=1, dtype=np.int32),
            ends=np.where(down, starts[:, ::-1], self.ends),
        )


@dataclass(frozen=True)
class Descent:
    """Thresholds from the strictest to the laxest, (neurons, rows) each.

    rows: the row at the threshold. labels: its label. found: positives down to it. ends: whether no tied row
    follows, so that the threshold can be drawn here.
    """

    rows: Counts
    labels: npt.NDArray[np.bool_]
    found: npt.NDArray[np.int32]
    ends: npt.NDArray[np.bool_]

    def areas(self) -> tuple[Array, Array]:
        """Return ROC-AUC and average precision, (neurons,) each, tied rows entering together."""
        neurons, rows = self.found.shape
        found, ends = self.found.ravel(), self.ends.ravel()
        # Only at positives do the areas grow, so all is read there: on their runs of ties, flat over neurons.
        positive = np.flatnonzero(self.labels)
        run: Counts = (np.cumsum(ends) - ends)[positive]
        last = np.append(-1, np.flatnonzero(ends))  # of each run, after one before the first
        before, end = last[run], last[run + 1]
        neuron_start = rows * (positive // rows)
        called_before, called = before + 1 - neuron_start, end + 1 - neuron_start
        found_before, found_upto = np.where(called_before > 0, found[before], 0), found[end]
        wrongly, wrongly_before = called - found_upto, called_before - found_before
        positives = positive.size // neurons
        negatives = rows - positives
        # Each positive wins against the negatives below it, and half of those it ties with.
        won = negatives - (wrongly + wrongly_before) / 2
        roc_auc = won.reshape(neurons, positives).mean(axis=1) / negatives
        precision = (found_upto / called).reshape(neurons, positives)
        return roc_auc, precision.mean(axis=1)

    def best(self) -> tuple[Counts, Counts, Decisions]:
        """Return, for the threshold of highest F1, ties to the strictest, between which rows it lies.

        The last row that is called (neurons,), the first that is not, or the last again where all are called,
        and what the threshold decides.
        """
        rows = self.found.shape[1]
        positives = int(self.found[0, -1])
        called = np.arange(1, rows + 1, dtype=np.float32)
        f1 = np.where(self.ends, self.found / (called + np.float32(positives)), np.float32(-1))
        at = f1.argmax(axis=1)
        neuron = np.arange(at.size)
        decisions = Decisions(
            found=self.found[neuron, at].astype(np.int64),
            called=at + 1,
            positives=positives,
            negatives=rows - positives,
        )
        return self.rows[neuron, at], self.rows[neuron, np.minimum(at + 1, rows - 1)], decisions
