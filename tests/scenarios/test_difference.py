"""Where two networks differ, in words."""

import corridor as co
from support.small import line, read


def test_periods_lengths_times_and_closures_are_told_in_words() -> None:
    one = read(line(periods=[{"start": "2026-01-01", "end": "2027-01-01"}]))
    spec = line()
    spec["legs"]["b--c"]["transit_time"] = {
        "low": "10 h", "typical": "12 h", "high": "20 h", "basis": "estimated", "rule": "drawn",
    }  # fmt: skip
    spec["legs"]["b--c"]["distance"]["value"] = "61 km"
    spec["closures"] = {"s": {"legs": ["a--b"], "start": "2027-03-01", "reason": "storm"}}
    other = read(spec)
    assert co.diff(one, other).full().splitlines()[:9] == [
        "4 differences",
        "",
        "                        first                       second",
        "─" * 88,
        "legs.a--b.periods       2026-01-01 to 2027-01-01    always or none",
        "legs.b--c.distance      60 km                       61 km",
        "legs.b--c.transit_time  10 h, 10 h, 10 h (assumed)  10 h, 12 h, 20 h (estimated)",
        "closures.s              -                           a--b closed 2027-03-01 to ...: storm",
        "─" * 88,
    ]
    assert not co.diff(other, read(spec))
    assert co.diff(other, other).full().startswith("no difference\n")
