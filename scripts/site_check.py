#!/usr/bin/env python3
"""Look over the built site: no page asks for anything outside, and a browser does not complain.

    scripts/site_check.py FOLDER

mkdocs has checked the links between pages; here every address that a browser loads by itself is
looked at, and some pages are opened where Chromium is installed.
"""

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

LOADED = {"script": "src", "img": "src", "source": "src", "iframe": "src", "link": "href"}
#: Relations of a link that a browser does not load.
TOLD = {"canonical", "next", "prev", "alternate"}
OPENED = ("index.html", "gallery.html", "data/legs.html", "reference/functions.html")


class Reader(HTMLParser):
    """The addresses of a page: those that it loads, and those that it leads to."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.loaded: list[str] = []
        self.led_to: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep the address of a tag."""
        known = {name: value or "" for name, value in attrs}
        if tag == "link" and known.get("rel") in TOLD:
            return
        address = known.get(LOADED.get(tag, ""))
        if address:
            self.loaded.append(address)
        elif tag == "a" and "href" in known:
            self.led_to.append(known["href"])


def problems_of(folder: Path) -> Iterator[str]:
    """Yield what is wrong with the pages of a site."""
    for path in sorted(folder.rglob("*.html")):
        read = Reader(path.read_text(encoding="utf-8"))
        name = path.relative_to(folder)
        for address in read.loaded:
            if not address.startswith("data:") and not _leads_to_a_file(path, address):
                yield f"{name}: loads {address}"
        for address in read.led_to:
            if not urlsplit(address).scheme and not _leads_to_a_file(path, address):
                yield f"{name}: leads to {address}, which is not there"


def _leads_to_a_file(page: Path, address: str) -> bool:
    parts = urlsplit(address)
    if parts.scheme or parts.netloc:
        return False
    return (page.parent / unquote(parts.path)).exists() if parts.path else True


def complaints_of(folder: Path, chromium: str) -> Iterator[str]:
    """Yield what a browser that reaches no host says of some pages."""
    flags = ["--headless=new", "--no-sandbox", "--disable-gpu", "--enable-logging=stderr"]
    flags.append("--host-resolver-rules=MAP * ~NOTFOUND")
    for name in OPENED:
        with tempfile.TemporaryDirectory() as own:
            page = (folder / name).resolve().as_uri()
            words = [chromium, *flags, f"--user-data-dir={own}", "--dump-dom", page]
            done = subprocess.run(words, capture_output=True, text=True, check=True, timeout=120)
        for line in done.stderr.splitlines():
            if "CONSOLE" in line:
                yield f"{name}: {line}"


def main() -> int:
    """Check the site in the folder that is named; return the exit code."""
    folder = Path(sys.argv[1])
    found = list(problems_of(folder))
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium:
        found += complaints_of(folder, chromium)
    else:
        print("site: not opened in a browser: no Chromium here")
    print("\n".join(found), end="\n" if found else "")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
