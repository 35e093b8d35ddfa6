"""Rows in, aligned text out; and the one rounding function. Knows no value of the network."""

import textwrap
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from corridor.errors import visible
from corridor.money import amount

WIDTH = 80
DAY = 86_400
#: The step in which times are printed [s].
TENTH = DAY // 10
#: The step in which masses are printed [g].
KG = 1000
RULE = "─"


class Prose(NamedTuple):
    """Sentences, each of which begins a line."""

    sentences: Sequence[str]
    columns: int = WIDTH


class Table(NamedTuple):
    """A table as `table` takes it, before it is text or HTML; one without rows is left out."""

    head: Sequence[str]
    rows: Sequence[Sequence[str] | None]
    left: Sequence[int] = (0,)


class Pairs(NamedTuple):
    """Words with their explanations, as `definitions` takes them."""

    pairs: Sequence[tuple[str, str]]
    columns: int = WIDTH


Block = Prose | Table | Pairs


def page(blocks: Iterable[Block]) -> str:
    """Return blocks as text, an empty line between them.

    >>> print(page([Prose(["One route."]), Pairs([("days", "12.0")])]))
    One route.
    <BLANKLINE>
    days  12.0
    """
    return "\n\n".join(filter(None, map(_as_text, blocks)))


def _as_text(block: Block) -> str:
    if isinstance(block, Prose):
        lines = [line for text in block.sentences for line in wrap(text, block.columns)]
        return "\n".join(lines)
    if isinstance(block, Pairs):
        return definitions(block.pairs, columns=block.columns)
    return table(block.head, block.rows, left=block.left)


def days(seconds: int, *, digits: int = 1, promise: bool = False) -> str:
    """Return a time in days as text; every printed time goes through here.

    Parameters
    ----------
    seconds
        The time [s].
    digits
        Decimals; halves round up.
    promise
        Round up to the whole day, as a time that is to be kept.

    >>> days(1036800), days(1789000), days(1789000, digits=0), days(1789000, promise=True)
    ('12.0', '20.7', '21', '21')
    >>> days(1000)
    '<0.1'
    """
    if promise:
        return str(-(-seconds // DAY))
    scale = 10**digits
    rounded = (2 * abs(seconds) * scale + DAY) // (2 * DAY)
    sign = "-" if seconds < 0 and rounded else ""
    if not rounded and seconds > 0 and digits:
        return "<0." + "0" * (digits - 1) + "1"
    whole, rest = divmod(rounded, scale)
    return f"{sign}{whole}" + (f".{rest:0{digits}d}" if digits else "")


def adding_up(parts: Sequence[int], unit: int, shown: Callable[[int], str]) -> list[str]:
    """Return amounts as text in steps of a unit that add up to their sum as it is printed.

    >>> adding_up([43_000, 43_000], TENTH, days), days(86_000)
    (['0.5', '0.5'], '1.0')
    >>> adding_up([12_900, 12_900, 12_900], TENTH, days), days(38_700)
    (['0.2', '0.1', '0.1'], '0.4')
    """
    return in_units(parts, apportioned(parts, unit, nearest(sum(parts), unit)), unit, shown)


def nearest(amount: int, unit: int) -> int:
    """Return how many of a unit an amount is; halves away from zero, as they are printed."""
    units = (2 * abs(amount) + unit) // (2 * unit)
    return units if amount >= 0 else -units


def in_units(
    parts: Sequence[int], units: Sequence[int], unit: int, shown: Callable[[int], str]
) -> list[str]:
    """Return apportioned parts as text; what is little is told apart from nothing."""
    return [
        shown(number * unit if number or part <= 0 else 1)
        for part, number in zip(parts, units, strict=True)
    ]


def km(metres: int) -> str:
    """Return a distance in whole kilometres as text.

    >>> km(9651400)
    '9,651'
    """
    return f"{(metres + 500) // 1000:,}"


def money(cents: int, *, digits: int = 2) -> str:
    """Return an amount as text, in cents or in whole units; the currency stands in the head.

    >>> money(567512), money(567550, digits=0), money(-50)
    ('5,675.12', '5,676', '-0.50')
    """
    if digits:
        return amount(cents)
    sign = "-" if cents < 0 else ""
    return f"{sign}{(abs(cents) + 50) // 100:,}"


def kg(grams: int) -> str:
    """Return a mass in whole kilograms as text.

    >>> kg(3646100)
    '3,646'
    """
    sign = "-" if grams <= -500 else ""
    return f"{sign}{(abs(grams) + 500) // 1000:,}"


def apportioned(parts: Sequence[int], per: int, whole: int) -> list[int]:
    """Return parts, each divided by `per`, as integers with a given sum (largest remainder).

    >>> apportioned([7, 5, 0], 2, 6)
    [4, 2, 0]
    """
    exact = [divmod(part, per) for part in parts]
    short = whole - sum(units for units, _ in exact)
    order = sorted(range(len(parts)), key=lambda number: (-exact[number][1], number))
    return [units + (number in order[:short]) for number, (units, _) in enumerate(exact)]


def shares(parts: Sequence[int]) -> list[str]:
    """Return parts of a whole as shares that add up to 100 (largest remainder).

    >>> shares([1, 1, 1]), shares([999, 1])
    (['34 %', '33 %', '33 %'], ['>99 %', '<1 %'])
    """
    whole = sum(parts) or 1
    rounded = apportioned([100 * part for part in parts], whole, 100)
    return [
        "<1 %"
        if part and share == 0
        else ">99 %"
        if part < whole and share == 100
        else f"{share} %"
        for part, share in zip(parts, rounded, strict=True)
    ]


def shares_of(parts: Mapping[Any, int]) -> str:
    """Return named parts of a whole as shares in words.

    >>> shares_of({"reported": 3, "estimated": 1})
    '75 % reported, 25 % estimated'
    """
    named = zip(shares(list(parts.values())), parts, strict=True)
    return ", ".join(f"{share} {name}" for share, name in named)


def percent(share: float) -> str:
    """Return a share as whole per cent; none and all are said only where they are meant.

    >>> percent(0.834), percent(0.9999), percent(0.0001)
    ('83 %', '>99 %', '<1 %')
    """
    return shares([round(share * 10**6), 10**6 - round(share * 10**6)])[0]


def width(text: str) -> int:
    """Return how many columns a text takes on a terminal."""
    columns = 0
    for character in text:
        if unicodedata.combining(character) or unicodedata.category(character) == "Cf":
            continue
        columns += 2 if unicodedata.east_asian_width(character) in "WF" else 1
    return columns


def shown(text: str) -> str:
    r"""Return a text with control and direction characters spelled out; it may be hand-made.

    >>> print(shown("Ak\x1b[31mtau"))
    Ak\x1b[31mtau
    """
    return visible(text, keep="\u00a0")


def printable(page: str) -> str:
    r"""Return a page with every control and direction character spelled out but its line ends.

    >>> print(printable("Ak\x1b[31mtau\nBaku"))
    Ak\x1b[31mtau
    Baku
    """
    return visible(page, keep="\n\t\u00a0")


def pad(text: str, columns: int, *, right: bool = False) -> str:
    """Return the text filled with spaces to a number of columns."""
    gap = " " * max(0, columns - width(text))
    return gap + text if right else text + gap


def body(rows: Iterable[Sequence[str] | None]) -> list[Sequence[str] | None]:
    """Return the rows of a table that are shown, each rule (None) between two of them.

    Rows under a rule sum up those above it: with none above there is nothing to show.

    >>> body([("haulage", "10"), None, None, ("total", "10"), None])
    [('haulage', '10'), None, ('total', '10')]
    >>> body([None, ("total", "-")])
    []
    """
    shown_rows: list[Sequence[str] | None] = []
    for row in rows:
        if row is None and not shown_rows:
            return []
        if row is not None or shown_rows[-1] is not None:
            shown_rows.append(row)
    return shown_rows[:-1] if shown_rows and shown_rows[-1] is None else shown_rows


def table(
    head: Sequence[str], rows: Iterable[Sequence[str] | None], *, left: int | Sequence[int] = (0,)
) -> str:
    """Return rows as aligned columns between rules; a row None is a rule. No rows: no text.

    Parameters
    ----------
    head
        The words over the columns; a newline makes a second line.
    rows
        Texts, as many as the head has.
    left
        The columns that are aligned left; the others are numbers.
    """
    lefts = {left} if isinstance(left, int) else set(left)
    lines = [row and [shown(cell) for cell in row] for row in body(rows)]
    if not lines:
        return ""
    heads = [part.split("\n") for part in head]
    height = max(map(len, heads))
    top = [[*[""] * (height - len(part)), *part] for part in heads]
    head_rows = [[part[line] for part in top] for line in range(height)]
    cells = [*head_rows, *(row for row in lines if row is not None)]
    widths = [max(width(row[column]) for row in cells) for column in range(len(head))]

    def line(row: Sequence[str]) -> str:
        padded = [
            pad(cell, size, right=column not in lefts)
            for column, (cell, size) in enumerate(zip(row, widths, strict=True))
        ]
        return "  ".join(padded).rstrip()

    rule = RULE * (sum(widths) + 2 * (len(widths) - 1))
    texts = [rule if row is None else line(row) for row in lines]
    return "\n".join([*map(line, head_rows), rule, *texts, rule])


def definitions(pairs: Iterable[tuple[str, str]], *, columns: int = WIDTH) -> str:
    """Return words with their explanations beside them, wrapped; an empty word goes on."""
    rows = [(shown(word), shown(text)) for word, text in pairs]
    size = max((width(word) for word, _ in rows), default=0)
    lines = []
    for word, text in rows:
        wrapped = wrap(text, columns - size - 2) or [""]
        lines += [
            f"{pad(word if not number else '', size)}  {part}".rstrip()
            for number, part in enumerate(wrapped)
        ]
    return "\n".join(lines)


def wrap(text: str, columns: int = WIDTH) -> list[str]:
    """Return a text as lines of at most so many columns; a no-break space holds words together."""
    lines = textwrap.wrap(shown(text), columns, break_on_hyphens=False, break_long_words=False)
    return [line.replace("\u00a0", " ") for line in lines]


def lines_of(text: str, columns: int = WIDTH) -> int:
    """Return how many lines of at most so many columns a text takes."""
    return len(wrap(text, columns))


def in_one_line(text: str, columns: int) -> str:
    """Return a text in one line, cut between words, with … for what was cut.

    >>> in_one_line("wind above 15 m/s; ships wait", 24), in_one_line("wind", 24)
    ('wind above 15 m/s …', 'wind')
    """
    if lines_of(text, columns) <= 1:
        return text
    return f"{wrap(text, columns - 2)[0].rstrip(' ,;:.')} …"


def clip(text: str, columns: int) -> str:
    """Return a text cut to a number of columns, with … for what was cut."""
    if width(text) <= columns:
        return text
    while width(text) >= columns:
        text = text[:-1]
    return text.rstrip() + "…"


def encodable(text: str, encoding: str) -> str:
    """Return the text with what an encoding lacks replaced by its nearest plain form."""
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        plain = text.translate({ord(RULE): "-", ord("■"): "*", ord("…"): "...", ord("ı"): "i"})
        plain = plain.replace("ł", "l").replace("Ł", "L").replace("–", "-").replace("’", "'")
        plain = unicodedata.normalize("NFKD", plain)
        stripped = "".join(item for item in plain if not unicodedata.combining(item))
        return stripped.encode(encoding, "replace").decode(encoding)
    except LookupError:
        return encodable(text, "ascii")
    return text
