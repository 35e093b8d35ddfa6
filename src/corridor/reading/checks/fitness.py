"""Checks of whether what is named fits where it is named: modes, gauges, kinds, countries, ids."""

import re
from collections import defaultdict
from collections.abc import Iterator
from difflib import get_close_matches
from itertools import combinations

from corridor import countries
from corridor.errors import Finding, Severity, Wording, quote
from corridor.network.carbon.factors import EmissionFactor
from corridor.network.journeys import Journey, Run
from corridor.network.model import Dwell, Node, Place, Region
from corridor.network.modes import MODES, VESSELS, WITH_GAUGE
from corridor.network.names import at, fold, great_circle
from corridor.network.rates import ANY_BOX, BOXES, Tariff
from corridor.network.texts.field_texts import ANY
from corridor.reading.checks.facts import Facts, Path, check

#: km, an estimate: the terminals of one city lie closer together.
WIDEST_PLACE = 150
LOCODE = re.compile(r"[A-Z]{2}[A-Z2-9]{3}")
PER_STOP = {"kg/container", "kg/t"}
Carried = dict[str, set[tuple[str, int | None]]]


def _carried(facts: Facts) -> Carried:
    """Return which modes, and which gauges, each node has legs of."""
    found: Carried = defaultdict(lambda: {(ANY, None)})
    for leg in facts.file.legs.values():
        for end in (leg.origin, leg.destination):
            found[end] |= {(leg.mode, leg.gauge), (leg.mode, None)}
    return found


@check(Severity.WARNING, whole=True, written=True)
def gateway_without_mode(facts: Facts) -> Iterator[Finding]:
    """A region is left or reached at a node by a mode of which the node has no leg."""
    regions = list(facts.of(Region))
    carried = _carried(facts) if regions else {}
    for path, region in regions:
        for number, gateway in enumerate(region.gateways):
            if (gateway.mode, None) not in carried[gateway.node]:
                modes = sorted({mode for mode, _ in carried[gateway.node]} - {ANY})
                wording = Wording(
                    f"{gateway.node} by {gateway.mode}, where no {gateway.mode} leg begins or ends",
                    f"a mode of its legs: {', '.join(modes) or 'it has none'}",
                    f"write mode: {modes[0]}" if modes else "name another node",
                )
                where = (*path, "gateways", number, "mode")
                yield Finding("gateway_without_mode", where, wording)


@check(Severity.WARNING, written=True)
def outside_region(facts: Facts) -> Iterator[Finding]:
    """The inland place of a region, or a gateway of one country, lies in another country."""
    known = {fold(countries.name_of(code)): code for code in countries.boxes()}
    nodes = facts.file.nodes
    for path, region in facts.of(Region):
        ends = [nodes[item.node].country for item in region.gateways if item.node in nodes]
        own = {known[name] for name in map(fold, (region.name, *region.aliases)) if name in known}
        named: list[tuple[Path, str]] = [
            ((*path, "gateways", number, "node"), item.node)
            for number, item in enumerate(region.gateways)
            if own
        ]
        if region.inland:
            named.append(((*path, "inland"), region.inland))
        for where, node in named:
            inside = own or set(ends)
            if node in nodes and nodes[node].country not in inside:
                wording = Wording(
                    f"{node}, which lies in {nodes[node].country}",
                    f"a node in {', '.join(sorted(inside))}",
                    "name a node of the region, or correct the node's country",
                )
                related = (("nodes", node, "country"),)
                yield Finding("outside_region", where, wording, related=related)


@check(Severity.ERROR, written=True)
def parent_ring(facts: Facts) -> Iterator[Finding]:
    """A corridor is, by way of its parents, a branch of itself."""
    corridors = facts.file.corridors
    for corridor in corridors.values():
        seen, above = [corridor.id], corridor.parent
        while above is not None and above in corridors and above not in seen:
            seen.append(above)
            above = corridors[above].parent
        if above == corridor.id == min(seen):
            wording = Wording(
                " < ".join([*seen, corridor.id]),
                "a parent that is no branch of this corridor",
                "correct the parent, or remove it",
            )
            yield Finding("parent_ring", ("corridors", corridor.id, "parent"), wording)


@check(Severity.WARNING, written=True)
def scattered_place(facts: Facts) -> Iterator[Finding]:
    """The nodes of a place, one city to a shipper, lie far apart."""
    nodes = facts.file.nodes
    for path, place in facts.of(Place):
        known = [node for node in place.nodes if node in nodes]
        far = {
            pair: great_circle(*(at(nodes[node]) for node in pair))
            for pair in combinations(known, 2)
        }
        pair = max(far, key=far.__getitem__, default=None)
        if pair and far[pair] > WIDEST_PLACE:
            wording = Wording(
                f"{pair[0]} and {pair[1]}, {far[pair]:,.0f} km apart",
                f"nodes of one city, at most {WIDEST_PLACE} km apart",
                "remove the node that is elsewhere; a country or coast is a region",
            )
            related = tuple(("nodes", node, "location") for node in pair)
            yield Finding("scattered_place", (*path, "nodes"), wording, related=related)


@check(Severity.WARNING, written=True)
def wrong_transfer_kind(facts: Facts) -> Iterator[Finding]:
    """The kind of a transfer does not agree with its two sides."""
    stops = list(facts.of(Dwell))
    at_borders = _at_borders(facts) if stops else set()
    for path, entry in stops:
        kinds = _possible_kinds(entry)
        if entry.kind not in kinds:
            sides = " to ".join(_side(*side) for side in (entry.inbound, entry.outbound))
            wording = Wording(
                f"{entry.kind} from {sides}",
                f"{' or '.join(sorted(kinds))} for such sides",
                f"write kind: {min(kinds)}, or correct a side",
            )
            related = ((*path, "inbound"), (*path, "outbound"))
            yield Finding("wrong_transfer_kind", (*path, "kind"), wording, related=related)
        elif entry.kind == "border" and path[0] == "nodes" and path[1] not in at_borders:
            yield _border_inland(facts.file.nodes[str(path[1])], path)


def _possible_kinds(entry: Dwell) -> set[str]:
    (first, gauge), (second, other) = entry.inbound, entry.outbound
    if ANY in {first, second}:
        return {"transshipment", "gauge_break", "border", "hand_over"}
    if first != second:
        return {"transshipment"}
    if first not in WITH_GAUGE:
        return {"transshipment", "border", "hand_over"}
    if gauge is None or other is None:
        return {"gauge_break", "border", "hand_over"}
    return {"border", "hand_over"} if gauge == other else {"gauge_break"}


def _side(mode: str, gauge: int | None) -> str:
    return f"{mode} {gauge}" if gauge else mode


def _at_borders(facts: Facts) -> set[str]:
    """Return the nodes with a leg to another country, or to one that the file does not have."""
    nodes = facts.file.nodes
    found: set[str] = set()
    for leg in facts.file.legs.values():
        ends = (leg.origin, leg.destination)
        countries_of = {nodes[end].country for end in ends if end in nodes}
        if len(countries_of) > 1 or leg.countries_crossed or not set(ends) <= nodes.keys():
            found.update(ends)
    return found


def _border_inland(node: Node, path: Path) -> Finding:
    """Return that a stop at a border is at a node that no leg joins to another country."""
    wording = Wording(
        f"a stop at a border at {node.id}, all of whose legs stay in {node.country}",
        "a border only where a leg comes from another country",
        "correct the kind, or the country of the node",
    )
    return Finding("wrong_transfer_kind", (*path, "kind"), wording)


@check(Severity.WARNING, whole=True, written=True)
def idle_dwell(facts: Facts) -> Iterator[Finding]:
    """A dwell entry is for a mode or gauge of which the node has no leg."""
    stops = [node for node in facts.file.nodes.values() if node.dwell]
    carried = _carried(facts) if stops else {}
    for node in stops:
        for number, entry in enumerate(node.dwell):
            for name in ("inbound", "outbound"):
                side = getattr(entry, name)
                if side not in carried[node.id]:
                    known = sorted(_side(*item) for item in carried[node.id] if item != (ANY, None))
                    wording = Wording(
                        f"{_side(*side)} at {node.id}, where no such leg begins or ends",
                        f"a mode, and gauge, of its legs: {', '.join(known)}",
                        f"correct {name}, or remove the entry",
                    )
                    path = ("nodes", node.id, "dwell", number, name)
                    yield Finding("idle_dwell", path, wording)


@check(Severity.WARNING, written=True)
def gauge_mismatch(facts: Facts) -> Iterator[Finding]:
    """A rail leg has a gauge that one of its nodes is said not to have."""
    for leg in facts.file.legs.values():
        for end in (leg.origin, leg.destination) if not leg.contains_gauge_break else ():
            node = facts.file.nodes.get(end)
            if leg.gauge and node and node.gauges and leg.gauge not in node.gauges:
                has = ", ".join(f"{gauge} mm" for gauge in node.gauges)
                wording = Wording(
                    f"{leg.gauge} mm, where {end} has {has}",
                    "one of the gauges of both nodes",
                    f"correct the gauge here, or add it to gauges of {end}",
                )
                related = (("nodes", end, "gauges"),)
                path = ("legs", leg.id, "gauge")
                yield Finding("gauge_mismatch", path, wording, related=related)
                break


@check(Severity.WARNING, written=True)
def contradicting_id(facts: Facts) -> Iterator[Finding]:
    """A leg's id names other ends, or another mode, than the leg has."""
    nodes = facts.file.nodes
    for leg in facts.file.legs.values():
        parts = leg.id.split("--")
        if len(parts) != len(("origin", "destination", "mode")) or parts[2] not in MODES:
            continue
        if leg.origin == leg.destination:
            continue
        for name, said in zip(("origin", "destination", "mode"), parts, strict=True):
            has = getattr(leg, name)
            if said != has and (name == "mode" or {said, has} <= set(nodes)):
                wording = Wording(
                    f"{name}: {has} in a leg whose id says {said}",
                    "an id of origin, destination and mode, as they are",
                    f"write {name}: {said}, or give the leg another id",
                )
                yield Finding("contradicting_id", ("legs", leg.id, name), wording)


@check(Severity.WARNING, written=True)
def wrong_locode(facts: Facts) -> Iterator[Finding]:
    """A UN/LOCODE is of another country than its node, or has not the form of one."""
    for node in facts.file.nodes.values():
        code = (node.unlocode or "").replace(" ", "")
        if code and not (LOCODE.fullmatch(code) and code.startswith(node.country)):
            wording = Wording(
                f"{quote(node.unlocode or '')} for a node in {node.country}",
                f"the two letters {node.country} and three letters or digits, as in KZAAU",
                "correct the code, or the country of the node",
            )
            related = (("nodes", node.id, "country"),)
            path = ("nodes", node.id, "unlocode")
            yield Finding("wrong_locode", path, wording, related=related)


@check(Severity.ERROR, written=True)
def same_ends(facts: Facts) -> Iterator[Finding]:
    """A report ends where it begins."""
    reports: list[tuple[Path, Journey | Run]] = [*facts.of(Journey), *facts.of(Run)]
    for path, report in reports:
        first, last = (end.node or end.region for end in (report.origin, report.destination))
        if first and first == last:
            wording = Wording(
                f"{quote(first)}, the same as origin", "two ends that differ", "correct one of them"
            )
            yield Finding("same_ends", (*path, "destination"), wording)


@check(Severity.WARNING, written=True)
def unfit_tariff(facts: Facts) -> Iterator[Finding]:
    """A tariff or factor names a mode, an end or a unit that does not fit what it is for."""
    legs = facts.file.legs
    for path, tariff in facts.of(Tariff):
        leg = legs.get(tariff.leg or "")
        if leg and tariff.modes and leg.mode not in tariff.modes:
            wording = Wording(
                f"modes: [{', '.join(tariff.modes)}] for {leg.id}, a {leg.mode} leg",
                "the mode of the leg, or none",
                "remove modes, or correct the leg",
            )
            yield Finding("unfit_tariff", (*path, "modes"), wording)
        if set(tariff.origin) & set(tariff.destination):
            both = ", ".join(sorted(set(tariff.origin) & set(tariff.destination)))
            wording = Wording(
                f"{both} under origin and destination",
                "two ends that differ",
                "remove it from one of the two",
            )
            yield Finding("unfit_tariff", (*path, "destination"), wording)
    for path, factor in facts.of(EmissionFactor):
        modes = {legs[leg].mode for leg in factor.legs if leg in legs} | set(factor.modes)
        per_stop = factor.unit in PER_STOP
        afloat = modes & VESSELS
        if bool(modes) == per_stop or bool(factor.transfers) != per_stop:
            expected = (
                "g/t-km, g/TEU-km or kWh/t-km for modes and legs, "
                "kg/container or kg/t for transfers"
            )
            wording = Wording(f"{factor.unit} for {_subject(factor)}", expected, "correct the unit")
            yield Finding("unfit_tariff", (*path, "unit"), wording)
        elif afloat and modes - afloat:
            wording = Wording(
                f"one factor for {', '.join(sorted(modes))}",
                "legs and modes by water, or by land, in one factor",
                "correct the legs, or make two factors",
            )
            yield Finding("unfit_tariff", path, wording, on_key=True)


def _subject(factor: EmissionFactor) -> str:
    names = ("modes", "legs", "transfers")
    return " and ".join(name for name in names if getattr(factor, name))


@check(Severity.WARNING, written=True)
def misspelt_operator(facts: Facts) -> Iterator[Finding]:
    """A policy avoids an operator of no leg, so that it avoids nothing."""
    known = {name for leg in facts.file.legs.values() for name in leg.operators}
    for policy in facts.file.policies.values():
        for number, name in enumerate(policy.operators):
            if name not in known:
                wording = Wording(
                    f"{quote(name)}, which operates no leg",
                    "an operator as the legs have it",
                    f"write one of {', '.join(sorted(known)[:8]) or 'those of the legs'}",
                )
                path = ("policies", policy.id, "operators", number)
                yield Finding("misspelt_operator", path, wording)


@check(Severity.ERROR, whole=True)
def undeclared_equipment(facts: Facts) -> Iterator[Finding]:
    """A tariff is for equipment that the file does not declare."""
    known = [*dict.fromkeys((*BOXES, *facts.file.equipment)), ANY_BOX]
    for path, tariff in facts.of(Tariff):
        if tariff.equipment not in known:
            close = get_close_matches(tariff.equipment, known[:-1], n=1, cutoff=0.5)
            fix = f"declare {tariff.equipment} under equipment: text, teu, cargo_mass, most_cargo"
            wording = Wording(
                quote(tariff.equipment),
                f"one of {', '.join(known)}",
                f"write {close[0]} if that is what you mean, or {fix}" if close else fix,
            )
            yield Finding("undeclared_equipment", (*path, "equipment"), wording)
