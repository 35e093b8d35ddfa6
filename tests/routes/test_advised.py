"""Warnings beside routes: each once, whom it concerns, and what it rests on."""

import corridor as co
from corridor.network.calendar import Advisory
from corridor.routes.route_text import advised
from support.small import detour, read

ICE = Advisory(id="ice", text="Ice.", sources=("atlas", "press"))
STRIKE = Advisory(id="strike", text="Strike.")


def test_an_advisory_is_told_with_its_sources_once_for_all_routes() -> None:
    rows = [("north", (ICE,)), ("south", (STRIKE, ICE)), ("west", ())]
    assert list(advised(rows)) == [
        ("advisory", "north, south: Ice. [atlas, press]"),
        ("", "south: Strike."),
    ]
    assert list(advised([("", (ICE,)), ("", (ICE,))])) == [("advisory", "Ice. [atlas, press]")]
    assert list(advised([("north", ())])) == []


def test_a_route_is_told_the_advisories_of_what_it_touches() -> None:
    """Of a leg, a node and a country on the way, and of the corridor; not of what lies beside."""
    spec = detour()
    spec["sources"] = {"atlas": {"title": "Atlas", "publisher": "Nobody"}}
    spec["corridors"] = {
        name: {"name": name.title(), "through": [{"nodes": [node]}]}
        for name, node in (("quick", "b"), ("slow", "d"))
    }
    items = {
        "leg": {"legs": ["a--b"]}, "node": {"nodes": ["b"]}, "land": {"countries": ["GE"]},
        "way": {"corridors": ["quick"]}, "far": {"legs": ["a--d"]}, "away": {"nodes": ["d"]},
        "cold": {"countries": ["NO"]}, "other": {"corridors": ["slow"]},
    }  # fmt: skip
    spec["advisories"] = {
        key: item | {"text": f"Of the {key}.", "sources": ["atlas"]} for key, item in items.items()
    }
    net = read(spec)
    route = co.find_route(net, "a", "c")
    assert [item.id for item in route.advisories] == ["leg", "node", "land", "way"]
    said = " ".join(route.full().split())
    assert "advisory Of the leg. [atlas] Of the node. [atlas]" in said
    round_about = co.find_route(net, "a", "c", via="d")
    assert [item.id for item in round_about.advisories] == ["far", "away", "cold", "other"]
