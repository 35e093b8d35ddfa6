"""The file of cities and countries: names in many scripts, found without reading the whole.

`data/gazetteer.txt` is made by `scripts/gazetteer.py`. Its names are sorted, so that one is found
by bisection in a memory map; nothing is read before a name is looked for.
"""

import mmap
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from corridor.files import gazetteer_path

Position = tuple[float, float]

#: Letters that may stand in a name for another; a name in another script is looked for without.
_ALPHABETS = (
    "abcdefghijklmnopqrstuvwxyz",
    "абвгдежзийклмнопрстуфхцчшщъыьэюя",
    "აბგდევზთიკლმნოპჟრსტუფქღყშჩცძწჭხჯჰ",
)
#: A name that only begins as one that was typed is shown when at least so much was typed.
SHORTEST_START = 4
MOST_STARTS = 12


class City(NamedTuple):
    """A city of the gazetteer; its population is 0 where GeoNames has none."""

    name: str
    country: str
    lat: float
    lon: float
    population: int

    @property
    def at(self) -> Position:
        """Latitude and longitude in degrees."""
        return (self.lat, self.lon)

    def __str__(self) -> str:
        people = f", {self.population:,} people" if self.population else ""
        return f"{self.name} ({self.country}{people})"


class Found(NamedTuple):
    """What a name stands for: countries by code, cities with the largest first."""

    countries: tuple[str, ...] = ()
    cities: tuple[City, ...] = ()


class Gazetteer:
    """Cities and countries by their folded names."""

    def __init__(self, data: "bytes | mmap.mmap") -> None:
        self._data = data
        end = data.find(b"\n") + 1
        self._first = end
        self._names = end + int(data[: end - 1])

    def find(self, folded: str) -> Found:
        """Return the countries and cities of a name."""
        start, key = self._at(folded), folded.encode() + b"\t"
        line = self._line(start)
        return self._found(line) if line.startswith(key) else Found()

    def starting(self, folded: str) -> Iterator[City]:
        """Yield the cities with a name that begins so, at most a few names on."""
        start, key = self._at(folded), folded.encode()
        for _ in range(MOST_STARTS):
            line = self._line(start)
            if not line.startswith(key):
                return
            yield from self._found(line).cities
            start += len(line) + 1

    def near(self, folded: str) -> list[City]:
        """Return the cities with a name one letter away, or that goes on, the largest first."""
        found = {city for name in _one_away(folded) for city in self.find(name).cities}
        if len(folded) >= SHORTEST_START:
            found.update(self.starting(folded))
        return sorted(found, key=lambda city: (-city.population, city))

    def nearest(self, here: Position) -> City:
        """Return the city nearest to a position, by a flat map good enough to tell the country."""
        lat, lon = here
        least, best = float("inf"), b""
        for line in self._data[self._first : self._names].splitlines():
            _, _, *place = line.split(b"\t")
            if place:
                north, east = float(place[0]) - lat, (float(place[1]) - lon + 180) % 360 - 180
                apart = north * north + east * east * max(0.0, 1 - (lat / 90) ** 2)
                if apart < least:
                    least, best = apart, line
        return _city(best)

    def _found(self, line: bytes) -> Found:
        rows = [self._row(int(place, 16)) for place in line.partition(b"\t")[2].split(b",")]
        countries = tuple(row.split(b"\t")[1].decode() for row in rows if row.count(b"\t") == 1)
        return Found(countries, tuple(_city(row) for row in rows if row.count(b"\t") > 1))

    def _row(self, offset: int) -> bytes:
        return self._line(self._first + offset)

    def _line(self, start: int) -> bytes:
        end = self._data.find(b"\n", start)
        return self._data[start : end if end >= 0 else start]

    def _at(self, folded: str) -> int:
        """Return where the first line stands that is not before a name."""
        key = folded.encode() + b"\t"
        low, high = self._names, len(self._data)
        while low < high:
            middle = (low + high) // 2
            start = self._data.rfind(b"\n", low, middle) + 1 or low
            line = self._line(start)
            if line < key:
                low = start + len(line) + 1
            else:
                high = start
        return low


def _city(row: bytes) -> City:
    name, country, lat, lon, population = row.decode().split("\t")
    return City(name, country, float(lat), float(lon), int(population))


def _one_away(folded: str) -> Iterator[str]:
    """Yield the names with one letter left out, exchanged, replaced or put in."""
    alphabet = next((letters for letters in _ALPHABETS if set(folded) <= set(letters)), "")
    for place in range(len(folded) + 1):
        before, after = folded[:place], folded[place:]
        if after:
            yield before + after[1:]
        if len(after) > 1:
            yield before + after[1] + after[0] + after[2:]
        for letter in alphabet:
            yield before + letter + after
            if after:
                yield before + letter + after[1:]


@cache
def gazetteer() -> Gazetteer:
    """Return the gazetteer that comes with the library."""
    with gazetteer_path().open("rb") as file:
        return Gazetteer(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
