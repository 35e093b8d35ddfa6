"""An answer on one screen: the finding, the table, one line each for what stands behind it."""

from collections.abc import Iterable, Iterator, Sequence

from corridor import text as _text
from corridor.text import Block, Pairs, Prose, Table

LINES = 25
#: What only the full answer says: where figures are from, and how to read them.
ONLY_IN_FULL = frozenset(
    [
        "",
        "converted",
        "counted",
        "currency",
        "data",
        "factors",
        "file",
        "grades",
        "historic",
        "indices",
        "level",
        "levels",
        "marks",
        "method",
        "off",
        "on file",
        "operators",
        "prices",
        "read as",
        "samples",
        "shown",
        "source",
        "sources",
        "verdicts",
    ]
)
#: What an answer of three lines still says, in this order.
TOLD = ("route", "evidence", "advisories", "advisory")
FEWEST_ROWS = 3
MOST_MORE = 2
MORE = "--full or .full(): every row, the sources, how to read them"


def screen(blocks: Iterable[Block], lines: int = LINES) -> list[Block]:
    """Return the blocks of an answer cut to so many lines, with how to see the rest.

    Sentences are kept; of what stands behind them, a line each, or more where there is space; of
    tables, the rows that fit.
    """
    given = [_complete(block) for block in blocks]
    pairs = [pair for block in given if isinstance(block, Pairs) for pair in block.pairs]
    notes = list(one_line_each(pairs))
    spare = lines - len(notes) - 1
    told = [block for block in given if not isinstance(block, Pairs)]
    above = _that_fit(told, spare)
    spare -= sum(map(_height, above))
    kept: list[Prose | Table] = []
    for number, block in enumerate(above):
        if isinstance(block, Table):
            after = sum(isinstance(other, Table) for other in above[number + 1 :])
            rows = max(FEWEST_ROWS, spare - FEWEST_ROWS * after)
            table = shortened(block, rows)
            kept.append(table)
            spare -= len(table.rows)
        else:
            kept.append(block)
    shown = fitted(notes, spare)
    if len(notes) < len(pairs) or shown != notes or kept != told:
        shown.append(("more", MORE))
    return [*kept, Pairs(shown)]


def _that_fit(blocks: "list[Prose | Table]", spare: int) -> "list[Prose | Table]":
    """Return sentences, the first table, and the further ones for which a screen has space."""
    left = spare - sum(_height(block) for block in blocks if isinstance(block, Prose))
    kept: list[Prose | Table] = []
    first = True
    for block in blocks:
        if isinstance(block, Table):
            left -= _height(block) + min(len(block.rows), FEWEST_ROWS)
            if left < 0 and not first:
                continue
            first = False
        kept.append(block)
    return kept


def _height(block: Block) -> int:
    """Return the lines that sentences take, or the head of a table, with the empty one after."""
    if isinstance(block, Prose):
        return sum(_text.lines_of(text) for text in block.sentences) + bool(block.sentences)
    return 4 + max(part.count("\n") for part in block.head) if isinstance(block, Table) else 0


def _complete(block: Block) -> Block:
    """Return a block as it is printed: no wider than a screen, rules only between rows."""
    if isinstance(block, Table):
        return block._replace(rows=_text.body(block.rows))
    return block._replace(columns=_text.WIDTH)


def fitted(pairs: Sequence[tuple[str, str]], spare: int) -> list[tuple[str, str]]:
    """Return words with explanations of a line each, and so many more lines in all at most."""
    columns = _text.WIDTH - 2 - max((_text.width(word) for word, _ in pairs), default=0)
    found = []
    for word, text in pairs:
        more = _text.lines_of(text, columns) - 1
        if more <= min(spare, MOST_MORE):
            spare -= more
            found.append((word, text))
        else:
            found.append((word, _text.in_one_line(text, columns)))
    return found


def brief(blocks: Iterable[Block]) -> list[str]:
    """Return an answer in at most three lines, as they go into an e-mail."""
    given = list(blocks)
    sentences = [text for block in given if isinstance(block, Prose) for text in block.sentences]
    pairs = [pair for block in given if isinstance(block, Pairs) for pair in block.pairs]
    notes = dict(reversed(list(one_line_each(pairs))))
    more = [f"{name.capitalize()}: {notes[name]}" for name in TOLD if name in notes]
    return [*sentences[:2], *more][:3] if len(sentences) > 1 else [*sentences, *more][:3]


def one_line_each(pairs: Sequence[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Yield what is told on the screen of words and their explanations: the first of each."""
    groups: list[tuple[str, list[str]]] = []
    for word, text in pairs:
        if word or not groups:
            groups.append((word, [text]))
        else:
            groups[-1][1].append(text)
    for word, texts in groups:
        if word == "advisory" and len(texts) > 1:
            yield "advisories", f"{len(texts)}; the first: {texts[0]}"
        elif word not in ONLY_IN_FULL:
            yield word, texts[0]


def shortened(table: Table, rows: int) -> Table:
    """Return a table of at most so many rows; the few under its last rule are kept."""
    body = table.rows
    if len(body) <= rows:
        return table
    rule = max((number for number, row in enumerate(body) if row is None), default=len(body))
    end = body[rule:] if len(body) - rule <= FEWEST_ROWS else []
    kept = body[: max(1, rows - len(end) - 1)]
    words = [""] * len(table.head)
    words[min(table.left, default=0)] = f"… {len(body) - len(kept) - len(end)} more"
    return table._replace(rows=[*kept, tuple(words), *end])
