"""The shell of a report: one file with its style and one small script, and nothing from outside."""

import base64
import hashlib
import re
from pathlib import Path

from corridor.report.markup import Markup, joined, tag

#: Colours of charts, and the variables of the page that stand for them; others stay.
THEMED = {
    "#ffffff": "--bg",
    "#222222": "--ink",
    "#000000": "--ink",
    "#555555": "--mut",
    "#666666": "--mut",
    "#767676": "--mut",
    "#888888": "--mut",
    "#999999": "--mut",
    "#bbbbbb": "--line",
    "#dddddd": "--line",
    "#e4e4e4": "--strip",
    "#f3f3f3": "--card",
    "#c6dbea": "--water",
    "#005a9c": "--middle",
    "#009e73": "--northern",
    "#00785a": "--northern",
    "#5e5a1e": "--suez",
    "#882255": "--cape",
    "#9a32e6": "--southern",
    "#a50f15": "--shut",
    "#6a3d9a": "--violet",
    "#9a3d00": "--standing",
}


def page(heading: str, parts: list[Markup]) -> str:
    """Return a whole page; its policy lets no part of it ask the network for anything."""
    style, script = (
        Path(__file__).with_suffix(ending).read_text("utf-8") for ending in (".css", ".js")
    )
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    policy = (
        "default-src 'none'; img-src data:; style-src 'unsafe-inline'; "
        f"script-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    )
    head = [
        Markup('<meta charset="utf-8">'),
        Markup('<meta name="viewport" content="width=device-width,initial-scale=1">'),
        Markup(f'<meta http-equiv="Content-Security-Policy" content="{policy}">'),
        tag("title", heading),
        tag("style", Markup(style)),
    ]
    body = tag("body", tag("main", *parts), tag("script", Markup(script)))
    return f'<!doctype html>\n<html lang="en">{joined(["", tag("head", *head), body])}</html>\n'


def inlined(svg: bytes, name: str) -> str:
    """Return an SVG file as part of a page: no prologue, no style of its own, its own ids."""
    text = svg.decode()
    text = text[text.index("<svg") :]
    text = re.sub(r"<style.*?</style>", "", text, flags=re.DOTALL)
    text = re.sub(r"<metadata>.*?</metadata>", "", text, flags=re.DOTALL)
    text = re.sub(r'\bid="', f'id="{name}-', text)
    text = re.sub(r'href="#', f'href="#{name}-', text)
    text = re.sub(r"url\(#", f"url(#{name}-", text)
    return re.sub(r"(?<=[:=\" ])#[0-9a-fA-F]{6}\b", lambda found: themed(found[0]), text)


def themed(colour: str) -> str:
    """Return a colour of a chart as the page has it, light and dark.

    >>> themed("#005A9C")
    'var(--middle)'
    """
    return f"var({THEMED[colour.lower()]})" if colour.lower() in THEMED else colour
