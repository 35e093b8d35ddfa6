"""The shape of the library: small files, short functions, one public list, complete docstrings."""

import ast
import importlib
import inspect
import re
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FunctionType, ModuleType

import grimp
import pytest

import corridor
from corridor import errors

PACKAGE = Path(__file__).resolve().parents[1] / "src" / "corridor"
FILES = sorted(PACKAGE.rglob("*.py"))
MODULES = sorted(path.stem for path in FILES if path.stem != "__init__")
FILE_LINES = 400
BODY_LINES = 40
HEAVY = {"matplotlib", "networkx", "numpy", "openpyxl", "pandas", "pint", "pydantic", "scipy"}

PUBLIC = {
    name: value
    for name in corridor.__all__
    if not isinstance(value := getattr(corridor, name), ModuleType)
}
CLASSES = {name: value for name, value in PUBLIC.items() if inspect.isclass(value)}
FUNCTIONS = {
    name: value for name, value in PUBLIC.items() if isinstance(inspect.unwrap(value), FunctionType)
}

Function = ast.FunctionDef | ast.AsyncFunctionDef
each_file = pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
each_function = pytest.mark.parametrize("function", FUNCTIONS.values(), ids=FUNCTIONS)


def functions_of(path: Path) -> Iterator[Function]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, Function):
            yield node


def body_lines(function: Function) -> int:
    """Count the lines from the first statement after the docstring to the last."""
    body = function.body[1:] if ast.get_docstring(function) is not None else function.body
    if not body:
        return 0
    return (body[-1].end_lineno or body[-1].lineno) - body[0].lineno + 1


def section(function: Callable[..., object], title: str) -> str:
    """Give the text of one numpydoc section, or nothing."""
    pattern = rf"^{title}\n-{{3,}}\n(.*?)(?=^\w[\w ]*\n-{{3,}}$|\Z)"
    found = re.search(pattern, inspect.getdoc(function) or "", re.MULTILINE | re.DOTALL)
    return found[1] if found else ""


@each_file
def test_a_file_is_short(path: Path) -> None:
    lines = len(path.read_text(encoding="utf-8").splitlines())
    assert lines <= FILE_LINES, f"{path.name} has {lines} lines: split off its second job"


@each_file
def test_a_function_is_short(path: Path) -> None:
    long = {
        f"{path.name}:{function.lineno} {function.name}": lines
        for function in functions_of(path)
        if (lines := body_lines(function)) > BODY_LINES
    }
    assert not long


def test_no_module_is_a_drawer() -> None:
    """A module is named for its job; a module of odds and ends has none."""
    assert {"utils", "helpers", "common"}.isdisjoint(module.strip("_") for module in MODULES)


def test_public_names_are_sorted() -> None:
    names = set(corridor.__all__)
    assert list(corridor.__all__) == sorted(names, key=lambda name: (name.casefold(), name))


def test_public_names_are_complete() -> None:
    """What can be seen on the package is what `__all__` says, modules left aside."""
    seen = {
        name
        for name in dir(corridor)
        for value in [getattr(corridor, name)]
        if not name.startswith("_")
        and not isinstance(value, ModuleType)
        and getattr(value, "__module__", None) != "__future__"
        and type(value).__module__ != "__future__"
    }
    assert seen == {name for name in PUBLIC if not name.startswith("_")}


def test_no_module_hides_a_public_function() -> None:
    """Importing a module puts it on the package and would replace a function of its name."""
    assert set(FUNCTIONS).isdisjoint(MODULES)


@pytest.mark.parametrize("name", [*CLASSES, *FUNCTIONS])
def test_a_public_name_has_a_docstring(name: str) -> None:
    """One of its own: neither inherited nor the signature that a dataclass is given."""
    value = PUBLIC[name]
    docstring = vars(value).get("__doc__") if name in CLASSES else value.__doc__
    assert docstring
    assert not docstring.startswith(f"{name}(")


@each_function
def test_a_public_function_documents_its_parameters(function: FunctionType) -> None:
    parameters = section(function, "Parameters")
    missing = [
        name
        for name in inspect.signature(function).parameters
        if not re.search(rf"^(?:\S+, )*\*{{0,2}}{name}\b", parameters, re.MULTILINE)
    ]
    assert not missing


@each_function
def test_a_public_function_documents_its_answer(function: FunctionType) -> None:
    assert section(function, "Returns").strip()
    assert ">>> " in (inspect.getdoc(function) or "")


@each_function
def test_a_public_function_documents_what_it_raises(function: FunctionType) -> None:
    """Asked of those that raise something in their own body."""
    tree = ast.parse(inspect.getsource(function))
    raises = any(isinstance(node, ast.Raise) and node.exc for node in ast.walk(tree))
    assert section(function, "Raises").strip() or not raises


def test_the_tree_of_exceptions_is_drawn_whole() -> None:
    """The docstring of `errors` shows every exception that a user can meet."""
    classes = {
        name
        for name, value in vars(errors).items()
        if inspect.isclass(value) and issubclass(value, errors.CorridorError)
    }
    assert len(classes) > 1
    assert not [name for name in classes if not re.search(rf"\b{name}\b", errors.__doc__ or "")]


@pytest.mark.parametrize("module", ["corridor", "corridor.cli.main"])
def test_an_import_loads_nothing_heavy(module: str) -> None:
    """What is not used costs no start-up time."""
    importlib.import_module(module)  # a plain error here, not inside a subprocess
    code = f"import sys, {module}; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout.split()
    assert HEAVY.isdisjoint(loaded)


def test_folders_import_down_only_for_the_type_checker_too() -> None:
    """The contracts of import-linter leave such imports out; the order of the folders does not."""
    settings = tomllib.loads((PACKAGE.parents[1] / "pyproject.toml").read_text(encoding="utf-8"))
    folders = next(
        one for one in settings["tool"]["importlinter"]["contracts"] if one["id"] == "layers"
    )
    graph = grimp.build_graph("corridor", cache_dir=None, exclude_type_checking_imports=False)
    layers = [grimp.Layer(*layer.split(" | "), independent=True) for layer in folders["layers"]]
    assert not graph.find_illegal_dependencies_for_layers(layers, containers={"corridor"})
