"""What a total rests on, and what a route touches."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, pairwise
from typing import TypeVar

from corridor import text as _text
from corridor.frozen import Frozen, dataclass
from corridor.network.estimates import Estimate, Source
from corridor.network.fields import BASES, Basis
from corridor.network.journeys import Journey
from corridor.printing.shown import Brief
from corridor.routes.steps import Element, RouteLeg

Item = TypeVar("Item")
SOURCES_SHOWN = 6


@dataclass(frozen=True, slots=True)
class Grounds(Brief):
    """What a total rests on.

    Attributes
    ----------
    seconds
        For each basis, the part of the typical transit time [s] that stands on it.
    weakest
        The longest part that is neither reported nor calibrated: what it is, and its time [s].
    claims
        The reported journeys from which calibrated parts were inferred.
    sources
        All sources, those that carry the most time first.
    """

    seconds: Mapping[Basis, int]
    weakest: tuple[str, int] | None
    claims: tuple[Journey, ...]
    sources: tuple[Source, ...]

    @property
    def total(self) -> int:
        """The typical transit time [s]."""
        return sum(self.seconds.values())

    @property
    def years(self) -> tuple[str, str] | None:
        """The first and last year of its sources."""
        dated = sorted(source.date[:4] for source in self.sources if source.date)
        return (dated[0], dated[-1]) if dated else None

    def share(self, basis: Basis) -> float:
        """Return the share of the typical transit time that stands on a basis."""
        return self.seconds.get(basis, 0) / self.total


@dataclass(frozen=True, slots=True)
class Touches(Brief):
    """What a route touches, in order, each with the ids of the legs that touch it.

    Attributes
    ----------
    countries, borders, operators
        Pairs of the country (the two countries of the border, the operator) and its legs.
    """

    countries: tuple[tuple[str, tuple[str, ...]], ...]
    borders: tuple[tuple[tuple[str, str], tuple[str, ...]], ...]
    operators: tuple[tuple[str, tuple[str, ...]], ...]


def in_one_line(found: Grounds) -> str:
    """Return what the typical time rests on, and its weakest figure."""
    weakest = f"; weakest figure: {found.weakest[0]}" if found.weakest else ""
    return _text.shares_of(found.seconds) + weakest


def evidence_words(found: Grounds) -> Iterator[tuple[str, str]]:
    """Yield what the typical time rests on, with the sources that carry most of it."""
    journeys = len(found.claims)
    claims = f" ({journeys} reported journey{'s' if journeys != 1 else ''})" if journeys else ""
    weakest = f"; weakest figure: {found.weakest[0]}" if found.weakest else ""
    yield "evidence", _text.shares_of(found.seconds) + claims + weakest
    for number, source in enumerate(found.sources[:SOURCES_SHOWN]):
        yield "" if number else "sources", f"{source} [{source.id}]"
    more = len(found.sources) - SOURCES_SHOWN
    if more > 0:
        yield "", f"and {more} more: .grounds.sources, or --json"


def grounds_of(
    elements: Iterable[tuple[Element, Estimate]],
    journeys: Iterable[Journey],
    sources: Iterable[Source],
) -> Grounds:
    """Return what the typical times of elements rest on."""
    known_journeys = {item.id: item for item in journeys}
    known_sources = {item.id: item for item in sources}
    seconds: Counter[Basis] = Counter()
    carried: Counter[str] = Counter()
    claims: Counter[str] = Counter()
    weak: list[tuple[int, str]] = []
    for element, estimate in elements:
        time = int(estimate.typical)
        seconds[estimate.basis] += time
        claims.update(dict.fromkeys(estimate.claims, time))
        cited = [known_journeys[claim].sources for claim in estimate.claims]
        carried.update(dict.fromkeys((*estimate.sources, *chain(*cited)), time))
        if estimate.basis in {"estimated", "assumed"} and time:
            weak.append((-time, element.label))
    weakest = min(weak, default=None)
    return Grounds(
        Frozen({basis: seconds[basis] for basis in BASES if seconds[basis]}),
        (weakest[1], -weakest[0]) if weakest else None,
        tuple(known_journeys[claim] for claim in _ranked(claims)),
        tuple(known_sources[source] for source in _ranked(carried)),
    )


def touches_of(legs: Sequence[RouteLeg]) -> Touches:
    """Return what legs touch, each thing with the legs that touch it."""
    countries: dict[str, list[str]] = {}
    borders: dict[tuple[str, str], list[str]] = {}
    operators: dict[str, list[str]] = {}
    for leg in legs:
        for country in dict.fromkeys(leg.countries):
            countries.setdefault(country, []).append(leg.id)
        for border in dict.fromkeys(map(_alphabetic, pairwise(leg.countries))):
            borders.setdefault(border, []).append(leg.id)
        for operator in leg.operators:
            operators.setdefault(operator, []).append(leg.id)
    return Touches(_frozen(countries), _frozen(borders), _frozen(operators))


def borders_of(legs: Sequence[RouteLeg]) -> tuple[tuple[str, str], ...]:
    """Return the borders that legs cross, as pairs of countries in order."""
    crossed = [legs[0].countries[0]]
    for country in (country for leg in legs for country in leg.countries):
        if country != crossed[-1]:
            crossed.append(country)
    return tuple(pairwise(crossed))


def gauge_breaks_of(legs: Sequence[RouteLeg]) -> tuple[str, ...]:
    """Return the nodes where the gauge changes, and the legs within which it does, in order."""
    found: list[str] = []
    gauge = None
    for leg in legs:
        if gauge and leg.leg.gauge and leg.leg.gauge != gauge:
            found.append(leg.origin.id)
        if leg.leg.contains_gauge_break:
            found.append(leg.id)
        gauge = leg.leg.gauge
    return tuple(found)


def _alphabetic(pair: tuple[str, str]) -> tuple[str, str]:
    return min(pair), max(pair)


def _frozen(found: dict[Item, list[str]]) -> tuple[tuple[Item, tuple[str, ...]], ...]:
    return tuple((item, tuple(legs)) for item, legs in found.items())


def _ranked(counted: Counter[str]) -> list[str]:
    return sorted(counted, key=lambda name: (-counted[name], name))
