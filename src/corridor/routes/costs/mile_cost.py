"""What the road leg between a place and its terminal costs and emits, beside the totals."""

from typing import NamedTuple

from corridor.routes.costs.cost import Charge
from corridor.routes.costs.emissions import Emission


class MileCost(NamedTuple):
    """What a first or last mile costs and emits, by a road rate and a road factor of the file.

    Attributes
    ----------
    name
        First mile or last mile.
    currency
        That of the shipment.
    charge
        Its price for all boxes; none where no road rate is on file.
    emission
        What it emits; none where no road factor is on file.
    """

    name: str
    currency: str
    charge: Charge | None
    emission: Emission | None
