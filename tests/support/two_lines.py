"""A railway and, apart from it, a road, whose times are fitted to claims about them."""

from itertools import pairwise
from typing import Any

LEVELS = ("low", "typical", "high")


def chain(claims: dict[str, tuple[str, str, str, float]]) -> dict[str, Any]:
    """Return a railway a-b-c and, apart from it, a road x-y-z, with claims about them."""
    names = "abcxyz"
    node = {"country": "KZ", "kind": "city"}
    source = {"title": "Report", "publisher": "Us"}
    prior = {"speed": "40 km/h", "typical_over_low": "1.5", "high_over_typical": "1.5"}
    legs = {
        f"{one}--{other}--{mode}": {
            "origin": one,
            "destination": other,
            "mode": mode,
            **({"gauge": "1520 mm"} if mode == "rail" else {}),
            "distance": {"value": "960 km", "sources": ["s"]},
            "transit_time": {
                **dict(zip(LEVELS, ("24 h", "36 h", "54 h"), strict=True)),
                "basis": "estimated",
                "norm": f"by-{mode}",
            },
        }
        for mode, ends in (("rail", "abc"), ("road", "xyz"))
        for one, other in pairwise(ends)
    }
    journeys = {
        key: {
            "origin": {"text": one, "node": one},
            "destination": {"text": other, "node": other},
            "corridor": "middle",
            "direction": "westbound",
            "mode": "rail" if one in "abc" else "road",
            "transit_time": dict.fromkeys(("low", "high"), f"{days:.6f} days"),
            "period": {"text": "2025", "start": "2025-01-01", "end": "2026-01-01"},
            "kind": "observed",
            "party": "operator",
            "scope": "segment",
            "level": level,
            "use": "fit",
            "sources": ["s"],
        }
        for key, (one, other, level, days) in claims.items()
    }
    return {
        "format": "1",
        "name": "two lines",
        "version": "1",
        "as_of": "2026-01-01",
        "sources": {"s": source},
        "norms": {name: {"text": name, "prior": prior} for name in ("by-rail", "by-road")},
        "nodes": {
            name: {"name": name.upper() * 3, **node, "location": {"lat": str(at), "lon": "60"}}
            for at, name in enumerate(names, 40)
        },
        "legs": legs,
        "journeys": journeys,
    }
