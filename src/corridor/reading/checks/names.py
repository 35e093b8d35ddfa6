"""Checks of names: each stands for one thing, and is written in one script."""

import re
import unicodedata
from collections.abc import Iterator

from corridor.errors import Finding, Severity, Wording, quote
from corridor.network import names
from corridor.reading.checks.facts import Facts, check

_WORD = re.compile(r"\w+")
ALIKE = {"LATIN", "CYRILLIC", "GREEK"}


@check(Severity.ERROR)
def ambiguous_name(facts: Facts) -> Iterator[Finding]:
    """One name, case and accents apart, stands for two nodes, places or regions."""
    ranked: dict[tuple[int, str], names.Naming] = {}
    ids: dict[str, names.Naming] = {}
    told = set()
    for naming, folded in facts.namings:
        first = ranked.setdefault((naming.rank, folded), naming)
        if naming.text == naming.ref.id:
            first = ids.setdefault(naming.text, first)
        if first.ref == naming.ref or naming.path in told or _are_ids(first, naming):
            continue
        told.add(naming.path)
        wording = Wording(
            f"{quote(naming.text)}, which is also a name of {first.ref.id}"
            if first.ref.id != naming.ref.id
            else f"the id {quote(naming.text)} in {first.ref.section} and {naming.ref.section}",
            f"one {names.RANKS[naming.rank]} for one object, case, accents and punctuation apart",
            "rename one; several nodes of one city can be one place, under places",
        )
        on_key = naming.path[-1] == naming.ref.id
        yield Finding("ambiguous_name", naming.path, wording, related=(first.path,), on_key=on_key)


def _are_ids(first: names.Naming, second: names.Naming) -> bool:
    """Return whether two names are ids that are written differently: a query tells them apart."""
    are_ids = all(item.text == item.ref.id for item in (first, second))
    return are_ids and first.text != second.text


@check(Severity.ERROR)
def empty_name(facts: Facts) -> Iterator[Finding]:
    """A name or alias has no letter and no digit, so that nothing finds it."""
    seen = set()
    for naming, folded in facts.namings:
        if not folded and naming.path not in seen:
            seen.add(naming.path)
            wording = Wording(
                f"{quote(naming.text)}, in which there is no letter and no digit",
                "a name that can be read and asked for",
                "write the name, or remove the alias",
            )
            yield Finding("empty_name", naming.path, wording)


@check(Severity.WARNING)
def mixed_script(facts: Facts) -> Iterator[Finding]:
    """One word of a name has letters of several scripts that look alike."""
    seen = set()
    for naming, _ in facts.namings:
        if naming.text.isascii() or naming.path in seen:
            continue
        for word in _WORD.findall(naming.text):
            scripts = [unicodedata.name(letter, "-").partition(" ")[0] for letter in word]
            if len(ALIKE.intersection(scripts)) > 1:
                seen.add(naming.path)
                wording = Wording(
                    f"{quote(word)}, with {_rarest(word, scripts)}",
                    "a word in letters of one script",
                    "retype the word; other spellings go under aliases",
                )
                yield Finding("mixed_script", naming.path, wording)
                break


def _rarest(word: str, scripts: list[str]) -> str:
    """Return the letters of the script that has fewest in the word."""
    fewest = min(sorted(ALIKE.intersection(scripts)), key=scripts.count)
    letters = [letter for letter, script in zip(word, scripts, strict=True) if script == fewest]
    return f"{fewest.capitalize()} {', '.join(letters)}"
