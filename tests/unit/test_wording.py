import pytest

from sparse_probing.wording import duration


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [
        (0, "0 s"),
        (0.25, "0.25 s"),
        (119, "120 s"),
        (120, "2 min"),
        (754, "13 min"),
        (3 * 3600 + 1, "3 h"),
        (47 * 3600, "47 h"),
        (86_400 * 12.34, "12 days"),
    ],
)
def test_a_duration_has_two_digits_in_the_unit_that_people_use(seconds, expected):
    assert duration(seconds) == expected
