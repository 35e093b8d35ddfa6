"""What is found once in a process and kept is the same whenever it is found."""

from typing import Any

import pytest
from pydantic import ValidationError

from corridor import coastline, countries, units
from corridor.network.model import Leg, Node
from corridor.reading import annotations, validation
from corridor.simulation import distribution


@pytest.mark.parametrize(
    "kept",
    [coastline.world, coastline._rows, countries.boxes, countries._held],
    ids=lambda kept: f"{kept.__module__}.{kept.__name__}",
)
def test_what_is_read_of_the_world_is_found_again(kept: Any) -> None:
    assert kept.__wrapped__() == kept()


@pytest.mark.parametrize("kept", [distribution._normal_scores, distribution._normal_chances])
def test_tables_of_the_normal_distribution_are_found_again(kept: Any) -> None:
    again = kept.__wrapped__()
    assert (again == kept()).all()
    assert again.tolist() == sorted(again.tolist())


@pytest.mark.parametrize("kind", [Leg, Node])
def test_the_fields_that_can_be_written_are_found_again(kind: type) -> None:
    again = annotations.hints.__wrapped__(kind)
    assert again == annotations.hints(kind)
    assert "id" not in again


def test_another_validator_lacks_the_same_of_an_empty_file() -> None:
    kept: Any = validation._adapter
    lacking = []
    for adapter in (kept.__wrapped__(), kept()):
        with pytest.raises(ValidationError) as caught:
            adapter.validate_python({})
        lacking.append([(item["loc"], item["type"]) for item in caught.value.errors()])
    assert lacking[0] == lacking[1]
    assert (("name",), "missing") in lacking[0]


def test_the_registry_of_units_is_the_librarys_own() -> None:
    """Quantities of two registries do not mix; only this one is ever used."""
    made: Any = units._registry
    again = made.__wrapped__()
    assert again is not made()
    assert again("3 days").to("hour").magnitude == made()("3 days").to("hour").magnitude == 72
