#!/usr/bin/env python3
"""Write the answers under `$ corridor ...` in README.md and docs/ again, and the picture on top.

A line that begins with [ stands for any number of lines that are left out. With --check nothing is
written, only compared: of the picture what it shows, which is kept in it, as the pixels depend on
the version of matplotlib.
"""

import hashlib
import io
import json
import pathlib
import re
import shlex
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
PICTURE = ROOT / "docs" / "xian-istanbul.png"
KEY = "Shows"
BLOCK = re.compile(r"(```console\n\$ (corridor [^\n]*)\n)(.*?)(```)", re.DOTALL)


def answer(command: str) -> list[str]:
    """Return the lines that a command prints."""
    program = [sys.executable, "-m", "corridor", *shlex.split(command)[1:]]
    done = subprocess.run(program, capture_output=True, text=True, check=False, encoding="utf-8")
    if "No module named" in done.stderr:
        sys.exit("corridor is not installed here: .venv/bin/python scripts/readme.py")
    return (done.stdout + done.stderr).splitlines()


def renewed(match: re.Match[str]) -> str:
    """Keep as many lines of the new answer before and after each [ line as stood there."""
    head, command, body, tail = match.groups()
    if not body:  # the site runs it when it is built
        return match[0]
    new, old = answer(command), body.splitlines()
    gaps = [number for number, line in enumerate(old) if line.startswith("[")]
    if gaps:
        first, last = gaps[0], gaps[-1]
        after = len(old) - last - 1
        new = [*new[:first], old[first], *(new[-after:] if after else [])]
    return head + "".join(f"{line}\n" for line in new) + tail


def picture() -> tuple[bytes, str]:
    """Draw the picture of the README; return it with a fingerprint of its texts and lines."""
    from PIL import Image
    from PIL.PngImagePlugin import PngInfo

    import corridor as co
    from corridor.analysis.time_profile import profile_of

    net = co.load_network()
    route = co.find_route(net, "Xi'an", "Istanbul", via="Altynkol", corridor="middle")
    figure = co.chart.time_distance(net, route)
    shown = [text.get_text() for text in figure.texts], profile_of(net, route).marks
    fingerprint = hashlib.sha256(json.dumps(shown).encode()).hexdigest()
    kept, file = PngInfo(), io.BytesIO()
    kept.add_text(KEY, fingerprint)
    with Image.open(io.BytesIO(co.chart.picture(figure, "png"))) as image:
        image.save(file, format="png", optimize=True, pnginfo=kept, dpi=image.info["dpi"])
    return file.getvalue(), fingerprint


def picture_is_stale() -> bool:
    """Draw the picture if it shows something else than is drawn today, unless only asked."""
    from PIL import Image

    drawn, fingerprint = picture()
    if PICTURE.exists():
        with Image.open(PICTURE) as image:
            if image.info.get(KEY) == fingerprint:
                return False
    if "--check" in sys.argv:
        print(f"{PICTURE.relative_to(ROOT)}: the picture is stale; run scripts/readme.py")
    else:
        PICTURE.write_bytes(drawn)
        print(f"{PICTURE.relative_to(ROOT)}: redrawn")
    return True


def main() -> int:
    """Write or compare the pages; return the exit code."""
    stale = int(picture_is_stale())
    for path in [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]:
        text = path.read_text(encoding="utf-8")
        fresh = BLOCK.sub(renewed, text)
        if fresh == text:
            continue
        stale += 1
        if "--check" in sys.argv:
            print(f"{path.relative_to(ROOT)}: an answer is stale; run scripts/readme.py")
        else:
            path.write_text(fresh, encoding="utf-8")
            print(f"{path.relative_to(ROOT)}: answers updated")
    return 1 if stale and "--check" in sys.argv else 0


if __name__ == "__main__":
    sys.exit(main())
