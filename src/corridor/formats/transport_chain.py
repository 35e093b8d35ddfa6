"""A route's emissions as a transport chain, by the field names of the iLEAP data model."""

from collections.abc import Iterator

from corridor.errors import QuantityError
from corridor.network.columns import Record
from corridor.network.modes import MODES
from corridor.routes.costs.emissions import Emission, Emissions
from corridor.routes.route import Route
from corridor.routes.steps import RouteLeg
from corridor.signatures import suggest_arguments
from corridor.user_values import of_kind

NOTE = (
    "Field names as in the iLEAP data model for ISO 14083 chains; conformity with either is not "
    "claimed. Masses and CO2e are in kg, distances in km, intensities in kg CO2e for a tkm or a "
    "tonne. Energy carriers are not given. What is not known is left out and listed under "
    "incomplete."
)
#: Decimals of an intensity.
INTENSITY = 6


@suggest_arguments
def to_transport_chain(route: Route, *, shipment_id: str = "shipment") -> Record:
    """Return what a route emits as a transport chain of elements, for JSON.

    Parameters
    ----------
    route
        A route with a shipment.
    shipment_id
        What the shipment is called in it.

    Returns
    -------
    dict[str, Any]
        `shipmentFootprint` with an element (`tces`) for each hub and each share of a leg, in order;
        the operation categories that they name (`tocs`, `hocs`); and, under `incomplete`, the
        elements of which a part is not known. Numbers are decimal texts: masses and emissions in
        kg, distances in km. `data/transport-chain.schema.json` describes it.

    Raises
    ------
    QuantityError
        When the route has no shipment, or the id is no text.

    >>> import corridor as co
    >>> box = co.Shipment(equipment="40ft", cargo_mass="20 t")
    >>> route = co.find_route(co.load_network(), "Aktau", "Baku", shipment=box)
    >>> chain = co.to_transport_chain(route)
    >>> [item["co2eWTW"] for item in chain["shipmentFootprint"]["tces"]]
    ['11.400', '425.638', '11.400']
    """
    of_kind(route, "route", Route)
    of_kind(shipment_id, "shipment_id", str)
    if not shipment_id.strip():
        raise QuantityError("shipment_id is empty; it must be a text")
    if route.emissions is None or route.cost is None:
        raise QuantityError(
            'the route has no shipment; find it with shipment=co.Shipment(equipment="40ft")'
        )
    found, boxes = route.emissions, route.cost.shipment.quantity
    tces = list(_elements(route, found, shipment_id, boxes))
    kilograms = _kg(int(found.mass))
    footprint = {"mass": kilograms, "shipmentId": shipment_id, "tces": tces}
    return {
        "note": NOTE,
        "network": route.stamp,
        "shipmentFootprint": footprint,
        "tocs": list(_categories(route, found, tces, "tocId")),
        "hocs": list(_categories(route, found, tces, "hocId")),
        "incomplete": {
            name: [tce["tceId"] for tce in tces if name not in tce]
            for name in ("co2eWTW", "co2eTTW")
        }
        | {"withoutFactor": [str(item) for item in _without(found)]},
    }


def _elements(route: Route, found: Emissions, shipment_id: str, boxes: int) -> Iterator[Record]:
    """Yield each element of the chain."""
    legs = {f"leg {leg.id}": leg for leg in route.legs}
    before: list[str] = []
    for number, part in enumerate(found.parts, 1):
        leg = legs.get(part.element)
        tce: Record = {
            "tceId": f"{number}-{part.element.replace(' ', '-')}",
            "prevTceIds": before,
            "tocId" if leg else "hocId": _category(part),
            "shipmentId": shipment_id,
            "mass": _kg(int(found.mass)),
            "packagingOrTrEqType": "Container",
            "packagingOrTrEqAmount": boxes,
            "distance": {_measure(leg): _plain(part.metres, 3)},
            "transportActivity": _plain(int(found.mass) * part.metres, 9),
        }
        if leg:
            tce["origin"], tce["destination"] = _places(leg)
        amounts = {"co2eWTW": part.wtw, "co2eTTW": part.ttw}
        tce |= {name: _kg(grams) for name, grams in amounts.items() if grams is not None}
        before = [tce["tceId"]]
        yield tce


def _measure(leg: RouteLeg | None) -> str:
    """Return which distance is meant: ocean factors are for the shortest feasible one."""
    return "sfd" if leg and MODES[leg.mode].is_ocean else "actual"


def _places(leg: RouteLeg) -> Iterator[Record]:
    for node in (leg.origin, leg.destination):
        place = {"city": node.short, "country": {"geographyCountry": node.country}}
        yield place | ({"locode": node.unlocode} if node.unlocode else {})


def _categories(route: Route, found: Emissions, tces: list[Record], name: str) -> Iterator[Record]:
    """Yield the operation categories that elements name, with their mean intensity here."""
    modes = {f"leg {leg.id}": MODES[leg.mode].chain_mode for leg in route.legs}
    groups: dict[str, list[Emission]] = {}
    for part, tce in zip(found.parts, tces, strict=True):
        if name in tce:
            groups.setdefault(tce[name], []).append(part)
    for key, parts in groups.items():
        own: Record = {"tocId": key, "mode": modes.get(parts[0].element)}
        if name == "hocId":
            own = {"hocId": key, "hubType": "Transshipment"}
        unit = {"tocId": "transportActivityUnit", "hocId": "hubActivityUnit"}[name]
        factor = parts[0].factor
        loads = {"loadFactor": factor.load_factor, "emptyDistanceFactor": factor.empty_running}
        yield {
            **own,
            "description": " + ".join(item.text for item in parts[0].factors),
            **{field: _plain(share, 4) for field, share in loads.items() if share is not None},
            **_intensities(found, parts),
            unit: "tkm" if name == "tocId" else "tonnes",
            "dataQuality": factor.grade,
            "sources": list(dict.fromkeys(_sources(parts[0]))),
        }


def _intensities(found: Emissions, parts: list[Emission]) -> Record:
    """Return kilograms for a tonne-km, or for a tonne handled, in each scope that is known."""
    metres = sum(part.metres for part in parts) or 1000 * len(parts)
    amounts = {
        "co2eIntensityWTW": [part.wtw for part in parts],
        "co2eIntensityTTW": [part.ttw for part in parts],
    }
    return {
        name: _plain(sum(filter(None, grams)) * 10**9 * 10**INTENSITY // activity, INTENSITY)
        for name, grams in amounts.items()
        if None not in grams and (activity := int(found.mass) * metres * 1000)
    }


def _sources(part: Emission) -> Iterator[str]:
    for factor in part.factors:
        yield from factor.sources
    yield from part.grid.sources if part.grid else ()


def _category(part: Emission) -> str:
    return part.source.lower().replace(" + ", "-").replace(" ", "-")


def _without(found: Emissions) -> Iterator[str]:
    own = {part.element for part in found.parts}
    return (item.label for item in found.missing if item.element not in own)


def _kg(grams: int) -> str:
    return _decimal(grams, 3)


def _decimal(amount: int, places: int) -> str:
    """Return a whole number of decimal parts as a decimal text."""
    whole, rest = divmod(amount, 10**places)
    return f"{whole}.{rest:0{places}d}"


def _plain(amount: int, places: int) -> str:
    """Return such a text without needless zeros."""
    return _decimal(amount, places).rstrip("0").rstrip(".")
