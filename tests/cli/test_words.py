"""Words that may not come back: in what people see, in docstrings, and in the pages."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

#: Words of our own, and what the trade says instead; as regular expressions.
BANNED = {
    r"as a rule\b": "typically",
    r"nine in ten\b": "90 %, or P90",
    r"hand-over": "interchange",
    r"longest estimate": "weakest figure",
    r"leaves no way|no way is left": "cuts every route",
    r"free flow": "uncongested",
    r"where the days lie": "where the time goes",
    r"makes the tail": "drives the delays",
    r"[Hh]olds? it down|held down by": "limits it, limited by",
    r"(is|are|be) made least|makes least": "minimise",
    r"if not said\b": "by default",
    r"as is meant\b|if that is meant": "if that is what you mean",
    r"\banew\b": "again, or a verb with re-",
    r"is missed\b": "no single closure adds any time",
    r"has a price for every part": "is fully priced",
    r"follows itself": "is listed twice in a row",
    r"names no (format|form)\b": "cannot tell the format from",
    r"is there already(\\n|$)": "already exists",
    r"about a shipment: say": "needs a shipment: add",
    r"the same chances": "share seed and runs",
    r"how sure\b|How sure\b": "how certain, or confidence",
    r"\bGrounds:|their grounds|what .* grounds\b": "evidence",
    r"what a day must be worth": "break-even value of time",
    r"by which way\b|\bthis way is\b|the whole way\b|\bno way\b": "route",
    r"\b(a|the|no|each|every|this|that|best|same|quickest|whole|other) ways? (of|by|between|from) "
    r"(?!(doing|saying|trying)\b)": "route",
    r"[Ww]eak points?\b": "critical elements",
    r"\b[Bb]ill\b|\bcost stack\b": "cost breakdown",
    r"an info is a remark": "info",
    r"plain data\b": "JSON",
}
#: First words of a docstring that say what a person does, and what a native professional writes.
OPENINGS = {"Hold": "a noun phrase", "Holds": "a noun phrase", "Say whether": "Return whether"}

MODULES = sorted((ROOT / "src").rglob("*.py"))
PAGES = [
    *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "data/SCHEMA.md")),
    *sorted((ROOT / "docs").rglob("*.md")),
    *sorted((ROOT / "examples").glob("*.py")),
    *sorted((ROOT / "examples").glob("*.yaml")),
    *sorted((ROOT / "examples" / "output").glob("*.txt")),
    *sorted((ROOT / "tests" / "bad").glob("*.txt")),
]


def texts(path: Path) -> Iterator[tuple[int, str]]:
    """Yield the texts of a module with their lines: literals, docstrings, and names of tests."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.lineno, " ".join(node.value.split())


def faults(text: str) -> Iterator[str]:
    """Yield the words of a text that may not come back, each with what to write."""
    for word, better in BANNED.items():
        if found := re.search(word, text):
            yield f"{found[0]!r}; write {better}"


@pytest.mark.parametrize(
    "path", MODULES, ids=lambda path: path.relative_to(ROOT / "src").as_posix()
)
def test_a_module_uses_the_words_of_the_trade(path: Path) -> None:
    found = [f"line {line}: {fault}" for line, text in texts(path) for fault in faults(text)]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_page_uses_the_words_of_the_trade(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    found = [f"line {n}: {fault}" for n, line in enumerate(lines, 1) for fault in faults(line)]
    assert not found, "\n".join(found)


def test_docstrings_open_as_docstrings_do() -> None:
    """A class is a noun phrase; what tells yes from no returns whether."""
    found = []
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
                text = ast.get_docstring(node) or ""
                kinds = [word for word in OPENINGS if re.match(rf"{word}\b", text)]
                found += [f"{path.name}:{node.lineno}: {word}" for word in kinds]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("text", ["about 24 days as a rule", "no way is left", "the way by Aktau"])
def test_a_word_that_came_back_is_found(text: str) -> None:
    assert list(faults(text))


@pytest.mark.parametrize("text", ["goods on the way", "usable both ways", "two ways to price it"])
def test_idioms_are_left_alone(text: str) -> None:
    assert not list(faults(text))
