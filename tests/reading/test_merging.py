"""Several files as one network: what extends what, what may be said twice, and in which order."""

import itertools
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import corridor as co
from support import strategies
from support.bundled import bundled_network
from support.layout import dump

MINE = """\
extends: bundled
as_of: 2026-12-15
nodes:
  my-yard:
    name: "My yard"
    country: GE
    kind: rail_terminal
    location: {lat: 41.7, lon: 44.9, rule: "from a map"}
legs:
  my-yard--tbilisi--rail:
    origin: my-yard
    destination: tbilisi
    mode: rail
    gauge: 1520 mm
    distance: {value: 15 km, rule: "from a map"}
    transit_time: {value: 1 h, rule: "a guess"}
"""


def load(tmp_path: Path, **files: str) -> co.Network:
    return co.load_network(write(tmp_path, **files))


def write(tmp_path: Path, **files: str) -> list[Path]:
    for name, text in files.items():
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    return [tmp_path / f"{name}.yaml" for name in files]


def refusal(tmp_path: Path, **files: str) -> str:
    with pytest.raises(co.NetworkError) as caught:
        load(tmp_path, **files)
    return str(caught.value).replace(f"{tmp_path}/", "")


def test_a_file_adds_to_the_bundled_network(tmp_path: Path) -> None:
    bundled = bundled_network()
    (path,) = write(tmp_path, mine=MINE)
    net = co.load_network(path, strict=True)
    assert set(net.nodes) - set(bundled.nodes) == {"my-yard"}
    assert set(net.legs) - set(bundled.legs) == {"my-yard--tbilisi--rail"}
    assert net.name == bundled.name
    assert net.version == bundled.version
    assert str(net.as_of) == "2026-12-15"
    assert net.digest != bundled.digest
    assert co.find_route(net, "My yard", "Baku").legs[0].id == "my-yard--tbilisi--rail"
    assert co.load_network(MINE.encode()) == net


def test_names_and_versions_are_joined() -> None:
    named = b'extends: bundled\nname: "Mine"\nversion: "0.3"\n'
    net = co.load_network(named)
    assert net.name.endswith(" + Mine")
    assert net.version == "2026.11+0.3"
    assert co.load_network([named, named]) == net


def test_an_earlier_as_of_changes_nothing() -> None:
    assert co.load_network(b"extends: bundled\nas_of: 2020-01-01\n") == bundled_network()


def test_an_id_defined_twice_differently_is_an_error_with_both_places(tmp_path: Path) -> None:
    base = MINE.replace("extends: bundled\n", 'format: 1\nname: "Base"\nversion: "1"\n')
    base = base.replace("tbilisi", "kars")
    mine = 'extends: base.yaml\nnodes:\n  my-yard: {name: "Other"}\n'
    text = refusal(tmp_path, base=base, mine=mine)
    assert (
        """\
mine.yaml:3:3: error: conflicting_definition  nodes.my-yard
      3 |   my-yard: {name: "Other"}
        found     "my-yard", which another file defines differently
        expected  each id once in all files, or the same each time
        fix       use a new id, or copy the other definition
        see also  base.yaml:6:3
"""
        in text
    )
    assert text.startswith("base.yaml:14:18: error: unknown_node")
    assert text.endswith("2 errors, 0 warnings")


def test_the_same_said_twice_is_no_error() -> None:
    text = Path("data/network.yaml").read_text(encoding="utf-8").split("\n")
    start = text.index("  aktau:")
    end = next(n for n in range(start + 1, len(text)) if text[n][:3].strip())
    again = "\n".join(["extends: bundled", "nodes:", *text[start:end]])
    assert co.load_network(again.encode()) == co.load_network()
    longer = again.replace("country: KZ", 'country: KZ\n    straits: ["x"]')
    with pytest.raises(co.NetworkError, match=r"error: conflicting_definition  nodes\.aktau"):
        co.load_network(longer.encode())


def test_lists_inside_records_are_not_merged() -> None:
    files = [
        f"extends: bundled\nplaces: {{two: {{name: Two, nodes: [{nodes}]}}}}".encode()
        for nodes in ("poti", "poti, batumi")
    ]
    with pytest.raises(co.NetworkError, match=r"conflicting_definition  places\.two"):
        co.load_network(files)


@given(data=st.data())
def test_a_network_in_several_files_is_the_whole_whatever_the_order(data: st.DataObject) -> None:
    spec = data.draw(strategies.networks())
    random = Random(data.draw(st.integers(0, 2**16)))
    parts: list[dict[str, Any]] = [{}, {}, {}]
    for key, value in spec.items():
        if not isinstance(value, dict):
            random.choice(parts)[key] = value
            continue
        for name, record in value.items():
            random.choice(parts).setdefault(key, {})[name] = record
    if "reference_period" in spec:
        for part in parts:
            part.pop("reference_period", None)
        random.choice(parts)["reference_period"] = spec["reference_period"]
    files = [dump(part, shuffle=random) for part in parts if part]
    whole = co.load_network(dump(spec))
    for order in itertools.permutations(files):
        assert co.load_network(list(order)) == whole


def test_a_chain_of_files_is_read_when_all_are_named(tmp_path: Path) -> None:
    outer = 'extends: mine.yaml\nplaces:\n  yards: {name: "Yards", nodes: [my-yard]}\n'
    for order in itertools.permutations({"mine": MINE, "outer": outer}.items()):
        assert load(tmp_path, **dict(order)).places["yards"].nodes == ("my-yard",)


def test_files_that_extend_each_other_are_one_network(tmp_path: Path) -> None:
    one = 'extends: two.yaml\nplaces:\n  ports: {name: "Ports", nodes: [poti]}\n'
    two = "extends: one.yaml\n"
    three = "extends: bundled\n"
    assert "ports" in load(tmp_path, one=one, two=two, three=three).places


@pytest.mark.parametrize("target", ["base.yaml", "mine.yaml", "/etc/passwd", "[bundled]"])
def test_only_what_the_caller_names_is_read(tmp_path: Path, target: str) -> None:
    write(tmp_path, base=MINE)
    text = refusal(tmp_path, mine=f"extends: {target}\n")
    assert "mine.yaml:1:10: error: cannot_extend  extends" in text
    with pytest.raises(co.NetworkError, match="<bytes>:1:10: error: cannot_extend"):
        co.load_network(f"extends: {target}\n".encode())


def test_notices_name_the_file_and_line_they_belong_to(tmp_path: Path) -> None:
    one = MINE.replace("extends: bundled\n", "").replace("country: GE", "country: Georgia")
    two = 'extends: bundled\nplaces:\n  yards:\n    name: "Yards"\n    nodes: [my-yard, nowhere]\n'
    text = refusal(tmp_path, one=one, two=two)
    assert "one.yaml:5:14: error: not_a_country  nodes.my-yard.country" in text
    assert "two.yaml:5:22: error: unknown_node  places.yards.nodes.1" in text
    assert text.endswith("2 errors, 0 warnings")


def test_of_files_that_are_no_yaml_only_that_is_said(tmp_path: Path) -> None:
    text = refusal(tmp_path, one="nodes: [", two="legs: {", three="extends: nothing\n")
    assert [line.split()[2] for line in text.split("\n") if ": error: " in line] == [
        "yaml_syntax",
        "cannot_extend",
        "yaml_syntax",
    ]


DEFAULTS = """\
dwell_defaults:
  - {node_kind: any, inbound: rail, outbound: road, kind: transshipment, time: %s, note: "x"}
"""


def test_dwell_defaults_are_gathered_and_told_apart(tmp_path: Path) -> None:
    road = MINE.replace("mode: rail\n    gauge: 1520 mm", "mode: road")
    base = bundled_network()
    mine = road + DEFAULTS % '{low: 1 h, typical: 2 h, high: 3 h, rule: "a guess"}'
    net = load(tmp_path, mine=mine, again=mine)
    assert len(net.dwell_defaults) == len(base.dwell_defaults) + 1
    other = "extends: bundled\n" + DEFAULTS % '{low: 2 h, typical: 2 h, high: 3 h, rule: "b"}'
    text = refusal(tmp_path, mine=mine, other=other)
    assert "error: ambiguous_dwell  dwell_defaults" in text
    assert "see also  " in text


def test_fields_of_the_network_must_agree(tmp_path: Path) -> None:
    text = refusal(tmp_path, mine="extends: bundled\nreference_period: {start: 2020-01-01}\n")
    assert "mine.yaml:2:1: error: conflicting_definition  reference_period" in text
    text = refusal(tmp_path, mine="extends: bundled\nnodes: [poti]\n")
    assert "mine.yaml:2:1: error: conflicting_definition  nodes" in text
    text = refusal(tmp_path, mine="extends: bundled\nas_of: tomorrow\n")
    assert "mine.yaml:2:8: error: not_a_date  as_of" in text


def test_nothing_to_read_is_told() -> None:
    with pytest.raises(ValueError, match=r"^load_network was given an empty list; "):
        co.load_network([])
