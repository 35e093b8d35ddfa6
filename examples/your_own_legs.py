"""Calculate with legs of your own.

You know two ships over the Black Sea and have your own figures for them: which one is quicker
from Baku to Budapest, how does that compare with the bundled network, and what happens when the
file has a typing error? The network stands beside this script, in black_sea.yaml.
"""

from pathlib import Path

import corridor as co

FILE = Path(__file__).with_name("black_sea.yaml")
MISTAKES = (
    ("destination: tbilisi", "destination: tbilsi"),
    ("low: 46 h", "low: 46"),
    ("gauge: 1435 mm", "gauge: 1435 km"),
)


def summary(route: co.Route) -> str:
    """Return one line: the ship, and the days at each level."""
    ships = [leg.id for leg in route.legs if leg.mode in {"ferry", "sea"}]
    days = " / ".join(f"{seconds / 86_400:.1f}" for seconds in route.transit_time.levels)
    return f"{days} days by {', '.join(ships)}"


def misspell(text: str) -> str:
    """Return the file with one mistake of each kind."""
    for right, wrong in MISTAKES:
        text = text.replace(right, wrong, 1)
    return text


def main() -> None:
    """Route over the own network, compare it with the bundled one, then break a copy of it."""
    own = co.load_network(FILE)
    print(co.find_route(own, "Baku", "Budapest"))
    print()
    print("Baku > Budapest, low / typical / high")
    for level in ("low", "typical"):
        best = co.find_route(own, "Baku", "Budapest", level=level)
        print(f"  own file, best at {level + ':':<9}{summary(best)}")
    bundled = co.find_route(co.load_network(), "Baku", "Budapest", via="Constanta")
    print(f"  bundled, via Constanta:    {summary(bundled)}")
    print()
    print("A copy with mistakes is refused, and all of them are named at once")
    try:
        co.load_network(misspell(FILE.read_text(encoding="utf-8")).encode())
    except co.NetworkError as error:
        print(error)


if __name__ == "__main__":
    main()
