"""The door: all that is wrong with a file, where it stands, in words that mend it."""

import pytest

import corridor as co
from corridor.errors import CODES

HEAD = """\
format: 1
name: "Test"
version: "1"
as_of: 2026-01-01
sources:
  atlas: {title: "Atlas", publisher: "Nobody", date: 2020}
nodes:
  aktau:
    name: "Aktau"
    country: KZ
    kind: seaport
    location: {lat: 43.6, lon: 51.2, sources: [atlas]}
  alat:
    name: "Alat"
    country: AZ
    kind: seaport
    location: {lat: 40.0, lon: 49.4, sources: [atlas]}
legs:
"""
LEG = """\
  aktau--alat--ferry:
    origin: aktau
    destination: alat
    mode: ferry
    distance: {value: 487 km, sources: [atlas]}
    transit_time: {low: 20 h, typical: 24 h, high: 41 h, sources: [atlas]}
"""


def notices(text: str) -> tuple[co.Notice, ...]:
    with pytest.raises(co.NetworkError) as caught:
        co.load_network(text.encode(), strict=True)
    return caught.value.notices


def test_a_good_file_reads() -> None:
    assert co.load_network((HEAD + LEG).encode(), strict=True).notices == ()


def test_four_problems_are_reported_in_one_go_with_their_lines() -> None:
    text = (
        HEAD
        + """\
  aktau--alat--ferry:
    origin: aktua
    destination: alat
    mode: ferry
    distance: 24 h
    transit_time: 24
  aktau--alat--ferry: {}
"""
    )
    with pytest.raises(co.NetworkError) as caught:
        co.load_network(text.encode())
    assert (
        str(caught.value)
        == """\
<bytes>:20:13: error: unknown_node  legs.aktau--alat--ferry.origin
     20 |     origin: aktua
        found     "aktua"
        expected  the id of one of the file's nodes
        mend      did you mean aktau?
<bytes>:23:15: error: wrong_dimension  legs.aktau--alat--ferry.distance
     23 |     distance: 24 h
        found     24 h, a time
        expected  a length: a number, a space, and km or nmi, as in "460 km"
        mend      put 24 h where a time belongs, and a length here
<bytes>:24:19: error: missing_unit  legs.aktau--alat--ferry.transit_time
     24 |     transit_time: 24
        found     24, a number without a unit
        expected  a number, a space, and min, h, day(s) or week(s), as in "24 h"
        mend      write 24 h or 24 days, as is meant
<bytes>:25:3: error: duplicate_key  legs.aktau--alat--ferry
     25 |   aktau--alat--ferry: {}
        found     "aktau--alat--ferry" a second time
        expected  each key and id once
        mend      rename or remove one
        see also  <bytes>:19:3
4 errors, 0 warnings"""
    )


def changed(old: str, new: str) -> str:
    text = HEAD + LEG
    assert text.count(old) >= 1
    return text.replace(old, new, 1)


RAIL = """\
  one:
    origin: aktau
    destination: alat
    mode: rail
    gauge: 1435 mm
    distance: {value: 487 km, sources: [atlas]}
    transit_time: {low: 20 h, typical: 24 h, high: 41 h, sources: [atlas]}
  two:
    origin: alat
    destination: aktau
    mode: rail
    gauge: 1520 mm
    distance: {value: 487 km, sources: [atlas]}
    transit_time: {low: 20 h, typical: 24 h, high: 41 h, sources: [atlas]}
"""
DWELL = "    dwell: [{inbound: ferry, outbound: rail, kind: transshipment, time: %s}]\n"

CASES: dict[str, tuple[str, str]] = {
    "not_a_quantity": (changed("20 h", "1:30"), "24:25"),
    "unknown_unit": (changed("20 h", "20 hh"), "24:25"),
    "wrong_dimension": (changed("20 h", "20 km"), "24:25"),
    "missing_unit": (changed("20 h", "20"), "24:25"),
    "range_out_of_order": (changed("20 h", "30 h"), "24:25"),
    "unknown_node": (changed("destination: alat", "destination: alt"), "21:18"),
    "unknown_reference": (changed("sources: [atlas]", "sources: [atlos]"), "12:48"),
    "unknown_field": (changed("country: KZ", "county: KZ"), "10:5"),
    "missing_value": (changed("    country: KZ\n", ""), "8:3"),
    "unknown_value": (changed("kind: seaport", "kind: harbour"), "11:11"),
    "wrong_shape": (changed("mode: ferry", "mode: [ferry]"), "22:11"),
    "not_a_date": (changed("2026-01-01", "2026-13-01"), "4:8"),
    "not_a_boolean": (changed("mode: ferry", "mode: ferry\n    one_way: yes"), "23:14"),
    "not_a_number": (changed("lat: 43.6", "lat: 4e1"), "12:21"),
    "not_an_id": (changed("  atlas:", "  Atlas:"), "6:3"),
    "not_a_country": (changed("country: KZ", "country: Kazakhstan"), "10:14"),
    "surrounding_space": (changed('name: "Aktau"', 'name: "Aktau "'), "9:11"),
    "not_a_web_address": (changed("date: 2020", 'url: "file:///etc"'), "6:53"),
    "unknown_gauge": (changed("mode: ferry", "mode: rail\n    gauge: 1425 mm"), "23:12"),
    "not_a_carriage": (
        changed("  alat:\n", "  alat:\n" + (DWELL % "2 h").replace("ferry", "boat")),
        "14:23",
    ),
    "not_positive": (changed("low: 20 h", "low: 0 h"), "24:25"),
    "self_loop": (changed("destination: alat", "destination: aktau"), "21:18"),
    "wrong_gauge": (changed("mode: ferry", "mode: rail"), "19:3"),
    "missing_dwell": (HEAD + RAIL, "8:3"),
    "ambiguous_dwell": (
        (HEAD + RAIL).replace(
            "    kind: seaport\n",
            "    kind: seaport\n    dwell:\n"
            "      - {inbound: rail 1435, outbound: rail, kind: gauge_break, time: 2 h}\n"
            "      - {inbound: rail, outbound: rail 1520, kind: gauge_break, time: 3 h}\n",
        ),
        "14:9",
    ),
    "ambiguous_name": (changed('name: "Alat"', 'name: "aktáu"'), "14:11"),
    "dates_out_of_order": (changed("date: 2020", "date: 2027"), "6:54"),
    "out_of_range": (changed("lat: 43.6", "lat: 143.6"), "12:21"),
    "unsourced": (changed("{value: 487 km, sources: [atlas]}", "487 km"), "23:15"),
    "degenerate_spread": (
        changed("{low: 20 h, typical: 24 h, high: 41 h", "{value: 30 h"),
        "24:19",
    ),
    "yaml_syntax": (changed('name: "Test"', 'name: "Test'), "3:11"),
    "duplicate_key": (changed("mode: ferry", "mode: ferry\n    mode: sea"), "23:5"),
    "empty_file": ("# nothing\n", "1:1"),
    "not_a_mapping": ("- a\n", "1:1"),
    "several_documents": (HEAD + LEG + "---\na: 1\n", "25:1"),
    "alias_forbidden": (changed("country: KZ", "country: &a KZ"), "10:14"),
    "tag_forbidden": (changed("country: KZ", "country: !!str KZ"), "10:14"),
    "too_deep": ("a: " + "[" * 30, "1:27"),
    "text_too_long": (changed("country: KZ", "country: " + "K" * 5000), "10:14"),
    "key_not_text": (changed("country: KZ", "? [a]\n    : KZ"), "10:7"),
    "forbidden_character": (changed("country: KZ", "country:\tKZ"), "10:13"),
}


@pytest.mark.parametrize("code", sorted(CASES))
def test_a_code_fires_where_the_fault_stands(code: str) -> None:
    text, place = CASES[code]
    places = [
        f"{notice.where.line}:{notice.where.column}"
        for notice in notices(text)
        if notice.code == code
    ]
    assert places[:1] == [place]


def test_two_codes_need_bytes() -> None:
    with pytest.raises(co.NetworkError, match="error: not_utf8"):
        co.load_network((HEAD + LEG).encode("utf-16"))
    with pytest.raises(co.NetworkError, match="error: file_too_large"):
        co.load_network(b"#" * 4_000_001)


def test_every_registered_code_is_tried_and_explained() -> None:
    assert set(CODES) == {*CASES, "not_utf8", "file_too_large"}
    for code in CODES.values():
        assert code.meaning.endswith(".")


def test_one_cause_gives_one_notice() -> None:
    assert [notice.code for notice in notices(changed("20 h", "20"))] == ["missing_unit"]
    only = notices(changed("origin: aktau", "origin: aktua"))
    assert [notice.code for notice in only] == ["unknown_node"]


def test_a_decimal_comma_in_braces_is_explained() -> None:
    found = notices(changed("low: 20 h", "low: 1,5 h"))
    assert [notice.code for notice in found] == ["missing_unit", "unknown_field"]
    assert found[1].mend == "a comma inside braces begins a new field: write decimals with a point"


def test_norway_is_text() -> None:
    net = co.load_network(changed("country: KZ", "country: NO").encode())
    assert net.nodes["aktau"].country == "NO"


def test_a_notice_is_data() -> None:
    record = notices(changed("origin: aktau", "origin: aktua"))[0].to_record()
    assert record == {
        "code": "unknown_node",
        "severity": "error",
        "file": "<bytes>",
        "line": 20,
        "column": 13,
        "path": "legs.aktau--alat--ferry.origin",
        "found": '"aktua"',
        "expected": "the id of one of the file's nodes",
        "mend": "did you mean aktau?",
        "related": [],
    }


def test_of_one_code_at_most_fifty_are_shown() -> None:
    many = "".join(f"  x{number}: {{}}\n" for number in range(60))
    text = str(co.NetworkError(notices(HEAD + LEG + many)))
    assert "more of missing_value" in text
    assert text.count("error: missing_value") == 50


def test_warnings_refuse_a_file_only_when_asked() -> None:
    text = changed("{value: 487 km, sources: [atlas]}", "487 km").encode()
    assert [notice.code for notice in co.load_network(text).notices] == ["unsourced"]


@pytest.mark.parametrize("depth", [1_000_000])
def test_a_million_brackets_end_at_once(depth: int) -> None:
    with pytest.raises(co.NetworkError, match="too_deep"):
        co.load_network(b"a: " + b"[" * depth)
