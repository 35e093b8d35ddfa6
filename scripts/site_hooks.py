"""What mkdocs is told while it builds the site: generated pages, code that runs, pictures."""

import itertools
import sys
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

sys.path.insert(0, str(Path(__file__).resolve().parent))

import site_blocks
import site_tables

#: The theme loads this from outside for the search; a copy is among the assets.
SHIM = "https://unpkg.com/iframe-worker/shim"


def on_files(files: Files, *, config: MkDocsConfig) -> Files:
    """Add the pages that are made from the network and the library."""
    for address, content in site_tables.generated_pages().items():
        files.append(File.generated(config, address, content=content))
    return files


def on_page_markdown(
    markdown: str, *, page: Page, config: MkDocsConfig, files: Files, **_: Any
) -> str:
    """Run the code of a page; point links to the file format at its page."""
    if page.file.generated_by is not None:
        return markdown
    depth = page.file.src_uri.count("/")
    stem = page.file.src_uri.removesuffix(".md").replace("/", "-")

    numbers = itertools.count(1)

    def draw(svg: str) -> str:
        address = f"pictures/{stem}-{next(numbers)}.svg"
        files.append(File.generated(config, address, content=svg))
        return "../" * depth + address

    markdown = markdown.replace("../data/SCHEMA.md", "data/schema.md")
    try:
        return site_blocks.run_page(markdown, page.file.src_uri, draw)
    except site_blocks.PageError as error:
        raise PluginError(str(error)) from error


def on_post_page(output: str, *, page: Page, **_: Any) -> str:
    """Let a page load nothing from outside."""
    return output.replace(SHIM, "../" * page.file.src_uri.count("/") + "assets/iframe-worker.js")


def on_post_build(*, config: MkDocsConfig) -> None:
    """Leave out the page that a server shows for what is missing: there is no server."""
    Path(config.site_dir, "404.html").unlink(missing_ok=True)
