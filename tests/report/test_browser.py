"""The report in a browser: run by `.ci/run`, or with `scripts/test -m browser`; needs Chromium."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

import corridor as co
from corridor.report import map_page, report
from support.bundled import bundled_network


@pytest.mark.browser
@pytest.mark.parametrize("kind", ["report", "map"])
def test_a_browser_has_nothing_to_complain_of(kind: str, tmp_path: Path) -> None:
    """The page runs its script (buttons appear) and logs no error; no network is there to ask."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    assert chromium, "install Chromium"
    net = bundled_network()
    route = co.find_route(net, "Xi'an", "Istanbul", corridor="middle")
    path = tmp_path / "r.html"
    if kind == "report":
        path.write_text(report.report_html(net, route, "corridor report"), encoding="utf-8")
    else:
        path.write_text(map_page.interactive_map(net, [route]).html, encoding="utf-8")
    flags = ["--headless=new", "--no-sandbox", "--disable-gpu", "--enable-logging=stderr"]
    done = subprocess.run(
        [chromium, *flags, f"--user-data-dir={tmp_path}", "--dump-dom", path.as_uri()],
        capture_output=True,
        text=True,
        check=True,
    )
    assert "CONSOLE" not in done.stderr
    assert done.stdout.count("<button ") == 3
    assert "hidden" not in re.findall(r"<button [^>]*>", done.stdout)[0]
