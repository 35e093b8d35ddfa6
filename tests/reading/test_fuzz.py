"""The contract of loading: whatever comes in, a Network or a NetworkError, soon, in little memory.

`fuzz/fuzz_load_network.py` holds the same contract guided by coverage. What either finds is kept
here as an example.
"""

import json
import subprocess
import sys
import time
from collections.abc import Callable
from random import Random
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import corridor as co
from corridor.reading import schema
from support import strategies
from support.layout import dump

#: Of the processor, which other work on the machine does not take; ten times what is needed.
SECONDS = 20
MEGABYTES = 200
SCHEMA = schema.json_schema()
HOSTILE = (
    "", "~", "NO", "yes", "1,5 h", "nan h", "9**9999999 h", "24", "24 h", "0 h", "460 km", "-1",
    "2024-02-30", "x" * 5000, "\u202e", "é", "Akt\u0430u", "<script>", "=1+1", "../../etc",
    "rail 99999999999999999999", "99999999999999999999 mm", "\u0663 h", "1e400",
)  # fmt: skip
TOKENS = (
    "format: 1\n", "nodes:", "legs:", "sources:", "dwell:", "  aktau:", "  alat:", "\n", "\n  ",
    "{", "}", "[", "]", ", ", "- ", "? ", ": ", "&a ", "*a", "!!str ", "!<x> ", "<<: *a", "---\n",
    "...\n", "%YAML 1.1\n", "|", ">-", "'", '"', "\\u200b", "\\ud800", "\\U00110000", "#", " #x",
    "@", "`", "\t", "\r", "\r\n", "\x00", "\x85", "\u2028", "\ufeff", " ",
    "extends: bundled",
    *HOSTILE,
)  # fmt: skip


def attempt(data: bytes) -> co.Network | tuple[co.Notice, ...]:
    """Load and print; hold the time."""
    began = time.process_time()
    result: co.Network | tuple[co.Notice, ...]
    try:
        result = co.load_network(data)
    except co.NetworkError as error:
        result = error.notices
    assert all(map(str, result)) if isinstance(result, tuple) else str(result)
    assert time.process_time() - began < SECONDS
    return result


def tokens() -> st.SearchStrategy[bytes]:
    """Draw words of the format and of YAML in any order."""
    soup = st.lists(st.sampled_from(TOKENS), max_size=40).map("".join)
    return soup.map(lambda text: text.encode("utf-8", "surrogatepass"))


@given(data=st.one_of(st.binary(max_size=400), st.text(max_size=200).map(str.encode), tokens()))
@example(data=b"\xef\xbb\xbf")
@example(data="format: 1".encode("utf-16"))
@example(data=b'a: "\\ud800"')
@example(data=b'a: "\\U00110000"')
@example(data=b"a: 'b\n\n\n c'\n")
@example(data=b"%YAML 9.9\n---\na: 1\n")
@example(data=b"a: !<tag:yaml.org,2002:str> b")
@example(data=b"nodes: {a: {dwell: [[]]}}\nlegs: [a]\n")
@example(data=b"1: 2\n? |\n  x\n: y\n")
def test_junk_is_refused(data: bytes) -> None:
    attempt(data)


@given(data=st.data())
def test_a_good_file_is_read_whatever_its_layout(data: st.DataObject) -> None:
    spec = data.draw(strategies.networks(dated=True))
    assert isinstance(attempt(data.draw(strategies.files(spec))), co.Network)


@given(data=st.data())
def test_a_damaged_file_is_read_or_refused(data: st.DataObject) -> None:
    """Lines doubled, dropped, indented and swapped, values replaced, bytes changed."""
    text = data.draw(strategies.files(data.draw(strategies.networks(dated=True))))
    lines = text.split(b"\n")
    for _ in range(data.draw(st.integers(1, 4))):
        number = data.draw(st.integers(0, len(lines) - 1))
        kind = data.draw(st.sampled_from(("double", "drop", "indent", "value", "byte")))
        key, colon, value = lines[number].partition(b": ")
        hostile = data.draw(st.sampled_from(HOSTILE)).encode("utf-8", "surrogatepass")
        lines[number : number + 1] = {
            "double": [lines[number]] * 2,
            "drop": [],
            "indent": [b" " + lines[number]],
            "value": [key + colon + hostile],
            "byte": [key + colon + bytes(data.draw(st.binary(max_size=3))) + value],
        }[kind] or [b""]
    attempt(b"\n".join(lines))


IDS = ("a", "b", "c-d")


def nonsense(part: dict[str, Any]) -> st.SearchStrategy[Any]:
    """Draw what fits a part of the published schema, or nearly."""
    if "$ref" in part:
        name = part["$ref"].rpartition("/")[2]
        return st.deferred(lambda: nonsense(SCHEMA["$defs"][name]))
    if "properties" in part:
        return mappings(part)
    if "anyOf" in part:
        choices = [choice for choice in part["anyOf"] if choice.get("type") != "null"]
        return st.one_of(*map(nonsense, choices))
    if "items" in part:
        return st.lists(nonsense(part["items"]), max_size=2)
    if "propertyNames" in part:
        records = nonsense(part["additionalProperties"])
        return st.dictionaries(st.sampled_from(IDS), records, max_size=3)
    words = [item for item in part.get("enum", part.get("examples", [])) if isinstance(item, str)]
    return st.sampled_from([*words, *words, *IDS, *HOSTILE[:12]])


def mappings(part: dict[str, Any]) -> st.SearchStrategy[Any]:
    needed = part["anyOf"][0]["required"] if "anyOf" in part else part["required"]
    fields = {name: nonsense(inner) for name, inner in part["properties"].items()}
    fields.pop("extends", None)
    always = {name: fields.pop(name) for name in needed}
    return st.fixed_dictionaries(always, optional=fields)


@given(spec=nonsense(SCHEMA), seed=st.integers(0, 1000))
def test_structurally_valid_nonsense_is_read_or_refused(spec: Any, seed: int) -> None:
    attempt(dump(spec, shuffle=Random(seed)))


def first(spec: strategies.Tree, section: str) -> strategies.Tree:
    record: strategies.Tree = next(iter(spec[section].values()))
    return record


def put(section: str, *path: str) -> Callable[[strategies.Tree, Any], None]:
    """Return what sets a field of the first record of a section; None removes it."""

    def plant(spec: strategies.Tree, value: Any) -> None:
        here = first(spec, section)
        for step in path[:-1]:
            here = here[step]
        if value is None:
            del here[path[-1]]
        else:
            here[path[-1]] = value

    return plant


LEG_TIME = put("legs", "transit_time", "typical")
FAULTS: dict[str, tuple[Callable[[strategies.Tree, Any], None], tuple[Any, ...]]] = {
    "unknown_node": (put("legs", "origin"), ("nowhere", "a-b")),
    "missing_value": (put("legs", "mode"), (None,)),
    "unknown_field": (put("nodes", "colour"), ("red", [], {"a": "b"})),
    "wrong_dimension": (LEG_TIME, ("460 km", "5 %", "1435 mm")),
    "missing_unit": (LEG_TIME, ("24", "0", "12.5")),
    "not_a_quantity": (LEG_TIME, ("1:30", "~3 days", "nan h", "1 000 h", "-3 h", "1e3 h")),
    "unknown_unit": (LEG_TIME, ("3 months", "12 hh", "12 H", "5 ton")),
    "range_out_of_order": (put("legs", "transit_time", "low"), ("90 days",)),
    "not_a_country": (put("nodes", "country"), ("Norway", "kz", "ZZ", "K")),
    "unknown_value": (put("nodes", "kind"), ("harbour", "Seaport", "0")),
    "wrong_shape": (put("nodes", "location"), ("40 50", ["40", "50"])),
    "not_a_number": (put("nodes", "location", "lat"), ("0x1F", "1_0", "40 N", "inf")),
    "out_of_range": (put("nodes", "location", "lat"), ("91", "-123.4")),
    "unknown_reference": (put("nodes", "location", "sources"), (["nobody"],)),
    "not_a_boolean": (put("legs", "one_way"), ("yes", "on", "True", "1")),
    "surrounding_space": (put("nodes", "name"), (" Aral", "Aral ")),
    "not_a_date": (put("sources", "date"), ("2024-02-30", "20.5.2024", "May")),
    "dates_out_of_order": (put("sources", "date"), ("2030", "2027-01-01")),
    "not_a_web_address": (put("sources", "url"), ("javascript:x", "file:///etc/passwd")),
    "not_positive": (put("legs", "transit_time", "low"), ("0 h", "0 min")),
    "shorter_than_great_circle": (put("legs", "distance", "value"), ("1 km", "0.5 nmi")),
}


@pytest.mark.parametrize("code", FAULTS)
@given(data=st.data())
def test_a_planted_fault_is_found_and_nothing_else(code: str, data: st.DataObject) -> None:
    spec = json.loads(json.dumps(data.draw(strategies.networks())))
    plant, values = FAULTS[code]
    plant(spec, data.draw(st.sampled_from(values)))
    found = attempt(dump(spec, shuffle=Random(data.draw(st.integers(0, 1000)))))
    assert isinstance(found, tuple)
    errors = {notice.code for notice in found if notice.severity == co.Severity.ERROR}
    assert errors == {code}


HEAD = 'format: 1\nname: "x"\nversion: "1"\nas_of: 2026-01-01\n'
LARGE = {
    "list": lambda: "x: [" + "a," * 149_000 + "]",
    "unknown fields": lambda: HEAD + "".join(f"k{i}: a\n" for i in range(70_000)),
    "empty records": lambda: HEAD + "legs:\n" + "".join(f" k{i}: {{}}\n" for i in range(35_000)),
    "no values": lambda: "".join(f"k{i}:\n" for i in range(70_000)),
    "number signs": lambda: 'a: "' + " #x" * 1_300_000 + '"',
    "brackets": lambda: "a: " + "[" * 1_000_000,
    "blanks": lambda: " " * 3_900_000 + "a: 1",
    "digits": lambda: HEAD + "nodes: " + "9" * 3_900_000,
    "line ends": lambda: "a: 1" + "\n" * 3_900_000,
    "comments": lambda: "#\n" * 1_900_000,
}
#: What Linux calls the peak of a process counts its parent's, as it was when it was started.
MEASURE = """
import pathlib, re, resource, sys, time
import corridor as co
data = sys.stdin.buffer.read()
began = time.process_time()
try:
    co.load_network(data)
except co.NetworkError as error:
    str(error)
status = pathlib.Path("/proc/self/status")
own = status.exists() and re.search(r"VmHWM:\\s+(\\d+)", status.read_text())
peak = int(own[1]) if own else resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(time.process_time() - began, peak / 1024)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="the room is measured as Unix does")
@pytest.mark.parametrize("name", LARGE)
def test_a_large_hostile_file_takes_little_time_and_room(name: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", MEASURE],
        input=LARGE[name]().encode(),
        capture_output=True,
        check=True,
    )
    seconds, megabytes = map(float, done.stdout.split())
    assert seconds < SECONDS
    assert megabytes < MEGABYTES
