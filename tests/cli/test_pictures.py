"""The commands that draw: what is written, replaced and refused."""

import re
from pathlib import Path

import pytest

import corridor as co
from corridor.chart import charts as chart
from corridor.cli.main import main
from support.bundled import bundled_network

NET = bundled_network()


ASKED = (
    ("Xi'an", "Istanbul", "middle"),
    ("Xi'an", "Istanbul", "northern"),
    ("China", "Türkiye", "middle"),
    ("China", "Western Europe", "middle"),
    ("Xi'an", "Duisburg", "northern"),
    ("Xi'an", "Duisburg", "middle"),
    ("Xi'an", "Duisburg", "southern"),
    ("Xi'an", "Duisburg", "suez"),
    ("Xi'an", "Duisburg", "cape"),
    ("Shanghai", "Piraeus", "cape"),
    ("Aktau", "Alat", "middle"),
    ("Xi'an", "Baku", "middle"),
)


ROUTES = {
    f"{origin}-{end}-{corridor}": co.find_route(NET, origin, end, corridor=corridor)
    for origin, end, corridor in ASKED
}


def test_forms_of_pictures(tmp_path: Path) -> None:
    figure = chart.time_distance(NET, ROUTES["Aktau-Alat-middle"])
    with pytest.raises(co.QuantityError) as caught:
        chart.save(figure, "x.gif")
    assert str(caught.value) == '"x.gif" does not end in .png or .svg'
    with pytest.raises(co.QuantityError) as caught:
        chart.picture(figure, "gif")  # type: ignore[arg-type] # what an untyped caller may do
    assert str(caught.value) == '"gif" is no form of picture; choose png or svg'
    chart.save(figure, tmp_path / "x.PNG")
    with pytest.raises(FileExistsError):
        chart.save(figure, tmp_path / "x.PNG")


@pytest.mark.parametrize(
    ("words", "finding"),
    [
        (
            ["Xi'an > Istanbul", "--corridor", "middle"],
            "Xi'an – Istanbul by the Middle Corridor: 15.1 days at best, typically 24",
        ),
        (
            ["Xi'an > Duisburg", "--corridor", "northern", "--corridor", "middle"],
            "Xi'an – Duisburg, typical days: Northern 18, Middle 33",
        ),
        (
            ["Xi'an > Duisburg", "--kind", "comparison"],
            "Xi'an – Duisburg, typical days: Northern 18, Middle 33, Suez 42, Cape 58",
        ),
        (
            ["Xi'an > Istanbul", "China > Türkiye", "--kind", "comparison"],
            "Typical days: Xi'an > Istanbul 24, China > Türkiye 21",
        ),
        (
            ["Xi'an > Istanbul", "--corridor", "middle", "--kind", "distribution"],
            "Xi'an – Istanbul by the Middle Corridor: half arrive within 24 days",
        ),
        (["Aktau > Baku", "--kind", "weak-points"], "Without Alat: 7.4 days more"),
        (
            [
                *("Xi'an > Duisburg", "--corridor", "northern", "--y", "cost"),
                *("--equipment", "40ft", "--max-price-age", "any"),
            ],
            " USD per 40ft",
        ),
        (["Xi'an > Duisburg", "--kind", "trade-offs"], "3 routes that no other beats"),
        (["--kind", "evidence"], " reported times agree with the network"),
    ],
)
def test_the_command_writes_a_chart(
    words: list[str], finding: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "chart.png"
    assert main(["chart", *words, "-o", str(path)]) == 0
    printed = capsys.readouterr().out
    assert finding in printed
    assert printed.endswith(f"\nwritten to {path}\n")
    assert path.read_bytes().startswith(b"\x89PNG")


def test_the_command_replaces_only_by_force(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "chart.svg"
    path.write_text("mine")
    words = ["chart", "Aktau > Alat", "-o", str(path)]
    assert main(words) == 2
    error = f"error: {path} already exists\n  hint: --force replaces it\n"
    assert capsys.readouterr().err == error
    assert path.read_text() == "mine"
    assert main([*words, "--force"]) == 0
    assert path.read_text().startswith("<?xml")
    assert list(tmp_path.iterdir()) == [path]


def test_the_command_says_what_is_missing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "a.png"
    assert main(["chart", "-o", str(path)]) == 2
    assert capsys.readouterr().err == (
        "error: a chain of places is missing\n"
        f'  hint: corridor chart "Xi\'an > Istanbul" -o {path}\n'
    )
    two = ["Xi'an > Istanbul", "Xi'an > Baku", "--kind", "distribution"]
    assert main(["chart", *two, "-o", str(path)]) == 2
    assert capsys.readouterr().err == (
        "error: a distribution is drawn of one route; give one chain, one corridor\n"
    )
    missing = tmp_path / "none" / "a.png"
    assert main(["chart", "Aktau > Alat", "-o", str(missing)]) == 2
    error = f"error: cannot write {missing}: No such file or directory\n"
    assert capsys.readouterr().err == error


def test_a_map_may_be_a_page_that_needs_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The map of the report alone: one file, its parts reached by the keyboard, no other host."""
    path = tmp_path / "map.html"
    words = ["map", "Xi'an > Istanbul", "--corridor", "middle", "-o", str(path)]
    assert main(words) == 0
    assert "Xi'an – Istanbul by the Middle Corridor" in capsys.readouterr().out
    page = path.read_text(encoding="utf-8")
    assert page.count('role="button"') > 20
    assert not re.findall(r'(?:src|href)="https?:', page)
    assert main(words) == 2
    assert "--force" in capsys.readouterr().err
