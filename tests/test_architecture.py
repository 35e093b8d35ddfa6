"""The shape of the library: small files, short functions, one public list, complete docstrings."""

import ast
import functools
import graphlib
import importlib
import inspect
import pydoc
import re
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Any

import grimp
import pytest

import corridor
from corridor import errors
from corridor.network.modes import MODES

PACKAGE = Path(__file__).resolve().parents[1] / "src" / "corridor"
FILES = sorted(PACKAGE.rglob("*.py"))
MODULES = sorted(path.stem for path in FILES if path.stem != "__init__")
FOLDERS = sorted({path.parent for path in FILES})
FILE_LINES = 400
FOLDER_MODULES = 14
LAYERS = 14
BODY_LINES = 40
HEAVY = {"matplotlib", "networkx", "numpy", "openpyxl", "pandas", "pint", "pydantic", "scipy"}
#: The modules that may import a foreign library; under TYPE_CHECKING any may.
LIBRARIES = {
    "marimo": {"explorer.app"},
    "matplotlib": {"chart.canvas.figure", "chart.canvas.picture"},
    "networkx": {"formats.graphml"},
    "numba": {"routing.graph.compiled_ways"},
    "numpy": {
        "analysis.time_profile",
        "calibration.*",
        "routing.graph.array_trees",
        "routing.graph.compiled_ways",
        "routing.graph.large.flat_arcs",
        "routing.graph.large.wavefront",
        "routing.graph.line_arrays",
        "routing.graph.many_ways",
        "routing.totals",
        "scenarios.matrix",
        "simulation.*",
    },
    "openpyxl": {"formats.sheets", "formats.workbooks.route_workbook"},
    "pandas": {"formats.tables"},
    "PIL": {"chart.canvas.figure"},
    "pint": {"units"},
    "pydantic": {"network.conversion.from_texts", "reading.validation"},
    "pydantic_core": {"network.fields"},
    "scipy": {"calibration.fit_model"},
    "pyproj": {"formats.sources.gmns_units"},
    "pyarrow": {"formats.row_writers", "formats.sources.rows"},
    "yaml": {"reading.yaml_tree"},
}

#: Words that are the name of a mode too: the sea as a cause of delay, and the water of a map.
OTHER_SENSE = {
    "formats/json_records.py": {"sea"},
    "report/map_svg.py": {"sea"},
    "simulation/varying_parts.py": {"sea"},
}

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


@each_file
def test_a_mode_is_named_in_its_row_alone(path: Path) -> None:
    """Elsewhere the name of a mode would be forgotten when a mode is added."""
    name = path.relative_to(PACKAGE).as_posix()
    tree = ast.parse(path.read_text(encoding="utf-8"))
    words = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)}
    named = {mode for mode in MODES if mode in words}
    assert named <= OTHER_SENSE.get(name, set()) or name == "network/modes.py"


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


def test_completion_offers_public_names_only() -> None:
    assert dir(corridor) == sorted({*corridor.__all__, "chart", "errors"})


@pytest.mark.parametrize("name", PUBLIC)
def test_help_shows_no_address(name: str) -> None:
    assert " at 0x" not in pydoc.plain(pydoc.render_doc(getattr(corridor, name)))


def test_help_says_in_words_what_a_field_takes() -> None:
    shown = str(inspect.signature(corridor.Leg))
    assert "gauge: Optional[Annotated[int, 'track gauge [mm]']] = None" in shown
    assert "operators: tuple[typing.Annotated[str, 'text'], ...] = ()" in shown


CHARTS = {name: getattr(corridor.chart, name) for name in corridor.chart.__all__}
CALLED: dict[str, Callable[..., object]] = {
    **FUNCTIONS,
    **CHARTS,
    "Avoid": corridor.Avoid,
    "Require": corridor.Require,
    "Shipment": corridor.Shipment,
}


@pytest.mark.parametrize("name", CALLED)
def test_a_misspelt_argument_is_answered_with_the_one_meant(name: str) -> None:
    function = CALLED[name]
    parameters = inspect.signature(function).parameters.values()
    meant = [item.name for item in parameters if item.kind != item.VAR_KEYWORD][-1]
    with pytest.raises(TypeError) as caught:
        function(**{f"{meant}x": None})
    assert str(caught.value) == f"{name}() has no argument '{meant}x'; did you mean {meant}?"


def test_a_misspelt_limit_is_answered_by_the_function_that_was_called() -> None:
    net: Any = corridor.load_network()
    wrong: dict[str, Any] = {"corrdior": "middle", "nonsense": 1}
    with pytest.raises(TypeError) as caught:
        corridor.find_route(net, "Aktau", "Baku", **wrong)
    first, second = str(caught.value).splitlines()
    assert first == "find_route() has no argument 'corrdior'; did you mean corridor?"
    assert second.startswith("find_route() has no argument 'nonsense'; it has net, origin, ")


def test_another_type_error_stays_as_it_is() -> None:
    call: Any = corridor.find_route
    with pytest.raises(TypeError, match="missing 1 required positional argument: 'destination'"):
        call(corridor.load_network(), "Aktau")


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


@functools.cache
def imports(*, typing: bool, libraries: bool = False) -> grimp.ImportGraph:
    """Give who imports whom, with or without what is imported for the type checker only."""
    return grimp.build_graph(
        "corridor",
        cache_dir=None,
        exclude_type_checking_imports=not typing,
        include_external_packages=libraries,
    )


def folders_in_layers() -> list[str]:
    settings = tomllib.loads((PACKAGE.parents[1] / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = settings["tool"]["importlinter"]["contracts"]
    layers: list[str] = next(one["layers"] for one in contracts if one["id"] == "layers")
    return layers


def test_folders_import_down_only_for_the_type_checker_too() -> None:
    """The contracts of import-linter leave such imports out; the order of the folders does not."""
    layers = [grimp.Layer(*layer.split(" | "), independent=True) for layer in folders_in_layers()]
    graph = imports(typing=True)
    assert not graph.find_illegal_dependencies_for_layers(layers, containers={"corridor"})


def test_there_are_few_layers() -> None:
    assert len(folders_in_layers()) <= LAYERS


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_folder_is_small(folder: Path) -> None:
    modules = [path.stem for path in folder.glob("*.py") if not path.stem.startswith("__")]
    assert len(modules) <= FOLDER_MODULES, f"{folder.name}: {len(modules)} modules; make a folder"


def circle(arrows: dict[str, set[str]]) -> tuple[str, ...]:
    """Give one circle of a digraph, or nothing."""
    try:
        graphlib.TopologicalSorter(arrows).prepare()
    except graphlib.CycleError as error:
        return tuple(error.args[1])
    return ()


def test_no_modules_import_each_other() -> None:
    """Nor round about; what is imported for the type checker counts."""
    graph = imports(typing=True)
    arrows = {name: graph.find_modules_directly_imported_by(name) for name in graph.modules}
    assert not circle(arrows)


@pytest.mark.parametrize("depth", [2, 3])
def test_no_folders_import_each_other(depth: int) -> None:
    """Folders of the package, then folders in folders; a module beside them stands for itself."""

    def place(module: str) -> str:
        return ".".join(module.split(".")[:depth])

    graph = imports(typing=True)
    arrows: dict[str, set[str]] = {}
    for name in graph.modules - {"corridor"}:
        others = map(place, graph.find_modules_directly_imported_by(name) - {"corridor"})
        arrows.setdefault(place(name), set()).update(set(others) - {place(name)})
    assert not circle(arrows)


def test_each_foreign_library_has_its_modules() -> None:
    """No library is imported elsewhere, none that is not listed, and no entry is out of date."""
    graph = imports(typing=False, libraries=True)
    foreign = graph.modules.difference(sys.stdlib_module_names)
    found = {
        library: {name.removeprefix("corridor.") for name in users}
        for library in foreign
        if not library.startswith("corridor")
        if (users := graph.find_modules_that_directly_import(library))
    }
    for folder in ("calibration", "simulation"):  # numpy draws and fits there, in many modules
        found["numpy"] = {
            f"{folder}.*" if name.startswith(f"{folder}.") else name for name in found["numpy"]
        }
    assert found == LIBRARIES


def test_only_the_renderer_wraps_text() -> None:
    """Text that is wrapped before it is laid out has line breaks in the middle of its lines."""
    wrapping = {
        path.relative_to(PACKAGE).as_posix()
        for path in FILES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and (node.value.id, node.attr)
        in {("_text", "wrap"), ("textwrap", "wrap"), ("textwrap", "fill")}
    }
    assert wrapping == {"text.py"}
