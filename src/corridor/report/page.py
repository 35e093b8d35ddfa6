"""The shell of a report: one file with its style and one small script, and nothing from outside."""

import base64
import hashlib
import re
from pathlib import Path

from corridor.report.markup import Markup, joined, tag


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
    return re.sub(r"url\(#", f"url(#{name}-", text)
