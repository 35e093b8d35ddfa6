"""Loading: all that is wrong with a file, where it stands, in words that fix it."""

from pathlib import Path

import pytest

import corridor as co
from corridor.reading import yaml_tree

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
        fix       did you mean aktau?
<bytes>:23:15: error: wrong_dimension  legs.aktau--alat--ferry.distance
     23 |     distance: 24 h
        found     24 h, a time
        expected  a length: a number, a space, and km or nmi, as in "460 km"
        fix       put 24 h where a time belongs, and a length here
<bytes>:24:19: error: missing_unit  legs.aktau--alat--ferry.transit_time
     24 |     transit_time: 24
        found     24, a number without a unit
        expected  a number, a space, and min, h, day(s) or week(s), as in "24 h"
        fix       write 24 h or 24 days if that is what you mean
<bytes>:25:3: error: duplicate_key  legs.aktau--alat--ferry
     25 |   aktau--alat--ferry: {}
        found     "aktau--alat--ferry" a second time
        expected  each key and id once
        fix       rename or remove one
        see also  <bytes>:19:3
4 errors, 0 warnings"""
    )


def changed(old: str, new: str) -> str:
    text = HEAD + LEG
    assert text.count(old) >= 1
    return text.replace(old, new, 1)


def test_a_file_of_more_than_16_mb_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "large.yaml"
    path.write_bytes(b"#" * 16_000_001)
    with pytest.raises(co.NetworkError) as caught:
        co.load_network(path)
    assert (
        str(caught.value).replace(str(path), "large.yaml").split("\n", 2)[2]
        == """\
        found     more than 16,000,000 bytes
        expected  at most 16,000,000 bytes
        fix       bring nodes and legs as tables: from_tables reads CSV and Parquet
1 error, 0 warnings"""
    )


def test_a_file_of_very_many_values_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yaml_tree, "MOST_NODES", 1_000)
    with pytest.raises(co.NetworkError) as caught:
        co.load_network(b"a: [" + b"a," * 1_000 + b"]")
    assert [notice.code for notice in caught.value.notices] == ["too_many_values"]


def test_as_many_values_as_ten_thousand_legs_have_are_read() -> None:
    """Such a file was once refused with the advice to remove what is not needed."""
    assert not yaml_tree.read_tree(b"a: [" + b"a," * 300_000 + b"a]", "large.yaml").failed


def test_of_very_many_problems_the_first_are_shown() -> None:
    records = "".join(f"  x{number}: {{}}\n" for number in range(5_000))
    found = notices(HEAD + records)
    assert {notice.code for notice in found} == {"too_many_problems", "missing_value"}
    assert 200 < len(found) < 2_000
    assert found[0].mend == "is it the right file? fix what is shown, and check again"


def test_one_cause_gives_one_notice() -> None:
    assert [notice.code for notice in notices(changed("20 h", "20"))] == ["missing_unit"]
    only = notices(changed("origin: aktau", "origin: aktua"))
    assert [notice.code for notice in only] == ["unknown_node"]


def test_a_decimal_comma_in_braces_is_explained() -> None:
    found = notices(changed("low: 20 h", "low: 1,5 h"))
    assert [notice.code for notice in found] == ["unknown_field"]
    assert found[0].mend == "a comma inside braces begins a new field: write decimals with a point"


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


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("a: " + "[" * 1_000_000, "1:27"),
        ("a: " + "{a: " * 100_000, "1:96"),
        ("a:\n" + "- " * 3_000, "2:47"),
        ("a: 'ä'\nb: " + "[" * 5_000, "2:27"),
        ("\n".join(" " * depth + "a:" for depth in range(1_500)), "25:25"),
        ("a: " + "[" * 24, "1:27"),
    ],
    ids=["brackets", "braces", "dashes", "second line", "lines", "at the limit"],
)
def test_deep_nesting_is_told_as_such_whichever_parser_notices_it(text: str, place: str) -> None:
    with pytest.raises(co.NetworkError) as caught:
        co.load_network(text.encode())
    (notice,) = caught.value.notices
    assert (notice.code, str(notice.where)) == ("too_deep", f"<bytes>:{place}")


def test_a_remark_after_a_bracket_cuts_nothing_off() -> None:
    text = changed("sources: [atlas]}", "sources: [atlas]} #mine")
    assert co.load_network(text.encode(), strict=True).notices == ()


def test_a_country_without_a_box_may_be_anywhere() -> None:
    text = changed("country: KZ", "country: GI")
    assert co.load_network(text.encode(), strict=True).notices == ()


@pytest.mark.parametrize("country", ["NO", "no", "off", "Yes"])
def test_no_word_becomes_a_boolean(country: str) -> None:
    data = changed('name: "Aktau"', f"name: {country}").encode()
    assert co.load_network(data).nodes["aktau"].name == country


def test_equal_layout_or_not_a_network_is_what_it_says() -> None:
    one = co.load_network((HEAD + LEG).encode())
    other = co.load_network((HEAD + LEG).replace("20 h", "1200 min").replace('"', "'").encode())
    assert one == other
    assert hash(one) == hash(other)
    assert one.digest == other.digest
    assert one != "a network"


def test_a_source_that_agrees_is_no_conflict() -> None:
    old = "{low: 20 h, typical: 24 h, high: 41 h, sources: [atlas]}"
    reported = '\n    reported_times: [{low: 18 h, high: 22 h, kind: "x", sources: [atlas]}]'
    text = changed(old, "{value: 20 h, sources: [atlas]}" + reported)
    assert co.load_network(text.encode(), strict=True).notices == ()
