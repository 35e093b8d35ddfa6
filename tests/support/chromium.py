"""A page in headless Chromium: what it shows, asks for and complains of."""

import contextlib
import json
import shutil
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

WAIT_SECONDS = 90
FLAGS = ("--headless=new", "--no-sandbox", "--disable-gpu", "--remote-debugging-port=0")


class Opened(NamedTuple):
    """What a page came to."""

    text: str
    hosts: set[str]
    complaints: list[str]


def open_until(address: str, words: str, folder: Path) -> Opened:
    """Open a page and wait until it shows some words."""
    from websockets.sync.client import connect

    with _browser(folder) as devtools, connect(devtools, max_size=None) as socket:
        numbers = iter(range(1, 10_000))
        told: list[dict[str, Any]] = []

        def call(method: str, **parameters: Any) -> dict[str, Any]:
            number = next(numbers)
            socket.send(json.dumps({"id": number, "method": method, "params": parameters}))
            while True:
                message: dict[str, Any] = json.loads(socket.recv(timeout=WAIT_SECONDS))
                if message.get("id") == number:
                    return message
                told.append(message)

        for domain in ("Network", "Runtime", "Log", "Page"):
            call(f"{domain}.enable")
        call("Page.navigate", url=address)
        text = ""
        for _ in range(WAIT_SECONDS):
            found = call("Runtime.evaluate", expression="document.documentElement.outerHTML")
            text = str(found["result"]["result"].get("value", ""))
            if words in text:
                break
            time.sleep(1)
    return Opened(text, set(_hosts(told)), list(_complaints(told)))


@contextlib.contextmanager
def _browser(folder: Path) -> Iterator[str]:
    """Run a browser; give the address of its one page."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    assert chromium, "install Chromium"
    words = [chromium, *FLAGS, "--remote-allow-origins=*", f"--user-data-dir={folder}"]
    running = subprocess.Popen([*words, "about:blank"], stderr=subprocess.DEVNULL)
    try:
        port = folder / "DevToolsActivePort"
        for _ in range(10 * WAIT_SECONDS):
            if port.exists() and len(port.read_text().split()) == 2:
                break
            time.sleep(0.1)
        base = f"http://127.0.0.1:{port.read_text().split()[0]}/json"
        with urllib.request.urlopen(base) as answer:
            pages = [item for item in json.load(answer) if item["type"] == "page"]
        yield pages[0]["webSocketDebuggerUrl"]
    finally:
        running.terminate()
        running.wait(timeout=WAIT_SECONDS)


def _hosts(told: list[dict[str, Any]]) -> Iterator[str]:
    for message in told:
        if message.get("method") == "Network.requestWillBeSent":
            parts = urlsplit(message["params"]["request"]["url"])
            if parts.scheme in {"http", "https", "ws", "wss"}:
                yield parts.netloc


def _complaints(told: list[dict[str, Any]]) -> Iterator[str]:
    for message in told:
        entry = message.get("params", {}).get("entry", {})
        if entry.get("level") == "error":
            yield entry["text"]
        if message.get("method") == "Runtime.exceptionThrown":
            yield json.dumps(message["params"])[:500]
