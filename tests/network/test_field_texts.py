"""What the text of a field becomes, and how each that cannot be read is worded."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest

from corridor.errors import FieldError
from corridor.network.texts import field_texts as texts
from corridor.units import Distance, Duration, Mass

Reader = Callable[[str], Any]


def refused(reader: Reader, text: str) -> tuple[str, str, str, str]:
    """Return the code and the three texts of the fault that a text has."""
    with pytest.raises(FieldError) as caught:
        reader(text)
    return (caught.value.code, *caught.value.wording[:3])


def latitude(text: str) -> float:
    return texts.degrees(90)(text)


def longitude(text: str) -> float:
    return texts.degrees(180)(text)


def above_two(text: str) -> float:
    return texts.above(2, "a limit")(text)


def two_or_more(text: str) -> float:
    return texts.above(2, "a limit", or_equal=True)(text)


@pytest.mark.parametrize(
    ("dimension", "text", "value"),
    [
        ("time", "36 h", Duration(129_600)),
        ("length", "1.5 km", Distance(1_500)),
        ("mass", "14 t", Mass(14_000_000)),
        ("speed", "40 km/h", 40_000),
        ("containers", "80 TEU/year", 80),
    ],
)
def test_a_quantity_has_the_type_of_its_dimension(dimension: str, text: str, value: object) -> None:
    found = texts.quantity(dimension)(text)
    assert (found, type(found)) == (value, type(value))


@pytest.mark.parametrize(
    ("reader", "text", "value"),
    [
        (texts.gauge, "1435 mm", 1435),
        (texts.gauge, "1676 mm", 1676),
        (texts.carriage, "rail 1520", ("rail", 1520)),
        (texts.carriage, "rail", ("rail", None)),
        (texts.carriage, "ferry", ("ferry", None)),
        (texts.carriage, "any", ("any", None)),
        (texts.date, "2024-02-29", datetime.date(2024, 2, 29)),
        (texts.likely_date, "1800-01-01", datetime.date(1800, 1, 1)),
        (texts.likely_date, "2199-12-31", datetime.date(2199, 12, 31)),
        (texts.partial_date, "2024", "2024"),
        (texts.partial_date, "2024-05", "2024-05"),
        (texts.partial_date, "2024-05-20", "2024-05-20"),
        (texts.boolean, "true", True),
        (texts.boolean, "false", False),
        (texts.number, "-43.6", -43.6),
        (latitude, "90", 90.0),
        (latitude, "-90.0", -90.0),
        (longitude, "49.12345678", 49.123457),
        (above_two, "2.000001", 2.000001),
        (two_or_more, "2", 2.0),
        (texts.count, "0", 0.0),
        (texts.count, "123456789012", 123_456_789_012.0),
        (texts.share, "100 %", 10_000),
        (texts.share, "0.25 %", 25),
        (texts.electric_share, "electric", 10_000),
        (texts.electric_share, "diesel", 0),
        (texts.electric_share, "45 %", 4_500),
        (texts.identifier, "aktau--alat--ferry", "aktau--alat--ferry"),
        (texts.identifier, "a" * 100, "a" * 100),
        (texts.country, "KZ", "KZ"),
        (texts.border, "PL-BY", ("BY", "PL")),
        (texts.border, "BY-PL", ("BY", "PL")),
        (texts.direction, "PL-BY", ("PL", "BY")),
        (texts.month_day, "02-28", (2, 28)),
        (texts.month_day, "11-01", (11, 1)),
        (texts.free_text, "Cafe\u0301 au lait", "Caf\u00e9 au lait"),
        (texts.web_address, "https://example.org/a?b=1", "https://example.org/a?b=1"),
    ],
)
def test_a_text_becomes_its_value(reader: Reader, text: str, value: object) -> None:
    found = reader(text)
    assert (found, type(found)) == (value, type(value))


DAY = "a day written as 2024-05-20"
FORM = "write year-month-day, as in 2024-05-20"
NO_DAY = "correct the month or the day: the calendar has no such day"


@pytest.mark.parametrize(
    ("text", "fix"),
    [
        ("soon", FORM),
        ("2024/05/20", FORM),
        ("2024-02-30", NO_DAY),
        ("2024", NO_DAY),
        ("20.05.2024", "write 2024-05-20 if that is what you mean"),
        ("05.12.2024", "write 2024-12-05 if that is what you mean"),
        ("05.20.2024", "write 2024-05-20 if that is what you mean"),
        ("05/12/2024", "write 2024-12-05 or 2024-05-12 if that is what you mean"),
        ("05-12-2024", "write 2024-12-05 or 2024-05-12 if that is what you mean"),
        ("20/05/2024", "write 2024-05-20 if that is what you mean"),
        ("5/5/2024", "write 2024-05-05 if that is what you mean"),
        ("31/13/2024", FORM),
    ],
)
def test_a_date_of_another_form_is_shown_as_it_was_meant(text: str, fix: str) -> None:
    assert refused(texts.date, text) == ("not_a_date", f'"{text}"', DAY, fix)


@pytest.mark.parametrize("text", ["24", "2024-5", "2024-13", "2024-02-30", "2024-05-20-1"])
def test_a_year_or_month_is_one_of_the_calendar(text: str) -> None:
    code, *_ = refused(texts.partial_date, text)
    assert code == "not_a_date"


@pytest.mark.parametrize("text", ["1799-12-31", "2200-01-01", "1799", "2200-01"])
def test_a_date_is_one_on_which_freight_could_move(text: str) -> None:
    code, found, expected, fix = refused(texts.partial_date, text)
    assert (code, expected) == ("out_of_range", "a year from 1800 to 2199")
    assert found.startswith(text)
    assert fix == "correct the year, or leave the date out"


TRUTH = "true or false"
BOUNDED = "between -90 and 90"
COUNT = "a plain decimal, as in 43.6"
POSITIVE = "correct the number, or leave it out"
SIDES = "a mode, for rail with its gauge: rail 1435, rail 1520, rail, ferry, sea, road or any"
TWO_LETTERS = "an ISO 3166-1 two-letter code, as in KZ"


@pytest.mark.parametrize(
    ("reader", "text", "said"),
    [
        (texts.gauge, "1524 mm", (
            "unknown_gauge", "1524 mm",
            "one of 1000 mm, 1067 mm, 1435 mm, 1520 mm, 1600 mm, 1668 mm, 1676 mm",
            "write the gauge of the line, as in 1520 mm",
        )),
        (texts.carriage, "rail 1524", (
            "not_a_carriage", '"rail 1524"', SIDES, "write one of these",
        )),
        (texts.boolean, "Yes", ("not_a_boolean", '"Yes"', TRUTH, "write true")),
        (texts.boolean, "y", ("not_a_boolean", '"y"', TRUTH, "write true")),
        (texts.boolean, "on", ("not_a_boolean", '"on"', TRUTH, "write true")),
        (texts.boolean, "1", ("not_a_boolean", '"1"', TRUTH, "write true")),
        (texts.boolean, "True", ("not_a_boolean", '"True"', TRUTH, "write true")),
        (texts.boolean, "no", ("not_a_boolean", '"no"', TRUTH, "write false")),
        (texts.boolean, "N", ("not_a_boolean", '"N"', TRUTH, "write false")),
        (texts.boolean, "off", ("not_a_boolean", '"off"', TRUTH, "write false")),
        (texts.boolean, "0", ("not_a_boolean", '"0"', TRUTH, "write false")),
        (texts.boolean, "FALSE", ("not_a_boolean", '"FALSE"', TRUTH, "write false")),
        (texts.boolean, "maybe", ("not_a_boolean", '"maybe"', TRUTH, "write true or false")),
        (texts.number, "43,6", ("not_a_number", '"43,6"', COUNT, "write 43.6, with a point")),
        (texts.number, "1e3", (
            "not_a_number", '"1e3"', COUNT, "write digits and a point, without a unit",
        )),
        (latitude, "90.001", (
            "out_of_range", "90.001 degrees", BOUNDED, "write degrees; are lat and lon swapped?",
        )),
        (latitude, "-91", (
            "out_of_range", "-91 degrees", BOUNDED, "write degrees; are lat and lon swapped?",
        )),
        (latitude, "1234", (
            "out_of_range", "1234 degrees", BOUNDED, "write degrees; are lat and lon swapped?",
        )),
        (latitude, "43,6", (
            "not_a_number", '"43,6"', COUNT, "write 43.6, with a point",
        )),
        (above_two, "2", ("out_of_range", "2", "above 2: a limit", POSITIVE)),
        (above_two, "1", ("out_of_range", "1", "above 2: a limit", POSITIVE)),
        (two_or_more, "1.9", (
            "out_of_range", "1.9", "at least 2: a limit", POSITIVE,
        )),
        (texts.count, "80.000", (
            "dot_for_thousands", "80.000, with a dot",
            "a whole number, without a dot between thousands", "write 80000",
        )),
        (texts.count, "80.5", (
            "dot_for_thousands", "80.5, with a dot",
            "a whole number, without a dot between thousands", "write 80, without decimals",
        )),
        (texts.count, "1.200.300", ("not_a_number", '"1.200.300"', COUNT, "write 1200300")),
        (texts.count, "80 000", ("not_a_number", '"80 000"', COUNT, "write 80000")),
        (texts.count, "80'000", ("not_a_number", '"80\'000"', COUNT, "write 80000")),
        (texts.count, "80,000", ("not_a_number", '"80,000"', COUNT, "write 80000")),
        (texts.count, "-5", (
            "out_of_range", "-5", "zero or more: a count", "correct the number",
        )),
        (texts.count, "many", (
            "not_a_number", '"many"', COUNT, "write digits and a point, without a unit",
        )),
        (texts.share, "100.01 %", (
            "share_out_of_range", "100.01 %", "between 0 % and 100 %", "correct the share",
        )),
        (texts.electric_share, "steam", (
            "not_a_traction", '"steam"',
            "electric, diesel, or the share of the leg under electric traction, as in 45 %",
            "write one of these, or leave traction out if not known",
        )),
        (texts.month_day, "02-29", (
            "not_a_month_and_day", '"02-29"',
            "a day that every year has, written as MM-DD: 11-01",
            "write month-day with two digits each; 02-28 or 03-01 for a leap day",
        )),
        (texts.free_text, " Baku", (
            "surrounding_space", '" Baku"', "a text without spaces around it", 'write "Baku"',
        )),
        (texts.free_text, "Baku ", (
            "surrounding_space", '"Baku "', "a text without spaces around it", 'write "Baku"',
        )),
        (texts.web_address, "example.org", (
            "not_a_web_address", '"example.org"', "an address that begins with http:// or https://",
            "write the whole address, or remove url if there is none",
        )),
        (texts.country, "uk", ("not_a_country", '"uk"', TWO_LETTERS, "write GB")),
        (texts.country, "EL", ("not_a_country", '"EL"', TWO_LETTERS, "write GR")),
        (texts.country, "kz", ("not_a_country", '"kz"', TWO_LETTERS, "write KZ")),
        (texts.country, "KAZ", (
            "not_a_country", '"KAZ"', TWO_LETTERS, "look the two-letter code up",
        )),
        (texts.border, "PL", ("not_a_country", '""', TWO_LETTERS, "look the two-letter code up")),
        (texts.direction, "pl-BY", ("not_a_country", '"pl"', TWO_LETTERS, "write PL")),
        (texts.direction, "PL-by", ("not_a_country", '"by"', TWO_LETTERS, "write BY")),
    ],
)  # fmt: skip
def test_each_text_that_cannot_be_read_is_worded_whole(
    reader: Reader, text: str, said: tuple[str, ...]
) -> None:
    assert refused(reader, text) == said


@pytest.mark.parametrize(
    "text", ["rail1520", "rail 15200", "rail \u0661\u0665\u0662\u0660", "ferry 1520", "", "1520"]
)
def test_a_side_is_a_mode_with_a_gauge_for_rail_alone(text: str) -> None:
    code, *_ = refused(texts.carriage, text)
    assert code == "not_a_carriage"


@pytest.mark.parametrize(
    ("text", "close"),
    [
        ("Aktau Port", "write aktau-port"),
        ("T\u00fcrkiye_2", "write turkiye-2"),
        ("a---b", "write a-b"),
        ("\u0431\u0430\u043a\u0443", "choose such an id"),
        ("a" * 101, f"write {'a' * 64}"),
        ("A" * 65, f"write {'a' * 64}"),
    ],
)
def test_an_id_that_is_none_is_shown_as_one(text: str, close: str) -> None:
    code, found, expected, fix = refused(texts.identifier, text)
    assert (code, fix) == ("not_an_id", f"{close}; the full name goes under name")
    assert found.startswith(f'"{text[:60]}')
    assert expected == (
        "lower-case letters and digits joined by hyphens, as in aktau or xian-baku-2024"
    )


@pytest.mark.parametrize(
    ("text", "known", "fix"),
    [
        ("Port", ("city", "seaport"), "write seaport"),
        ("train", ("ferry", "rail"), "write rail"),
        ("port", ("city", "sport"), "did you mean sport?"),
        ("raill", ("ferry", "rail"), "did you mean rail?"),
        ("RAIL", ("ferry", "rail"), "did you mean rail?"),
        ("XXXX", ("XXXX", "rail"), "write one of these, as in XXXX"),
        ("x", ("ferry", "rail"), "write one of these, as in ferry"),
        ("fexxxx", ("ferry", "rail"), "write one of these, as in ferry"),
    ],
)
def test_a_word_that_is_not_known_is_told_with_the_nearest(
    text: str, known: tuple[str, ...], fix: str
) -> None:
    assert texts.unknown_value(text, known) == (f'"{text}"', f"one of {', '.join(known)}", fix)
