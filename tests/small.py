"""Small networks made by hand, as the text tree of their file."""

from typing import Any

from strategies import Tree


def spot(name: str, country: str = "KZ", **more: Any) -> Tree:
    lat = f"{40 + 'ABGDE'.index(name[0]) / 10:.1f}"
    where = {"lat": lat, "lon": "50", "basis": "estimated", "rule": "drawn"}
    return {"name": name, "country": country, "kind": "city", "location": where} | more


def leg(origin: str, destination: str, mode: str = "ferry", **more: Any) -> Tree:
    return {
        "origin": origin,
        "destination": destination,
        "mode": mode,
        "distance": {"value": "60 km", "basis": "estimated", "rule": "drawn"},
        "transit_time": "10 h",
    } | more


def policy(**avoided: list[str]) -> Tree:
    return {"name": "Calm", "text": "A choice.", "date": "2026", **avoided}


def line(mode: str = "ferry", **more: Any) -> Tree:
    """Two legs in a line from a by b, abroad, to c."""
    return {
        "format": "1",
        "name": "Line",
        "version": "1",
        "as_of": "2026-11-21",
        "nodes": {"a": spot("Alpha"), "b": spot("Beta", "GE"), "c": spot("Gamma")},
        "legs": {
            "a--b": leg("a", "b", mode, operators=["Blue Rail"], **more),
            "b--c": leg("b", "c", mode),
        },
    }


def detour() -> Tree:
    """The line, and a slower way round by d that crosses the country NO."""
    spec = line()
    spec["nodes"]["d"] = spot("Delta", "NO")
    spec["legs"]["a--d"] = leg("a", "d", transit_time="30 h")
    spec["legs"]["c--d"] = leg("c", "d", transit_time="30 h")
    return spec


def estimate(time: str) -> Tree:
    return {"low": time, "typical": time, "high": time, "basis": "assumed", "rule": "drawn"}
