"""Brute force over emissions: every leg and hub of a route, from the file's own texts.

The rules, in words. A route emits at the terminal of each end, on each leg and at each stop whose
kind of transfer has a factor. A leg takes the factors that name it, else those of its mode. Where
its traction is known and factors by traction are on file, its electric share is cut into equal
parts, one for each country it touches, in the order of the file, and the rest is diesel; parts end
at whole metres, counted from the start. An electric part takes energy times the country's grid
factor (the latest year up to the day, else the earliest) where both are on file, else the grams of
electric traction; where a traction has none, the factor for any traction holds. Scopes: WTW as
stated, else WTT + TTW; of two known scopes the third follows; energy is all WTT. Each part is
rounded to the gram, halves up; WTT is the difference. Where traction is unknown but factors by
traction are on file, the range of a leg is, in equal shares for its countries, from the least to
the most of the factor itself, electric traction there, and diesel.
"""

from collections.abc import Iterator
from fractions import Fraction
from typing import Any, NamedTuple

from support import oracle

Spec = oracle.Spec
Taken = tuple[list[Spec], Fraction | None]


class Load(NamedTuple):
    """A shipment: boxes, tonnes and TEU of all."""

    boxes: int
    tonnes: Fraction
    teu: Fraction


class Grams(NamedTuple):
    """Grams in each scope, and the range of the first; none where it is not known."""

    wtw: int | None
    wtt: int | None
    ttw: int | None
    low: int | None
    high: int | None


def half_up(value: Fraction) -> int:
    """Round to the nearest whole number, halves up."""
    return int((value + Fraction(1, 2)) // 1)


def share(text: str) -> Fraction:
    """Read a share, or a traction as the share of electricity."""
    words = {"electric": Fraction(1), "diesel": Fraction(0)}
    return words[text] if text in words else Fraction(text.removesuffix(" %")) / 100


def emitted(spec: Spec, load: Load, found: oracle.Found) -> list[tuple[str, Grams]]:
    """List what each part of a route emits, by element."""
    legs = [(leg_id, back, spec["legs"][leg_id]) for leg_id, back in found.legs]
    ends = [
        f"terminal {leg['origin' if back == at else 'destination']}"
        for at, (_, back, leg) in ((0, legs[0]), (1, legs[-1]))
    ]
    rows = [*hub(spec, load, ends[0], "terminal")]
    for number, (leg_id, _, leg) in enumerate(legs):
        if number:
            rows += stop(spec, load, legs[number - 1], legs[number])
        rows += [(f"leg {leg_id}", grams) for grams in of_leg(spec, load, leg_id, leg)]
    return [*rows, *hub(spec, load, ends[1], "terminal")]


def stop(spec: Spec, load: Load, before: Any, after: Any) -> Iterator[tuple[str, Grams]]:
    """Yield what the stop between two legs emits."""
    _, back, leg = before
    node = leg["origin" if back else "destination"]
    entry = oracle.dwell_entry(spec, node, *(oracle.carriage(item[2]) for item in (before, after)))
    if entry:
        yield from hub(spec, load, f"stop {node}", entry["kind"])


def hub(spec: Spec, load: Load, element: str, kind: str) -> Iterator[tuple[str, Grams]]:
    """Yield what a handling emits."""
    factors = [
        f for f in spec.get("emission_factors", {}).values() if kind in f.get("transfers", [])
    ]
    if factors:
        yield element, whole(sums(load, (factors, None), Fraction(1000)))


def of_leg(spec: Spec, load: Load, leg_id: str, leg: Spec) -> Iterator[Grams]:
    """Yield what each share of a leg emits."""
    metres = int(Fraction(leg["distance"]["value"].split(" ")[0]) * 1000)
    nations = countries(spec, leg)
    traction = leg.get("traction")
    known = [f for f in spec["emission_factors"].values() if names(f, leg_id, leg["mode"])]
    by_power = any("traction" in factor for factor in known)
    if traction is None or not by_power:
        own = taken(spec, leg_id, leg, None, None)
        if own[0]:
            exact = sums(load, own, Fraction(metres, 1000))
            if traction is None and by_power and not any("legs" in f for f in own[0]):
                exact |= spread(spec, load, leg_id, leg, exact)
            yield whole(exact)
        return
    electric = share(traction["electric"])
    cuts: list[tuple[Fraction, tuple[str, str | None]]]
    cuts = [(electric / len(nations), ("electric", nation)) for nation in nations if electric]
    cuts += [(1 - electric, ("diesel", None))] if electric < 1 else []
    begun, done = Fraction(0), 0
    for part, (power, nation) in cuts:
        begun += part
        end = int(metres * begun)
        km = Fraction(end - done, 1000)
        done = end
        yield whole(sums(load, taken(spec, leg_id, leg, power, nation), km))


def names(factor: Spec, leg_id: str, mode: str) -> bool:
    """Return whether a factor names a leg or its mode."""
    return leg_id in factor.get("legs", []) or mode in factor.get("modes", [])


def countries(spec: Spec, leg: Spec) -> list[str]:
    """List the countries that a leg touches, each once."""
    ends = [spec["nodes"][leg[end]]["country"] for end in ("origin", "destination")]
    return list(dict.fromkeys([ends[0], *leg.get("countries_crossed", []), ends[1]]))


def taken(spec: Spec, leg_id: str, leg: Spec, power: str | None, nation: str | None) -> Taken:
    """Return the factors of a leg under a traction in a country, and the grid factor."""
    grid = grid_of(spec, nation)
    for kind, item in (("legs", leg_id), ("modes", leg["mode"])):
        here = [f for f in spec["emission_factors"].values() if item in f.get(kind, [])]
        own = [f for f in here if f.get("traction") == power]
        energy = [f for f in own if f["unit"] == "kWh/t-km"]
        if energy and grid is not None:
            return energy, grid
        grams = [f for f in own if f["unit"] != "kWh/t-km"]
        if grams:
            return grams, None
        anyhow = [f for f in here if "traction" not in f]
        if anyhow:
            return anyhow, None
    return [], None


def grid_of(spec: Spec, nation: str | None) -> Fraction | None:
    """Return the grid factor of a country for the day of the file."""
    own = [g for g in spec.get("grid_factors", {}).values() if g["country"] == nation]
    past = [g for g in own if g["year"] <= spec["as_of"][:4]]
    if past:
        return Fraction(max(past, key=lambda g: g["year"])["value"])
    return Fraction(min(own, key=lambda g: g["year"])["value"]) if own else None


def sums(load: Load, found: Taken, activity: Fraction) -> dict[str, Fraction]:
    """Add factors up in each scope, for so many kilometres, or thousands of handlings."""
    factors, grid = found
    by = {
        "g/t-km": load.tonnes,
        "g/TEU-km": load.teu,
        "kg/t": load.tonnes,
        "kg/container": Fraction(load.boxes),
        "kWh/t-km": load.tonnes * (grid or 0),
    }
    total: dict[str, Fraction] = {}
    ranged: list[tuple[Fraction, Fraction]] = []
    for factor in factors:
        more = 1 + share(factor.get("distance_adjustment", "0 %"))
        times = by[factor["unit"]] * activity * more
        scope = factor.get("scope", "WTW")
        total[scope] = Fraction(factor["value"]) * times
        if "wtt" in factor:
            total |= {
                "WTT": Fraction(factor["wtt"]) * times,
                "TTW": Fraction(factor["ttw"]) * times,
            }
        if factor["unit"] == "kWh/t-km":
            total |= {"WTT": total["WTW"], "TTW": Fraction(0)}
        span = [Fraction(factor.get(end, factor["value"])) * times for end in ("low", "high")]
        ranged.append((span[0], span[1]))
    if "WTW" not in total and len(total) == len(("WTT", "TTW")):
        total["WTW"] = total["WTT"] + total["TTW"]
    for one, other in (("WTT", "TTW"), ("TTW", "WTT")):
        if "WTW" in total and other in total:
            total.setdefault(one, total["WTW"] - total[other])
    if "WTW" in total:
        total |= {
            "low": sum(r[0] for r in ranged) + Fraction(0),
            "high": sum(r[1] for r in ranged) + Fraction(0),
        }
    return total


def spread(
    spec: Spec, load: Load, leg_id: str, leg: Spec, own: dict[str, Fraction]
) -> dict[str, Fraction]:
    """Return the range of a leg whose traction is not known."""
    km = Fraction(leg["distance"]["value"].split(" ")[0])
    nations = countries(spec, leg)
    low = high = Fraction(0)
    for nation in nations:
        ways = [own]
        ways += [
            sums(load, taken(spec, leg_id, leg, *way), km)
            for way in (("electric", nation), ("diesel", None))
        ]
        low += min(way["low"] for way in ways)
        high += max(way["high"] for way in ways)
    return {"low": low / len(nations), "high": high / len(nations)}


def whole(exact: dict[str, Fraction]) -> Grams:
    """Round to whole grams, so that the parts add up."""
    grams = {name: half_up(value) for name, value in exact.items()}
    if "WTW" in grams and "TTW" in grams:
        grams["WTT"] = grams["WTW"] - grams["TTW"]
    return Grams(*(grams.get(name) for name in ("WTW", "WTT", "TTW", "low", "high")))
