"""Names for routes and legs that would read alike: by service, else by operator, else by id."""

from collections.abc import Iterable, Sequence

from corridor.network.model import Leg
from corridor.network.network import Network
from corridor.routes.route import Route, stops_text


def route_names(routes: Sequence[Route]) -> list[str]:
    """Return where routes stop; of those that would read alike also in which legs they differ."""
    plain = [stops_text(route) for route in routes]
    groups: dict[str, list[int]] = {}
    for number, words in enumerate(plain):
        groups.setdefault(words, []).append(number)
    for words, numbers in groups.items():
        used = [[leg.leg for leg in routes[number].legs] for number in numbers]
        if len({tuple(leg.id for leg in legs) for legs in used}) == 1:
            continue
        common = frozenset.intersection(*(frozenset(leg.id for leg in legs) for legs in used))
        own = [[leg for leg in legs if leg.id not in common] for legs in used]
        for number, name in zip(numbers, _names(own), strict=True):
            plain[number] = f"{words} ({name})" if name else words
    return plain


def leg_label(net: Network, leg: Leg) -> str:
    """Return a leg as its ends and mode; with its name where another one reads the same."""
    plain = _plain(net, leg)
    alike = [other for other in net.legs.values() if _plain(net, other) == plain]
    if len(alike) == 1:
        return plain
    names = _names([[other] for other in alike])
    return f"{plain} ({names[[other.id for other in alike].index(leg.id)]})"


def _plain(net: Network, leg: Leg) -> str:
    return f"{net.nodes[leg.origin].short} > {net.nodes[leg.destination].short} {leg.mode}"


def _names(several: Sequence[Sequence[Leg]]) -> list[str]:
    """Return names of several lists of legs, by ids where others do not tell them apart."""
    names = [", ".join(dict.fromkeys(map(_name, legs))) for legs in several]
    ids = [_ids(legs) for legs in several]
    return [
        ids[number] if names.count(name) > 1 or (not name and ids[number]) else name
        for number, name in enumerate(names)
    ]


def _ids(legs: Iterable[Leg]) -> str:
    return ", ".join(leg.id for leg in legs)


def _name(leg: Leg) -> str:
    """Return the service of a leg with its operators, else these, else its id."""
    return ", ".join(([leg.service] if leg.service else []) + list(leg.operators)) or leg.id
