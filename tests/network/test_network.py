"""The network as a value: equality, hash, copies, days, and threads."""

import concurrent.futures
import copy
import dataclasses
import datetime
import operator
import pickle
import random
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

import corridor as co
from corridor import files as _files
from corridor.network import network
from corridor.network.network import Memory, whenever
from support import relations
from support.bundled import bundled_network
from support.layout import dump
from support.small import detour, line, read
from support.strategies import networks

NET = bundled_network()


@given(st.data())
def test_layout_does_not_change_the_network(data: st.DataObject) -> None:
    spec = data.draw(networks())
    one = co.load_network(dump(spec))
    assert one == co.load_network(dump(spec, shuffle=random.Random(2)))
    shuffled = relations.shuffle(spec, random.Random(1))
    assert one.nodes.keys() == co.load_network(dump(shuffled)).nodes.keys()


def test_the_same_time_in_other_units_is_the_same_network() -> None:
    text = _files.bundled_path().read_text(encoding="utf-8")
    assert "low: 22.1 h" in text
    other = co.load_network(text.replace("low: 22.1 h", "low: 1326 min").encode())
    assert other == NET
    assert hash(other) == hash(NET)
    slower = co.load_network(text.replace("low: 22.1 h", "low: 22.2 h").encode())
    assert slower != NET


def test_a_bom_and_other_line_ends_are_the_same_network() -> None:
    data = _files.bundled_path().read_bytes()
    assert co.load_network(b"\xef\xbb\xbf" + data.replace(b"\n", b"\r\n")) == NET


def test_copies_and_pickles_are_equal() -> None:
    assert copy.deepcopy(NET) == NET
    assert pickle.loads(pickle.dumps(NET)) == NET
    route = co.find_route(NET, "Xi'an", "Baku")
    again = pickle.loads(pickle.dumps(route))
    assert again == route
    assert copy.deepcopy(route) == route
    assert len({route, again}) == 1
    comparison = co.compare(NET, [route])
    assert pickle.loads(pickle.dumps(comparison)) == comparison
    assert hash(comparison) == hash(copy.deepcopy(comparison))


def test_nothing_in_a_network_can_be_changed() -> None:
    with pytest.raises(AttributeError):
        NET.date = datetime.date(2020, 1, 1)  # type: ignore[misc]
    with pytest.raises(TypeError):
        NET.nodes["x"] = NET.nodes["aktau"]  # type: ignore[index]
    with pytest.raises(AttributeError):
        NET.nodes["aktau"].name = "x"  # type: ignore[misc]


def test_a_day_is_part_of_what_a_network_is() -> None:
    then = co.as_of(NET, "2016-06")
    assert then != NET
    assert then.date == datetime.date(2016, 6, 1)
    assert co.as_of(then, NET.as_of) == NET
    assert "seen on 2016-06-01" in then.stamp


@pytest.mark.parametrize("text", ["", "banana", "2016-13", "2016-6-1", "٢٠١٦", "2016-02-30"])
def test_a_text_that_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(co.QuantityError, match="is not a date; write it as 2016-06-15, 2016-06 or"):
        co.as_of(NET, text)


def test_sixteen_threads_get_the_answers_of_one() -> None:
    ends = [("Xi'an", "Duisburg"), ("Qingdao", "Baku"), ("Istanbul", "Xi'an"), ("Kars", "Shanghai")]
    serial = [co.find_route(NET, *pair) for pair in ends * 4]
    shared = bundled_network()
    with concurrent.futures.ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(lambda pair: co.find_route(shared, *pair), ends * 4))
    assert answers == serial


def test_a_network_prints_what_it_holds() -> None:
    lines = str(NET).splitlines()
    assert lines[0] == NET.name
    assert "nodes               234" in lines
    assert lines[-1].startswith("network 2026.11 of 2026-11-21, digest ")
    assert repr(NET).startswith("<Network 'Corridor network")


def test_a_file_that_is_not_there_is_an_os_error() -> None:
    with pytest.raises(FileNotFoundError):
        co.load_network("no-such-file.yaml")


def test_the_memory_of_a_network_is_bounded() -> None:
    net = bundled_network()
    key = network.Memory[int, int]("numbers")
    for number in range(network.REMEMBERED + 2):
        net.memory(key)[number] = number
    assert len(net.memory(key)) <= network.REMEMBERED


def test_a_copy_finds_places_as_the_network_does() -> None:
    again = pickle.loads(pickle.dumps(NET))
    assert again.directory.find("Xi'an") == NET.directory.find("Xi'an")
    assert again.norms == NET.norms


def test_every_value_can_be_copied_pickled_and_compared() -> None:
    sections = ("nodes", "legs", "sources", "norms", "places", "regions", "corridors", "advisories")
    for section in (*sections, "journeys"):
        for value in getattr(NET, section).values():
            pickled = pickle.loads(pickle.dumps(value))
            for again in (copy.deepcopy(value), copy.copy(value), pickled):
                assert again == value
                assert hash(again) == hash(value)


def test_what_a_network_gives_cannot_be_changed() -> None:
    before = NET.digest
    node = NET.nodes["aktau"]
    with pytest.raises(TypeError):
        operator.setitem(cast("dict[str, co.Node]", NET.nodes), "aktau", node)
    with pytest.raises(AttributeError):
        object.__getattribute__(node, "__setattr__")("name", "Other")
    assert isinstance(node.dwell, tuple)
    assert bundled_network().digest == before


def test_what_is_made_by_hand_cannot_write_to_the_terminal() -> None:
    """A file with such a name is refused; a value made in Python is made harmless when printed."""
    node = dataclasses.replace(
        NET.nodes["aktau"], name="Ak\x1b[31mtau\u202e", label="Ak\x1b[0mtau\n"
    )
    file = dataclasses.replace(NET.file, name="\x1b]8;;x", nodes={**NET.nodes, "aktau": node})
    net = co.Network(file, NET.date)
    printed = [net, co.find_route(net, "aktau", "alat"), co.compare_corridors(net, "aktau", "baku")]
    for value in printed:
        assert str(value).replace("\n", "").isprintable()
    assert "Ak\\x1b[0mtau\\n" in str(printed[1])


def test_a_place_of_another_network_is_unknown() -> None:
    net, other = read(line()), read(detour())
    with pytest.raises(co.UnknownPlaceError) as caught:
        net.directory.endpoint(other.nodes["d"])
    assert str(caught.value) == 'no place is called "d"'


def test_on_no_day_in_particular_every_node_is_usable() -> None:
    """A closure holds on days; the network of all days asks for none."""
    spec = line() | {"closures": {"c": {"nodes": ["b"], "start": "2026-01-01"}}}
    net = co.as_of(read(spec), "2026-06-01")
    assert not net.is_usable(net.nodes["b"])
    assert whenever(net).is_usable(net.nodes["b"])


def test_what_is_remembered_is_named() -> None:
    assert repr(Memory[str, int]("clocks")) == "Memory('clocks')"
