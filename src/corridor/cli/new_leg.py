"""The command `add-leg`: a leg for a network file, with what the file says of legs like it."""

import re
import statistics
import sys
from argparse import Namespace
from collections import Counter
from pathlib import Path
from typing import NamedTuple

from corridor.cli.commands import UsageError
from corridor.cli.terminal import ANSWER, NO, say, say_json
from corridor.errors import NetworkError, QuantityError, quote, render
from corridor.files import bundled_path, write_atomically
from corridor.network.estimates import Norm
from corridor.network.fields import LEVELS
from corridor.network.model import Leg, Node
from corridor.network.modes import MODES, VESSELS, WITH_GAUGE
from corridor.network.names import at, great_circle
from corridor.network.network import Network
from corridor.reading.load import load_network
from corridor.units import DAY, HOUR

BORDER_NORM = "border"


class Wanted(NamedTuple):
    """What is asked for: two nodes, a mode, and what is known already."""

    origin: Node
    destination: Node
    mode: str
    gauge: int | None
    km: float | None
    basis: str

    @property
    def id(self) -> str:
        """The id of the leg: origin, destination and mode."""
        return f"{self.origin.id}--{self.destination.id}--{self.mode}"


class Proposal(NamedTuple):
    """A leg as the text of a file, after which leg it stands, and what is to be done besides."""

    id: str
    text: str
    after: str
    line: int
    advice: tuple[str, ...]


def propose(net: Network, wanted: Wanted, page: str) -> Proposal:
    """Return a leg with the distance, norm and times that legs like it have in the file."""
    norm = _norm(net, wanted)
    alike = [leg for leg in net.legs.values() if leg.transit_time.norm == norm.id]
    km, distance = _distance(net, wanted, norm, alike)
    lines = [
        f"  {wanted.id}:",
        f"    origin: {wanted.origin.id}",
        f"    destination: {wanted.destination.id}",
        f"    mode: {wanted.mode}",
        *([f"    gauge: {wanted.gauge} mm"] if wanted.gauge else []),
        f"    distance: {distance}",
        f"    transit_time: {_times(norm, km)}",
    ]
    if wanted.mode in VESSELS:
        lines.append(f"    headway: {_headway(norm, alike)}")
    after = _neighbour(net, wanted)
    return Proposal(wanted.id, "\n".join(lines) + "\n", after, _end_of(page, after), ())


def _norm(net: Network, wanted: Wanted) -> Norm:
    """Return the norm that most legs of the mode have: between these countries, else at one."""
    ends = {wanted.origin.country, wanted.destination.country}
    counts = [Counter[str](), Counter[str](), Counter[str]()]
    for leg in net.legs.values():
        norm = leg.transit_time.norm
        if leg.mode != wanted.mode or norm is None or not net.norms[norm].speed:
            continue
        own = {net.nodes[leg.origin].country, net.nodes[leg.destination].country}
        counts[0 if own == ends else 1 if own & ends else 2][norm] += 1
    for count in counts:
        if count:
            return net.norms[min(count, key=lambda norm: (-count[norm], norm))]
    raise UsageError(f"no leg by {wanted.mode} has a norm; write the times by hand")


def _distance(net: Network, wanted: Wanted, norm: Norm, alike: list[Leg]) -> tuple[float, str]:
    """Return the kilometres and the text of the field."""
    if wanted.km is not None:
        return wanted.km, f'{{value: {wanted.km:g} km, basis: assumed, rule: "{wanted.basis}"}}'
    direct = great_circle(at(wanted.origin), at(wanted.destination))
    ratios = []
    for leg in alike:
        own = great_circle(at(net.nodes[leg.origin]), at(net.nodes[leg.destination]))
        if own:
            ratios.append(leg.distance.value / 1000 / own)
    detour = round(statistics.median(ratios), 2)
    km = float(round(direct * detour))
    rule = f"great circle {direct:.0f} km x detour {detour:g}, the median of {norm.id}"
    return km, f'{{value: {km:g} km, basis: estimated, rule: "{rule}"}}'


def _times(norm: Norm, km: float) -> str:
    low = km * 1000 / (norm.speed or 1)
    typical = low * (norm.typical_over_low or 1)
    times = (low, typical, typical * (norm.high_over_typical or 1))
    told = ", ".join(f"{level}: {time:.1f} h" for level, time in zip(LEVELS, times, strict=True))
    return f"{{{told}, basis: estimated, norm: {norm.id}}}"


def _headway(norm: Norm, alike: list[Leg]) -> str:
    known = [leg.headway.value for leg in alike if leg.headway]
    if not known:
        raise UsageError(f"no leg by {norm.id} has a headway; write the leg by hand")
    days = round(statistics.median(known) / DAY, 1)
    rule = f"median of {len(known)} legs by {norm.id}"
    return f'{{value: {days:g} days, basis: estimated, rule: "{rule}"}}'


def _neighbour(net: Network, wanted: Wanted) -> str:
    """Return the leg after which the new one stands: the last at its origin, else at its end."""
    legs = list(net.legs.values())
    for node in (wanted.origin.id, wanted.destination.id):
        touching = (leg for leg in legs if node in {leg.origin, leg.destination})
        found = [leg.id for leg in touching if leg.mode == wanted.mode]
        if found:
            return found[-1]
    return [leg.id for leg in legs if leg.mode == wanted.mode][-1]


def _end_of(page: str, leg: str) -> int:
    """Return after how many lines of a file a leg ends; where it is not there, all its legs."""
    lines = page.splitlines()
    starts = [number for number, line in enumerate(lines) if line.rstrip() == "legs:"]
    if not starts:
        return len(lines)
    own = [n for n, line in enumerate(lines) if n > starts[0] and line.startswith(f"  {leg}:")]
    start, indent = (own[0], "   ") if own else (starts[0], " ")
    end = start + 1
    while end < len(lines) and lines[end].startswith(indent):
        end += 1
    return end


def with_leg(page: str, proposal: Proposal) -> str:
    """Return the text of a file with the leg in its place."""
    lines = page.splitlines(keepends=True)
    if not any(line.rstrip() == "legs:" for line in lines):
        return page.rstrip("\n") + "\n\nlegs:\n" + proposal.text
    head, tail = lines[: proposal.line], lines[proposal.line :]
    if head and not head[-1].endswith("\n"):
        head[-1] += "\n"
    return "".join([*head, proposal.text, *tail])


def _border_advice(net: Network, wanted: Wanted, notices: list[str]) -> tuple[str, ...]:
    """Return the stop to add where the leg crosses a border and nothing takes time for it."""
    if "border_without_stop" not in notices:
        return ()
    side = f"{wanted.mode} {wanted.gauge}" if wanted.gauge else wanted.mode
    norm = net.norms.get(BORDER_NORM)
    times = (
        ", ".join(f"{level}: {getattr(norm.time, level) / HOUR:.1f} h" for level in LEVELS)
        if norm and norm.time
        else "low: ..., typical: ..., high: ..."
    )
    ground = f", basis: estimated, norm: {BORDER_NORM}" if norm and norm.time else ""
    border = f"{wanted.origin.country}-{wanted.destination.country}"
    return (
        f"nothing takes time for the border {border}; add under dwell of the border station:",
        f"      - {{inbound: {side}, outbound: {side}, kind: border, time: {{{times}{ground}}}}}",
    )


def _asked(options: Namespace, name: str, question: str) -> str:
    """Return an argument, or what is typed where it was not given and someone is there to ask."""
    given = getattr(options, name)
    if given:
        return str(given)
    if not sys.stdin or not sys.stdin.isatty():
        raise UsageError(f"{name} is missing\n  hint: corridor add-leg Basel Munich --mode rail")
    return input(f"{question}: ").strip()


def _node(net: Network, text: str) -> Node:
    if text in net.nodes:
        return net.nodes[text]
    found = net.directory.endpoint(text).nodes
    if len(found) > 1:
        raise UsageError(f"{quote(text)} has several nodes; give one of {', '.join(sorted(found))}")
    return net.nodes[min(found)]


def _gauge(net: Network, options: Namespace, mode: str, ends: tuple[Node, Node]) -> int | None:
    """Return the gauge that is given, else the one that the railways at both ends share."""
    if mode not in WITH_GAUGE:
        return None
    if options.gauge:
        return int(options.gauge)
    shared: set[int] | None = None
    for node in ends:
        own = {
            leg.gauge
            for leg in net.legs.values()
            if leg.gauge and node.id in {leg.origin, leg.destination}
        }
        shared = own if shared is None else shared & own
    if shared and len(shared) == 1:
        return shared.pop()
    raise UsageError(
        f"the gauge is not plain from the legs at {ends[0].short} and {ends[1].short}; "
        "add --gauge 1435 or --gauge 1520"
    )


def _wanted(net: Network, options: Namespace) -> Wanted:
    ends = (
        _node(net, _asked(options, "origin", "from which node")),
        _node(net, _asked(options, "destination", "to which node")),
    )
    mode = _asked(options, "mode", f"by which mode ({', '.join(MODES)})")
    if mode not in MODES:
        raise UsageError(f"{quote(mode)} is no mode; it must be one of {', '.join(MODES)}")
    if options.km is not None and not 0 < options.km < 40_000:
        raise QuantityError(f"--km is {options.km:g}; give the length of the leg")
    basis = f"length stated when the leg was added: {options.km:g} km" if options.km else ""
    wanted = Wanted(*ends, mode, _gauge(net, options, mode, ends), options.km, basis)
    if wanted.id in net.legs:
        raise UsageError(f"{wanted.id} is in the network already")
    return wanted


def add_leg(options: Namespace) -> int:
    """Print a leg and its place, or write it there; what the checks say of it comes after."""
    given = options.network or [bundled_path()]
    if len(given) > 1:
        raise UsageError("add-leg takes one file, since it writes into it")
    path = Path(given[0])
    page = path.read_text(encoding="utf-8")
    net = load_network(page.encode())
    wanted = _wanted(net, options)
    proposal = propose(net, wanted, page)
    changed = with_leg(page, proposal)
    try:
        notices = [
            item for item in load_network(changed.encode()).notices if proposal.id in item.path
        ]
    except NetworkError as error:
        say(proposal.text + "\n" + render(error.notices).replace("<bytes>:", f"{path}:"))
        return NO
    codes = [item.code for item in notices]
    proposal = proposal._replace(advice=_border_advice(net, wanted, codes))
    if options.write:
        write_atomically(path, changed, overwrite=True)
    if options.json:
        told = {
            "leg": proposal.id,
            "text": proposal.text,
            "file": str(path),
            "after": proposal.after,
        }
        say_json(
            told | {"line": proposal.line + 1, "advice": list(proposal.advice), "notices": codes}
        )
        return ANSWER
    place = f"{path}, line {proposal.line + 1}, after {proposal.after}"
    done = "written to" if options.write else "put it into"
    rest = [re.sub(r"^<bytes>", str(path), str(item)) for item in notices]
    say("\n".join([proposal.text, f"{done} {place}", *proposal.advice, *rest]))
    return ANSWER


RUNS = {"add-leg": add_leg}
