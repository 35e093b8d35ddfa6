"""Names: how a word that a user types finds one node, place or region.

Lookup order: an id exactly as written; then, folded (case, accents and punctuation apart): place,
node id, UN/LOCODE, name, alias, region. Two hits of one rank are an error when the file is read.
"""

import functools
import math
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, TypeVar

from corridor.countries import boxes, name_of
from corridor.errors import AmbiguousPlaceError, PlaceError, UnknownPlaceError, all_at_once
from corridor.frozen import dataclass
from corridor.network.estimates import Levels
from corridor.network.model import NetworkFile, Node, Place, Region
from corridor.patterns import pattern
from corridor.units import Distance

#: What stands for a place in a query.
Named = str | Node | Place | Region
#: What may be asked for: also a position (latitude, longitude), or several of which any counts.
Point = Named | Sequence[float] | Sequence[str]
Asked = TypeVar("Asked")
RANKS = ("place", "id", "UN/LOCODE", "name", "alias", "region")
SECTIONS = ("nodes", "places", "regions")
LONGEST_QUERY = 64
#: As long as a text of the file may be.
LONGEST_NAME = 4_000
EARTH_KM = 6371.0088
#: By road over the great circle: an estimate from general knowledge.
ROAD_DETOUR = 1.3
#: Letters that show nothing: Hangul fillers, and a blank of Braille.
FILLERS = "\u115f\u1160\u3164\uffa0\u2800"
#: Letters of Cyrillic and Greek -> the Latin ones that look the same.
LOOKALIKES = str.maketrans(
    "\u0430\u0441\u0435\u043e\u0440\u0445\u0443\u0456\u0458\u0455\u04bb\u0501\u051b\u051d"
    "\u0410\u0412\u0421\u0415\u041d\u0406\u0408\u041a\u041c\u041e\u0420\u0405\u0422\u0423\u0425"
    "\u03bf\u03bd\u0391\u0392\u0395\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7\u0396",
    "aceopxyijshdqwABCEHIJKMOPSTYXovABEHIKMNOPTYXZ",
)

#: UN/LOCODE: a country, then three letters or digits from 2.
_LOCODE = pattern(r"\s*([A-Z]{2})[ -]?[A-Z2-9]{3}\s*")
_SPACED_LOCODE = pattern(r"\s*([A-Za-z]{2})[ -][A-Za-z2-9]{3}\s*")
_POSITION = pattern(r"\s*(-?\d{1,2}(?:\.\d+)?)\s*,\s*(-?\d{1,3}(?:\.\d+)?)\s*")


class Mile(NamedTuple):
    """The road leg between a place that was asked for and a terminal near it.

    Attributes
    ----------
    node
        Id of the terminal.
    terminal
        The terminal as answers call it.
    place
        The place as answers call it.
    country, position
        The country of the place; its latitude and longitude.
    distance
        By road, estimated.
    time
        At the three levels, estimated.
    rule
        How both were estimated, in words.
    """

    node: str
    terminal: str
    place: str
    distance: Distance
    time: Levels
    rule: str
    country: str
    position: tuple[float, float]


class Ref(NamedTuple):
    """Point at an object of the file: section and id."""

    section: str
    id: str


class Naming(NamedTuple):
    """One name of an object, its rank, and where in the file it is written."""

    rank: int
    text: str
    ref: Ref
    path: tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Endpoint:
    """What a name in a query stands for.

    Attributes
    ----------
    name
        How answers call it.
    stops
        (node id, mode by which it must be left or reached, None for any).
    countries
        Of a region, those of its gateways.
    home, holds
        The countries of its nodes; those whose other nodes lie in it too: of a region that is
        called as a country, or has an inland terminal.
    miles
        Of a place that is no terminal itself: the road leg to each terminal near it.
    remarks
        What an answer must say of how the name was understood.
    """

    name: str
    ref: Ref
    stops: tuple[tuple[str, str | None], ...]
    countries: frozenset[str] = frozenset()
    home: frozenset[str] = frozenset()
    holds: frozenset[str] = frozenset()
    miles: tuple[Mile, ...] = ()
    remarks: tuple[str, ...] = ()

    def mile(self, node: str) -> Mile | None:
        """Return the road leg to one of its terminals, or none where it is the place itself."""
        return next((mile for mile in self.miles if mile.node == node), None)

    @property
    def nodes(self) -> frozenset[str]:
        """The ids of its nodes."""
        return _nodes_at(self.stops)


@functools.lru_cache(maxsize=4_096)
def _nodes_at(stops: tuple[tuple[str, str | None], ...]) -> frozenset[str]:
    return frozenset(node for node, _ in stops)


def fold(text: str) -> str:
    """Return a name without case, accents, spaces, punctuation and what is invisible.

    >>> fold("Xi’an"), fold("İSTANBUL"), fold("Türkiye")
    ('xian', 'istanbul', 'turkiye')
    """
    if text.isascii():
        plain = text.lower()
        return plain if plain.isalnum() else "".join(filter(str.isalnum, plain))
    decomposed = unicodedata.normalize("NFKD", text.casefold()).casefold()
    return "".join(
        character
        for character in decomposed.replace("ı", "i").replace("ł", "l").replace("ß", "ss")
        if character.isalnum() and character not in FILLERS
    )


def namings(file: NetworkFile) -> Iterator[Naming]:
    """Yield every name of every node, place and region."""
    for place in file.places.values():
        ref, path = Ref("places", place.id), ("places", place.id)
        yield Naming(0, place.name, ref, (*path, "name"))
        yield Naming(0, place.id, ref, path)
        if place.unlocode:
            yield Naming(2, place.unlocode, ref, (*path, "unlocode"))
        for number, alias in enumerate(place.aliases):
            yield Naming(0, alias, ref, (*path, "aliases", number))
    for node in file.nodes.values():
        ref, path = Ref("nodes", node.id), ("nodes", node.id)
        yield Naming(1, node.id, ref, path)
        if node.unlocode:
            yield Naming(2, node.unlocode, ref, (*path, "unlocode"))
        yield Naming(3, node.name, ref, (*path, "name"))
        yield Naming(3, node.short, ref, (*path, "label" if node.label else "name"))
        for number, alias in enumerate(node.aliases):
            yield Naming(4, alias, ref, (*path, "aliases", number))
    for region in file.regions.values():
        ref, path = Ref("regions", region.id), ("regions", region.id)
        yield Naming(5, region.name, ref, (*path, "name"))
        yield Naming(5, region.id, ref, path)
        for number, alias in enumerate(region.aliases):
            yield Naming(5, alias, ref, (*path, "aliases", number))


class Directory:
    """Look names up; built once for a file."""

    def __init__(self, file: NetworkFile) -> None:
        self._file = file
        self._ranks: list[dict[str, Ref]] = [{} for _ in RANKS]
        self._shown: dict[str, Ref] = {}
        self._alike: dict[str, list[str]] = {}
        for naming in namings(file):
            folded = fold(naming.text)
            first = self._ranks[naming.rank].setdefault(folded, naming.ref)
            if first.id != naming.ref.id and naming.text == naming.ref.id:
                self._alike.setdefault(folded, [first.id]).append(naming.text)
            self._shown.setdefault(naming.text, naming.ref)

    def find(self, text: str) -> Ref:
        """Return what a name stands for."""
        for section in SECTIONS:
            if text in getattr(self._file, section):
                return Ref(section, text)
        folded = fold(text[:LONGEST_NAME])
        for rank in self._ranks:
            if folded in rank:
                if rank[folded].id in self._alike.get(folded, ()):
                    raise AmbiguousPlaceError(text, self._alike[folded])
                return rank[folded]
        folded = folded[:LONGEST_QUERY]
        country = locode_country(text)
        parts = {
            ref: name
            for name, ref in reversed(self._shown.items())
            if len(folded) > 2 and folded in fold(name) and self._may_be_in(ref, country)
        }
        if len(parts) > 1:
            raise AmbiguousPlaceError(text, sorted(parts.values())[:8])
        suggestions = self._suggest(folded, parts, country)
        raise UnknownPlaceError(text, suggestions, self._nearest(text))

    def endpoints(self, **given: Iterable[Named]) -> dict[str, tuple[Endpoint, ...]]:
        """Return what the names of each list stand for, as `resolved` does."""
        return resolved(self.endpoint, **given)

    def endpoint(self, named: Named) -> Endpoint:
        """Return what a name, or the node, place or region itself, stands for in a query.

        Raises
        ------
        UnknownPlaceError, AmbiguousPlaceError
            As `find` does; also for what is no name, and for an object of another network.
        """
        if isinstance(named, Node | Place | Region):
            ref = self._ref(named)
        elif isinstance(named, str):
            ref = self.find(named)
        else:
            raise UnknownPlaceError(named, ())
        nodes = self._file.nodes
        if ref.section == "nodes":
            node = nodes[ref.id]
            return Endpoint(node.short, ref, ((ref.id, None),), home=frozenset((node.country,)))
        if ref.section == "places":
            place = self._file.places[ref.id]
            home = frozenset(nodes[node].country for node in place.nodes)
            return Endpoint(place.name, ref, tuple((node, None) for node in place.nodes), home=home)
        region = self._file.regions[ref.id]
        stops = tuple((gateway.node, gateway.mode) for gateway in region.gateways)
        countries = frozenset(nodes[node].country for node, _ in stops)
        called = {fold(text) for text in (region.id, region.name, *region.aliases)}
        is_country = any(fold(name_of(country)) in called for country in countries)
        holds = countries if is_country or region.inland else frozenset()
        return Endpoint(region.name, ref, stops, countries, countries, holds)

    def _ref(self, held: Node | Place | Region) -> Ref:
        section = {Node: "nodes", Place: "places", Region: "regions"}[type(held)]
        if held.id not in getattr(self._file, section):
            raise UnknownPlaceError(held.id, ())
        return Ref(section, held.id)

    def search(self, text: str) -> list[tuple[Ref, list[str]]]:
        """Return all objects with a name that contains the text, with their names."""
        folded = fold(text)
        names: dict[Ref, list[str]] = {}
        for name, ref in self._shown.items():
            names.setdefault(ref, []).append(name)
        return [
            (ref, own) for ref, own in names.items() if any(folded in fold(name) for name in own)
        ]

    def _may_be_in(self, ref: Ref, country: str | None) -> bool:
        """Return whether an object lies, at least in part, in a country, if one is meant."""
        if country is None:
            return True
        if ref.section == "nodes":
            nodes: Iterable[str] = (ref.id,)
        elif ref.section == "places":
            nodes = self._file.places[ref.id].nodes
        else:
            nodes = (gateway.node for gateway in self._file.regions[ref.id].gateways)
        return any(self._file.nodes[node].country == country for node in nodes)

    def _suggest(self, folded: str, parts: Mapping[Ref, str], country: str | None) -> list[str]:
        known = {
            fold(name): name
            for name, ref in reversed(self._shown.items())
            if self._may_be_in(ref, country)
        }
        import difflib  # for what is misspelt alone

        close = difflib.get_close_matches(folded, known, n=6, cutoff=0.75)
        best: dict[Ref, str] = dict(parts)
        for match in close:
            best.setdefault(self._shown[known[match]], known[match])
        return [self._introduce(ref, name) for ref, name in list(best.items())[:3]]

    def _introduce(self, ref: Ref, name: str) -> str:
        if ref.section == "nodes":
            node = self._file.nodes[ref.id]
            return f"{node.short} ({ref.id}, {node.country})"
        return f"{name} ({ref.section[:-1]})"

    def _nearest(self, text: str) -> list[tuple[str, int]]:
        match = _POSITION.fullmatch(text[:LONGEST_QUERY])
        if not match:
            return []
        here = (float(match[1]), float(match[2]))
        ranked = sorted((round(great_circle(here, at(node))), node.id) for node in self._nodes())
        return [(self._file.nodes[node].short, distance) for distance, node in ranked[:3]]

    def _nodes(self) -> Iterator[Node]:
        return iter(self._file.nodes.values())


def resolved(
    find: Callable[[Asked], Endpoint], /, **given: Iterable[Asked]
) -> dict[str, tuple[Endpoint, ...]]:
    """Return what the names of each list stand for; what stands for none is told all at once.

    Raises
    ------
    PlaceError
        Of several problems one that tells all, each with its list and its position there.
    """
    found: dict[str, tuple[Endpoint, ...]] = {}
    faults: list[tuple[str, PlaceError]] = []
    wrong: list[object] = []
    for name, listed in given.items():
        held = []
        for number, item in enumerate(listed, 1):
            try:
                held.append(find(item))
            except PlaceError as fault:
                faults.append((f"{name} {number}: ", fault))
                wrong.append(item)
        found[name] = tuple(held)
    if len(given) == len(wrong) == 1 and isinstance(wrong[0], str):
        raise faults[0][1]
    if faults:
        raise all_at_once(faults)
    return found


def locode_country(text: str) -> str | None:
    """Return the country of a text that has the form of a UN/LOCODE, or nothing.

    >>> locode_country("TRIST"), locode_country("tr ist"), locode_country("Trieste")
    ('TR', 'TR', None)
    """
    match = _LOCODE.fullmatch(text) or _SPACED_LOCODE.fullmatch(text)
    country = match[1].upper() if match else None
    return country if country in boxes() else None


def at(node: Node) -> tuple[float, float]:
    """Return a node's latitude and longitude in degrees."""
    return (node.location.lat, node.location.lon)


def great_circle(here: tuple[float, float], there: tuple[float, float]) -> float:
    """Return the great-circle distance [km] of two (latitude, longitude) pairs in degrees.

    Source: haversine formula on the mean Earth radius of 6371.0088 km (IUGG).

    >>> round(great_circle((43.60, 51.22), (39.98, 49.44)))
    429
    """
    (lat1, lon1), (lat2, lon2) = here, there
    phi1, phi2 = math.radians(lat1), math.radians(lat2)
    half = (
        math.sin((phi2 - phi1) / 2) ** 2
        + math.cos(phi1) * math.cos(phi2) * math.sin(math.radians(lon2 - lon1) / 2) ** 2
    )
    return 2 * EARTH_KM * math.asin(math.sqrt(min(1.0, half)))
