"""Single mistakes planted in the bundled file: nearly all are told, each by a notice of its own."""

import functools
from pathlib import Path

import pytest

import corridor as co
from support.measured import tried
from support.planted import KINDS, Fault, Planter

DATA = Path(__file__).parents[2] / "data" / "network.yaml"
SEEDS = (1, 2, 3, 4)
PARTS = 2
#: Of a hundred, as many as must be told. Some mistakes give a file that could be meant.
LEAST = 95


def said_of(data: bytes) -> tuple[co.Notice, ...]:
    try:
        return co.load_network(data).notices
    except co.NetworkError as error:
        return error.notices


@functools.cache
def known() -> set[tuple[str, str]]:
    """Return what is said of the file as it is."""
    return {(notice.code, notice.path) for notice in said_of(DATA.read_bytes())}


def is_told(fault: Fault) -> bool:
    """Return whether one of the codes for the mistake is among what is newly said of the file."""
    said = said_of(fault.data)
    new = {notice.code for notice in said if (notice.code, notice.path) not in known()}
    return not new.isdisjoint(fault.codes)


@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.parametrize("seed", SEEDS)
def test_nearly_every_mistake_is_told_by_its_own_notice(seed: int, part: int) -> None:
    """A part has every second mistake of a seed, so that no worker has many of them."""
    faults = list(Planter(DATA.read_bytes(), seed).faults(200 // len(SEEDS)))[part::PARTS]
    missed = [
        (fault.kind, fault.path, fault.said)
        for fault in tried(faults, measured=1)
        if not is_told(fault)
    ]
    assert len(missed) <= len(faults) * (100 - LEAST) / 100, missed


def test_every_kind_of_mistake_can_be_planted() -> None:
    kinds = {fault.kind for fault in Planter(DATA.read_bytes(), 0).faults(len(KINDS))}
    assert kinds == set(KINDS)
