"""The command line: what is typed, what is printed, and the exit codes."""

import itertools
import json
import os
import runpy
import subprocess
import sys
from pathlib import Path

import pytest

from corridor.cli import main as cli
from corridor.cli.grammar.command_list import COMMANDS

USAGE = """\
error: the following arguments are required: DESTINATION
  hint: corridor route --help
"""
NO_WAY = """\
no route Anaklia > Poti with what is open on 2026-11-21
  were all legs open that are closed on 2026-11-21: 0.3 days typical
"""
BY_SEA = """\
no route Tbilisi > Baku avoiding GE
  allowing GE, with every mode: 1.3 days typical
"""
Capture = pytest.CaptureFixture[str]


def run(capsys: Capture, *arguments: str) -> tuple[int, str, str]:
    try:
        code = cli.main(arguments)
    except SystemExit as stop:
        code = int(stop.code or 0)
    printed = capsys.readouterr()
    return code, printed.out, printed.err


def test_compare_without_arguments_is_the_headline(capsys: Capture) -> None:
    code, out, err = run(capsys, "compare", "--full")
    chains = ("China > Türkiye", "China > Türkiye > Western Europe")
    assert (code, err) == (0, "")
    assert out == run(capsys, "compare", "--corridor", "middle", *chains, "--full")[1]
    lines = out.splitlines()
    assert lines[0].startswith("China > Türkiye: 12 days advertised, typically ")
    assert lines[1].startswith("China > Türkiye > Western Europe: 18 days advertised, typically ")
    assert "advertised: 12 days, trend-2024-07-04 (mc-009)" in out
    assert max(map(len, lines)) <= 80


def test_route_prints_stops_and_grounds(capsys: Capture) -> None:
    code, out, _ = run(capsys, "route", "Qingdao", "Baku", "--full")
    assert code == 0
    assert out.startswith("Qingdao > Baku: ")
    for word in ("■ Aktau", "transit time", "evidence", "sources", "levels", "data"):
        assert word in out
    assert max(map(len, out.splitlines())) <= 80


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (
            ("route", "Aktua", "Poti"),
            2,
            'error: no place is called "Aktua"\n  did you mean  Aktau (aktau, KZ)?\n',
        ),
        (
            ("route", "Anaklia", "Poti"),
            1,
            NO_WAY,
        ),
        (
            ("route", "Tbilisi", "Baku", "--mode", "sea", "--avoid-country", "ge"),
            1,
            BY_SEA,
        ),
        (
            ("compare", "--as-of", "banana"),
            2,
            'error: "banana" is not a date; write it as 2016-06-15, 2016-06 or 2016\n',
        ),
        (
            ("compare", "--network", "no-such-file"),
            2,
            "error: cannot read no-such-file: No such file or directory\n",
        ),
        (
            ("route", "Kars"),
            2,
            USAGE,
        ),
        (("places", "zzz"), 1, 'no place has "zzz" in its name\n'),
    ],
)
def test_errors_go_to_stderr_with_their_exit_code(
    capsys: Capture, arguments: tuple[str, ...], code: int, message: str
) -> None:
    assert run(capsys, *arguments) == (code, "", message)


def test_two_networks_are_one_and_other_options_are_given_once(
    capsys: Capture, tmp_path: Path
) -> None:
    """Of two values none is dropped in silence."""
    mine = tmp_path / "mine.yaml"
    mine.write_text("extends: bundled\nplaces: {my-ports: {name: Mine, nodes: [poti, batumi]}}\n")
    ours = tmp_path / "ours.yaml"
    ours.write_text("extends: bundled\nplaces: {our-ports: {name: Ours, nodes: [aktau, kuryk]}}\n")
    both = ("--network", str(mine), "--network", str(ours))
    code, out, _ = run(capsys, "route", "Ours", "Mine", *both)
    assert (code, out.partition(":")[0]) == (0, "Ours > Mine")
    code, _, said = run(capsys, "route", "Aktau", "Poti", "--level", "low", "--level", "high")
    assert code == 2
    assert said.startswith("error: argument --level: given twice; give it once\n")


def test_corridors_side_by_side(capsys: Capture) -> None:
    code, out, _ = run(capsys, "corridors", "Xi'an", "Duisburg")
    assert code == 0
    for name in ("Northern", "Middle", "Southern", "Suez", "Cape"):
        assert name in out
    assert "Southern Corridor: not offered: no journey by it is reported" in out


def test_json_is_one_object_with_its_network(capsys: Capture) -> None:
    for arguments, schema in (
        (("compare",), "corridor.comparison"),
        (("route", "Xian", "Poti"), "corridor.route"),
        (("corridors", "Xian", "Poti"), "corridor.comparison"),
        (("routes", "Xian", "Poti", "--limit", "2"), "corridor.alternatives"),
        (("explain", "Xian", "Poti"), "corridor.explanation"),
        (("places", "baku"), "corridor.places"),
    ):
        code, out, _ = run(capsys, *arguments, "--json")
        record = json.loads(out)
        assert (code, record["schema"], record["schema_version"]) == (0, schema, 0)
        assert record["network"]["as_of"] == "2026-11-21"


def test_a_route_as_json_adds_up(capsys: Capture) -> None:
    record = json.loads(run(capsys, "route", "China", "Türkiye", "--json")[1])
    assert record["units"] == {
        "time": "second",
        "distance": "metre",
        "mass": "gram",
        "money": "cent",
    }
    for level in ("low", "typical", "high"):
        legs = [step["transit_time"] for step in record["steps"] if "leg" in step]
        stops = [
            step[part]
            for step in record["steps"]
            for part in ("dwell", "waiting")
            if step.get(part)
        ]
        assert record["transit_time"][level] == sum(part[level] for part in (*legs, *stops))


def test_check_counts_what_it_finds(capsys: Capture, tmp_path: Path) -> None:
    bad = tmp_path / "bad.yaml"
    bad.write_text("format: 1\nnodes: {}\n", encoding="utf-8")
    code, out, _ = run(capsys, "check", str(bad))
    assert code == 1
    assert f"{bad}:1:1: error: missing_value  name" in out
    assert out.splitlines()[-1] == "4 errors, 0 warnings"
    code, out, _ = run(capsys, "check", "data/network.yaml", "--strict")
    assert code == 0
    assert out.splitlines()[-1].startswith("0 errors, 0 warnings")
    code, out, _ = run(capsys, "check", str(bad), "--json")
    record = json.loads(out)
    assert record["counts"] == {"error": 4, "warning": 0, "info": 0}
    assert len(record["notices"]) == 4


def test_check_tells_warnings_from_errors_unless_it_is_strict(capsys: Capture) -> None:
    path = "tests/bad/isolated_node.yaml"
    code, out, _ = run(capsys, "check", path)
    assert (code, out.splitlines()[-1]) == (0, "0 errors, 1 warning")
    code, out, _ = run(capsys, "check", path, "--strict")
    assert (code, out.splitlines()[-1]) == (1, "1 error, 0 warnings")


def test_check_reads_files_one_by_one_or_together(capsys: Capture) -> None:
    names = [f"tests/bad/conflicting_definition{end}.yaml" for end in ("", ".base")]
    code, out, _ = run(capsys, "check", *names)
    assert code == 1
    assert "error: cannot_extend" in out
    code, out, _ = run(capsys, "check", "--together", *names)
    assert code == 1
    assert f"see also  {names[1]}:8:3" in out


def test_schema_prints_what_is_published(capsys: Capture) -> None:
    for arguments, name in (((), "network.schema.json"), (("--markdown",), "SCHEMA.md")):
        code, out, _ = run(capsys, "schema", *arguments)
        assert code == 0
        assert out.splitlines() == Path("data", name).read_text(encoding="utf-8").splitlines()


def test_places_lists_what_is_close(capsys: Capture) -> None:
    code, out, _ = run(capsys, "places", "istanbul")
    assert code == 0
    assert "istanbul-halkali" in out
    assert "istanbul-ambarli" in out


def test_routes_say_whether_there_are_more(capsys: Capture) -> None:
    code, out, _ = run(capsys, "routes", "Xi'an", "Istanbul", "--limit", "2")
    assert code == 0
    assert out.startswith("Xi'an > Istanbul: 2 routes that differ in passage; there are more.")
    assert run(capsys, "routes", "Xi'an", "Istanbul", "--limit", "0")[::2] == (
        2,
        "error: limit is 0; it must be a whole number from 1 to 1,000\n",
    )


def test_a_shipment_has_its_cost_and_emissions_in_json(capsys: Capture) -> None:
    """To the cent and the gram."""
    typed = ["--equipment", "40ft", "--quantity", "2", "--value", "108000 USD", "--json"]
    typed += ["--max-price-age", "any"]
    code, out, _ = run(capsys, "route", "Xi'an", "Duisburg", "--by", "cost", *typed)
    record = json.loads(out)
    cost, emissions = record["cost"], record["emissions"]
    for level in ("low", "typical", "high"):
        assert sum(item["cents"][level] for item in cost["charges"]) == cost["total"][level]
    assert sum(item["grams"] for item in emissions["chain"]) == emissions["total"]
    assert (code, cost["complete"], cost["currency"]) == (0, True, "USD")
    assert record["request"]["shipment"]["cargo_value"] == "108000.00 USD"


def test_trade_offs_are_shown_and_given_as_json(capsys: Capture) -> None:
    typed = ("pareto", "Xi'an", "Duisburg", "--equipment", "40ft", "--max-price-age", "any")
    by = ("--by", "transit_time", "--by", "emissions")
    whole = json.loads(run(capsys, *typed, *by, "--json")[1])["routes"]
    code, out, _ = run(capsys, *typed, *by, "--tolerance", "0.05")
    assert code == 0
    assert "Duisburg: 5 routes that" in out
    assert f"{len(whole) - 5} more hidden, within 5 % of one that is shown" in " ".join(out.split())
    _, out, _ = run(capsys, *typed, "--json")
    record = json.loads(out)
    assert record["by"] == ["transit_time", "cost", "emissions"]
    assert len(record["values"]) == len(record["routes"]) == 3
    for one, other in itertools.permutations(record["values"], 2):
        assert any(one[by] < other[by] for by in record["by"])


def test_corridors_show_days_money_and_emissions(capsys: Capture) -> None:
    typed = ("corridors", "Xi'an", "Duisburg", "--equipment", "40ft")
    _, out, _ = run(capsys, *typed, "--max-price-age", "any", "--full")
    assert "Northern Corridor                   17.6    5,675    3,575  2025-03\n" in out
    _, out, _ = run(capsys, *typed, "--full")
    assert "Northern Corridor                   17.6  3,250 +    3,575  2025\n" in out
    _, out, _ = run(capsys, *typed, "--by", "cost", "--full")
    assert "Middle Corridor: no route Xi'an > Duisburg is fully priced for 40ft." in out
    assert (
        "Northern Corridor: no route Xi'an > Duisburg is fully priced for 40ft: the prices "
        "on file are older than 18 months (2025-03); ask with --max-price-age any"
    ) in " ".join(out.split())


def test_the_price_of_an_ocean_leg_is_shown_with_what_it_lacks(capsys: Capture) -> None:
    _, out, _ = run(capsys, "corridors", "Xi'an", "Duisburg", "--equipment", "40ft", "--full")
    assert "Ocean via Suez                      42.1  4,200 +    2,787  2026-09\n" in out


def test_a_carbon_price_is_typed_with_its_share(capsys: Capture) -> None:
    typed = ("route", "Shanghai", "Rotterdam", "--corridor", "cape", "--equipment", "40ft")
    priced = (*typed, "--carbon-price", "75 USD")
    code, out, _ = run(capsys, *priced, "--carbon-share", "50 %", "--json")
    record = json.loads(out)["cost"]
    assert code == 0
    assert sum(item["cents"]["typical"] for item in record["charges"] if item["kind"] == "carbon")
    assert json.loads(out)["request"]["shipment"]["carbon_price"]["share"] == 5000
    code, _, err = run(capsys, *priced)
    assert code == 2
    assert err == (
        "error: a carbon price is a price and the share that it is paid for\n"
        '  hint: --carbon-price "75 EUR" --carbon-share "50 %"\n'
    )
    code, _, err = run(capsys, *typed[:3], "--carbon-price", "75 USD", "--carbon-share", "50 %")
    assert code == 2
    assert err == (
        "error: --carbon-price needs a shipment: add its equipment\n  hint: --equipment 40ft\n"
    )


def test_a_chain_is_exported_by_its_name(capsys: Capture, tmp_path: Path) -> None:
    path = tmp_path / "chain.json"
    typed = ("export", "Aktau > Baku", "--equipment", "40ft", "--format", "transport-chain")
    code, _, _ = run(capsys, *typed, "-o", str(path))
    assert code == 0
    assert json.loads(path.read_text("utf-8"))["shipmentFootprint"]["tces"]


def test_what_is_carried_needs_boxes(capsys: Capture) -> None:
    code, _, err = run(capsys, "route", "Xi'an", "Duisburg", "--value-of-time", "200 USD")
    assert code == 2
    assert err == (
        "error: --value-of-time needs a shipment: add its equipment\n  hint: --equipment 40ft\n"
    )


def test_explain_against_a_corridor(capsys: Capture) -> None:
    words = ("explain", "Xi'an", "Duisburg", "--versus-corridor", "northern")
    code, out, err = run(capsys, *words, "--full")
    assert code == 0
    assert err == "note: the best route is itself that one; explained is the best other route\n"
    assert "days by middle and" in out
    assert "transit time" in out
    code, out, err = run(
        capsys,
        "explain",
        "Xi'an",
        "Istanbul",
        "--corridor",
        "middle",
        "--versus-via",
        "Poti",
        "--full",
    )
    assert (code, err) == (0, "")
    assert "Tbilisi > Marabda rail 1520 by Poti" in out


def test_constraints_of_every_kind_are_options(capsys: Capture) -> None:
    def ask(*limits: str) -> tuple[int, str, str]:
        return run(capsys, "route", "Xi'an", "Duisburg", *limits)

    record = json.loads(ask("--policy", "no-russia-belarus", "--json")[1])
    assert "RU" in record["not_touched"]
    code, _, err = ask("--avoid-border", "by-pl", "--require-node", "brest")
    assert code == 1
    first = "no route Xi'an > Duisburg avoiding border BY-PL, requiring node brest"
    assert err.splitlines()[0] == first
    assert ask("--max-time", "soon")[2].startswith('error: max_time is "soon"; it must be a number')
    assert ask("--corridor", "midle")[2].endswith("  did you mean  middle?\n")


def test_completions_know_every_command_and_option(capsys: Capture) -> None:
    scripts = {shell: run(capsys, "completion", shell)[1] for shell in ("bash", "zsh", "fish")}
    for command in COMMANDS:
        options = [name for item in command.arguments for name in item.names if name[:2] == "--"]
        for shell, script in scripts.items():
            assert command.name in script
            for option in options:
                assert (f"-l {option[2:]}" if shell == "fish" else option) in script


def test_the_bash_completion_completes(capsys: Capture) -> None:
    script = run(capsys, "completion", "bash")[1]
    asked = "COMP_WORDS=(corridor route --avoid-c); COMP_CWORD=2; _corridor"
    done = subprocess.run(
        ["bash", "-c", f'{script}\n{asked}; echo "${{COMPREPLY[@]}}"'],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "--avoid-country\n"


def test_without_a_command_the_help_is_shown(capsys: Capture) -> None:
    code, out, err = run(capsys)
    assert (code, out) == (2, "")
    assert err.startswith("usage: corridor")
    assert run(capsys, "--version")[1].startswith("corridor 0.")


@pytest.mark.parametrize("command", ["", *(command.name for command in COMMANDS)])
def test_help_has_an_example_and_the_exit_codes(capsys: Capture, command: str) -> None:
    code, out, _ = run(capsys, *filter(None, [command]), "--help")
    assert code == 0
    assert f"corridor {command or 'compare'}" in out
    assert "exit codes: 0 answer; 1 no route, or a check failed" in out
    assert "option_strings" not in out  # what argparse makes of a lone per cent sign


def test_the_help_has_the_sentence_of_every_command(capsys: Capture) -> None:
    words = "".join(run(capsys, "--help")[1].split())
    for command in COMMANDS:
        assert "".join(f"{command.name}{command.sentence}".split()) in words


def piped(*arguments: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "corridor", *arguments],
        capture_output=True,
        check=False,
        env=os.environ | environment,
    )


def test_a_pipe_without_utf8_gets_plain_text() -> None:
    done = piped("compare", PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert done.returncode == 0
    assert b"China > Turkiye: 12 days advertised" in done.stdout
    assert b"----" in done.stdout


def test_hash_seeds_do_not_change_a_byte() -> None:
    one, other = (piped("corridors", "Xi'an", "Duisburg", PYTHONHASHSEED=seed) for seed in "01")
    assert one.stdout == other.stdout != b""


def test_a_closed_pipe_is_quiet() -> None:
    command = f'"{sys.executable}" -m corridor corridors "Xi\'an" Duisburg --json | head -c 1'
    done = subprocess.run(["bash", "-c", command], capture_output=True, check=False)
    assert done.stderr == b""


def test_what_if_lists_scenarios_and_compares_with_them(capsys: Capture, tmp_path: Path) -> None:
    code, out, _ = run(capsys, "whatif")
    assert (code, out.splitlines()[2]) == (0, "caspian-storm                Caspian storm")
    chain = ("Xi'an > Poti", "--corridor", "middle")
    code, out, _ = run(capsys, "whatif", "caspian-storm+congestion-2022", *chain)
    assert code == 0
    assert "Xi'an > Poti, Caspian storm: no route" in " ".join(out.split())
    assert "  Congestion of 2022" in out
    code, out, err = run(capsys, "whatif", "caspian-strom")
    assert (code, out) == (2, "")
    assert "did you mean  caspian-storm?" in err
    two = [tmp_path / "poti.yaml", tmp_path / "batumi.yaml"]
    for path in two:
        change = f"changes: [{{change: close, at: [{path.stem}]}}]"
        path.write_text(f"extends: bundled\nname: Shut\n{change}\n", encoding="utf-8")
    code, out, _ = run(capsys, "whatif", "+".join(map(str, two)), "Xi'an > Poti", "--json")
    assert code == 0
    rows = [(row["label"], row["scenario"]) for row in json.loads(out)["rows"]]
    shut = [f"Shut ({path})" for path in two]
    assert rows == [
        (f"{asked}, {scenario}" if scenario else asked, scenario)
        for asked in ("Xi'an > Poti", "Xi'an > Poti by Middle", "Xi'an > Poti by Suez")
        for scenario in (None, *shut)
    ]
    assert run(capsys, "whatif", f"{two[0]}+{two[0]}", "Xi'an > Poti")[0] == 2
    mine = tmp_path / "mine.yaml"
    mine.write_text("extends: bundled\nchanges: [{change: close, at: [potti]}]\n", encoding="utf-8")
    code, _, err = run(capsys, "whatif", str(mine))
    assert code == 2
    assert err.startswith('error: the scenario "')
    assert f"{mine}:2:11: change 1, close potti" in err


@pytest.mark.parametrize(
    ("arguments", "schema", "key"),
    [
        (("whatif", "btk-under-modernisation", "China > Türkiye"), "comparison", "rows"),
        (("critical", "Xi'an > Poti", "--kind", "legs"), "weak_points", "points"),
        (("capacity", "Xi'an", "Türkiye", "--corridor", "middle"), "throughput", "cut"),
        (("diff", "caspian-storm"), "difference", "rows"),
    ],
)
def test_studies_answer_as_text_and_as_json(
    capsys: Capture, arguments: tuple[str, ...], schema: str, key: str
) -> None:
    code, text, err = run(capsys, *arguments, "--full")
    assert (code, err) == (0, "")
    assert "digest" in text
    code, out, _ = run(capsys, *arguments, "--json")
    record = json.loads(out)
    assert (code, record["schema"]) == (0, f"corridor.{schema}")
    assert record[key]


def test_diff_takes_files_and_names(capsys: Capture, tmp_path: Path) -> None:
    mine = tmp_path / "mine.yaml"
    mine.write_text("extends: bundled\nchanges: [{change: close, at: [poti]}]\n", encoding="utf-8")
    code, out, _ = run(capsys, "diff", "bundled", str(mine))
    assert code == 0
    assert out.startswith("1 difference\n\nclosures.poti--closed\n  -\n  > poti closed always\n")
    assert run(capsys, "diff", "bundled")[1].startswith("no difference\n")


def test_the_package_is_run_as_the_command(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["corridor", "places", "Aktau", "--ids"])
    with pytest.raises(SystemExit) as ended:
        runpy.run_module("corridor", run_name="__main__")
    assert (ended.value.code, capsys.readouterr().out) == (0, "aktau\n")


def test_infos_about_an_extended_file_are_only_counted(tmp_path: Path, capsys: Capture) -> None:
    mine = tmp_path / "mine.yaml"
    mine.write_text("extends: bundled\n", encoding="utf-8")
    code, out, _ = run(capsys, "check", str(mine))
    clean, counted = out.splitlines()
    assert (code, clean) == (0, "0 errors, 0 warnings")
    said = " infos about a file that is extended are left out; check it by itself"
    assert counted.removesuffix(said).isdecimal()
