"""What can be wrong with a file before its fields are looked at: the limits, and the words for it.

Each function words the notice code that it is named after. Nothing here reads anything.
"""

from corridor.errors import Severity, Wording, code, quote
from corridor.files import LARGEST_FILE
from corridor.network.conversion.to_texts import DEEPEST

#: Each key or value takes some 500 bytes of memory while a file is read and judged.
MOST_NODES = 1_200_000
BY_TABLE = "bring nodes and legs as tables: from_tables reads CSV and Parquet"
LONGEST_TEXT = 4_000
#: The complaint of parsers that limit nesting themselves, from PyYAML 6.0.4 on.
TOO_NESTED = "maximum nesting depth"


#: What the parser complains of -> what was found, how to fix it, whether to point at its opening.
COMPLAINTS: dict[str, tuple[str, str, bool]] = {
    "cannot start any token": (
        "a character that cannot begin a value",
        'put the text in double quotes, as in "@x"',
        False,
    ),
    "mapping values are not allowed": (
        "a second colon inside a value",
        'put a text with a colon in double quotes, as in "a: b"',
        False,
    ),
    "expected ',' or": (
        "a brace or bracket that does not close where it should",
        "close it, put a comma between its parts, and quote texts that hold commas or colons",
        True,
    ),
    "unexpected end of stream": (
        "a quotation mark that is not closed",
        "close the text with the same mark that opens it",
        True,
    ),
    "could not find expected ':'": (
        "a line that is neither key: value nor part of the lines above it",
        "put a colon and a space after the key, or the text in double quotes",
        True,
    ),
    "escape": (
        "a backslash in double quotes that means nothing",
        "write \\\\ for a backslash, or use single quotes",
        False,
    ),
    "expected": (
        "something that does not fit the lines above it",
        "begin the line in the same column as its neighbours; nothing may follow a closing quote",
        False,
    ),
}


@code(Severity.ERROR)
def other_format(kind: str, advice: str) -> Wording:
    """The file is no YAML but a table, a workbook or a map."""
    return Wording(
        kind,
        "a network file in YAML",
        f'in Python: {advice}; or write its legs in YAML: CONTRIBUTING.md, "How to add a leg"',
    )


@code(Severity.ERROR)
def not_utf8(byte: int, position: int) -> Wording:
    """The file is not UTF-8 text."""
    return Wording(
        f"the byte 0x{byte:02x} at position {position}",
        "UTF-8 text",
        "save the file with the encoding UTF-8 (your editor: Save as, or Reopen with encoding)",
    )


@code(Severity.ERROR)
def forbidden_character(character: str) -> Wording:
    """A tab, control, direction or zero-width character stands in the file, or in a text."""
    names = {"\t": "a tab (U+0009)", "\n": "a line break inside a text (U+000A)"}
    fixes = {"\t": "write spaces instead", "\n": "write the text as one line in double quotes"}
    return Wording(
        names.get(character, f"the invisible character U+{ord(character):04X}"),
        "text without tabs, control, direction or zero-width characters",
        fixes.get(character, "delete the character, or retype the value by hand"),
    )


@code(Severity.ERROR)
def file_too_large() -> Wording:
    """The file is larger than 16 MB."""
    size = f"{LARGEST_FILE:,} bytes"
    return Wording(f"more than {size}", f"at most {size}", BY_TABLE)


@code(Severity.ERROR)
def yaml_syntax(found: str, fix: str) -> Wording:
    """The text is not YAML."""
    return Wording(found, "YAML: lines of key, colon, space and value", fix)


@code(Severity.WARNING)
def comment_in_value(value: str, rest: str) -> Wording:
    """A text without quotes is followed by a number sign, which cuts it off."""
    return Wording(
        f"{quote(value)}, and {quote(rest)} cut off as a comment",
        "a text in quotes if # belongs to it, or # and a space if it is a comment",
        f'write "{value} {rest}", or put a space after #',
    )


@code(Severity.ERROR)
def empty_file() -> Wording:
    """The file holds nothing."""
    return Wording(
        "nothing",
        "lines of key: value",
        "write nodes and legs, or extends: bundled and what you add",
    )


@code(Severity.ERROR)
def not_a_mapping(what: str) -> Wording:
    """Something other than ``key: value`` lines stands at the top of the file."""
    return Wording(
        what,
        "key: value lines at the top of the file",
        "begin with format: 1, or with extends: bundled",
    )


@code(Severity.ERROR)
def several_documents() -> Wording:
    """A second YAML document follows the first."""
    return Wording("a second document", "one document in a file", "remove the line ---")


@code(Severity.ERROR)
def alias_forbidden(name: str, *, is_anchor: bool) -> Wording:
    """An anchor or alias is used."""
    if is_anchor:
        return Wording(f"the anchor &{name}", "values written out", f"remove &{name}")
    fix = f"write the value itself instead of *{name}"
    return Wording(f"the alias *{name}", "values written out", fix)


@code(Severity.ERROR)
def tag_forbidden(tag: str) -> Wording:
    """A YAML tag is used."""
    short = tag.replace("tag:yaml.org,2002:", "!!")
    return Wording(f"the tag {quote(short)}", "values without tags", "remove the tag")


@code(Severity.ERROR)
def too_deep() -> Wording:
    """Mappings or lists are nested deeper than 24 levels."""
    return Wording(
        "a list or mapping inside too many others",
        f"at most {DEEPEST} levels; a network needs about 6",
        "close what is open",
    )


@code(Severity.ERROR)
def too_many_values() -> Wording:
    """The file has more than 1,200,000 keys and values."""
    return Wording(
        f"more than {MOST_NODES:,} keys and values",
        f"at most {MOST_NODES:,}",
        BY_TABLE,
    )


@code(Severity.ERROR)
def text_too_long(length: int) -> Wording:
    """A text is longer than 4,000 characters."""
    return Wording(f"{length:,} characters", f"at most {LONGEST_TEXT:,}", "shorten the text")


@code(Severity.ERROR)
def key_not_text() -> Wording:
    """A key is a list, a mapping or empty."""
    return Wording(
        "a key that is not text", "a word before the colon", "write a word, as in country: KZ"
    )


@code(Severity.ERROR)
def duplicate_key(key: str) -> Wording:
    """One key stands twice in a mapping; since ids are keys, this is also a duplicate id."""
    return Wording(f"{quote(key)} a second time", "each key and id once", "rename or remove one")
