"""Small networks made by hand, as the text tree of their file."""

from typing import Any

import corridor as co
from support.layout import dump
from support.strategies import Tree


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


def read(spec: Tree) -> co.Network:
    return co.load_network(dump(spec))


ROW = (("10 h", "20 h", "60 h"), ("1 day", "2 days", "3 days"), ("5 h", "6 h", "40 h"))


def chain(
    *times: tuple[str, str, str], first: dict[str, Any] | None = None, **more: Any
) -> co.Network:
    """A row of nodes with a leg of the given times between each two, and no stops.

    `first` is what the first leg has besides.
    """
    names = "abcdefghij"
    nodes = {
        name: {
            "name": name.upper(),
            "country": "KZ",
            "kind": "city",
            "location": {"lat": f"{40 + number}", "lon": "50", "basis": "reported",
                         "sources": ["atlas"]},
        }
        for number, name in enumerate(names[: len(times) + 1])
    }  # fmt: skip
    legs: dict[str, Any] = {
        f"{one}--{other}": {
            "origin": one, "destination": other, "mode": "rail", "gauge": "1520 mm",
            "distance": {"value": "200 km", "sources": ["atlas"]},
            "transit_time": {"low": low, "typical": typical, "high": high, "sources": ["atlas"]},
        }
        for one, other, (low, typical, high) in zip(names, names[1:], times, strict=False)
    }  # fmt: skip
    legs["a--b"] |= first or {}
    head = {"format": "1", "name": "Row", "version": "1", "as_of": "2026-01-01"}
    sources = {"sources": {"atlas": {"title": "Atlas", "publisher": "Nobody"}}}
    return read(head | sources | {"nodes": nodes, "legs": legs} | more)


def loop() -> co.Network:
    """Rail to ferry takes long at A; by road around C and E it is quick, but A comes twice."""
    fast = {"low": "8 h", "typical": "9 h", "high": "12 h", "sources": ["atlas"]}
    slow = {"low": "90 h", "typical": "95 h", "high": "99 h", "sources": ["atlas"]}
    by_road = [("rail 1520", "road"), ("road", "ferry"), ("road", "road")]
    dwells = [(*sides, fast) for sides in by_road] + [("rail 1520", "ferry", slow)]
    nodes = {
        name: {
            "name": name.upper(),
            "country": "KZ",
            "kind": "seaport",
            "location": {"lat": f"{40 + 0.5 * number}", "lon": "50", "sources": ["atlas"]},
            "dwell": [
                {"inbound": one, "outbound": other, "kind": "transshipment", "time": time}
                for one, other, time in dwells
            ],
        }
        for number, name in enumerate("oaced")
    }
    legs = {
        f"{one}--{other}": {
            "origin": one,
            "destination": other,
            "mode": mode,
            "one_way": "true",
            "distance": {"value": "300 km", "sources": ["atlas"]},
            "transit_time": fast,
        }
        | ({"gauge": "1520 mm"} if mode == "rail" else {})
        for one, other, mode in (
            ("o", "a", "rail"),
            ("a", "c", "road"),
            ("c", "e", "road"),
            ("e", "a", "road"),
            ("a", "d", "ferry"),
        )
    }
    head = {"format": "1", "name": "Loop", "version": "1", "as_of": "2026-01-01"}
    sources = {"sources": {"atlas": {"title": "Atlas", "publisher": "Nobody"}}}
    return read(head | sources | {"nodes": nodes, "legs": legs})
