"""Names and numbers of the tables as a reader sees them."""

from collections.abc import Sequence


def words(name: str) -> str:
    """A name of the config without its underscores."""
    return name.replace("_", " ")


def two_digits(value: float | None) -> str:
    """A score with two digits behind the point, or a dash where there is none."""
    return "\N{EN DASH}" if value is None else f"{value:.2f}"


def count(number: float, noun: str) -> str:
    """A number with its noun: 1 feature, 2 features, 2.5 features."""
    return f"{number:g} {noun}" if number == 1 else f"{number:g} {noun}s"


def neurons(k: int) -> str:
    """The neurons of a probe: one neuron, 16 neurons."""
    return "one neuron" if k == 1 else f"{k} neurons"


def enumeration(parts: Sequence[str]) -> str:
    """`a, b and c`; at least one part."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def duration(seconds: float) -> str:
    """A time as people say it, in two digits: 40 s, 12 min, 3.5 h, 2.1 days."""
    for unit, length in (("days", 86_400), ("h", 3_600), ("min", 60)):
        if seconds >= 2 * length:
            return f"{float(f'{seconds / length:.2g}'):g} {unit}"
    return f"{float(f'{seconds:.2g}'):g} s"
