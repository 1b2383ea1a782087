"""A real browser for the tests: Chromium without a window, driven through its debugging protocol."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import websocket

PATIENCE = 30.0
"""Seconds for anything to happen."""
WIDTH, HEIGHT = 1280, 900


class BrowserFailed(Exception):
    """The browser did not start, or a script failed in it."""


class Browser:
    """One tab. Whatever the page asks for and complains about is kept."""

    def __init__(self, address: str) -> None:
        self._socket = websocket.create_connection(address, timeout=PATIENCE, suppress_origin=True)
        self._number = 0
        self.requests: list[str] = []
        self.complaints: list[str] = []
        for domain in ("Page", "Runtime", "Network", "Log"):
            self.call(f"{domain}.enable")
        size = {"width": WIDTH, "height": HEIGHT, "deviceScaleFactor": 1, "mobile": False}
        self.call("Emulation.setDeviceMetricsOverride", **size)
        offline = {"offline": True, "latency": 0, "downloadThroughput": 0, "uploadThroughput": 0}
        self.call("Network.emulateNetworkConditions", **offline)

    def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Send a command and wait for its answer."""
        self._number += 1
        self._socket.send(json.dumps({"id": self._number, "method": method, "params": parameters}))
        while True:
            message = json.loads(self._socket.recv())
            if message.get("id") == self._number:
                if "error" in message:
                    raise BrowserFailed(f"{method}: {message['error']['message']}")
                return dict(message["result"])
            self._note(message)

    def _note(self, message: dict[str, Any]) -> None:
        found = message.get("params", {})
        if message.get("method") == "Network.requestWillBeSent":
            self.requests.append(found["request"]["url"])
        elif message.get("method") == "Runtime.exceptionThrown":
            self.complaints.append(str(found["exceptionDetails"].get("exception", {}).get("description", found)))
        elif message.get("method") == "Log.entryAdded" and found["entry"]["level"] in ("error", "warning"):
            self.complaints.append(found["entry"]["text"])

    def open(self, page: Path) -> None:
        """Open a file as a double click in a folder does."""
        self.call("Page.navigate", url=page.as_uri())
        self.wait("document.readyState === 'complete'")

    def run(self, script: str) -> Any:
        """Return the value of an expression; promises are waited for."""
        result = self.call("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in result:
            raise BrowserFailed(json.dumps(result["exceptionDetails"])[:1000])
        return result["result"].get("value")

    def wait(self, condition: str) -> None:
        """Wait until an expression is true."""
        end = time.monotonic() + PATIENCE
        while not self.run(condition):
            if time.monotonic() > end:
                raise BrowserFailed(f"never true: {condition}")
            time.sleep(0.05)

    def settle(self) -> None:
        """Wait for two frames to be drawn."""
        self.run("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))")

    def click(self, x: float, y: float) -> None:
        """Click at a place of the window."""
        for kind in ("mousePressed", "mouseReleased"):
            self.call("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1)

    def drag(self, x: float, y: float, by_x: float, by_y: float) -> None:
        """Press at a place, move, release."""
        self.call("Input.dispatchMouseEvent", type="mousePressed", x=x, y=y, button="left", clickCount=1)
        for part in (0.5, 1.0):
            place = {"x": x + part * by_x, "y": y + part * by_y}
            self.call("Input.dispatchMouseEvent", type="mouseMoved", button="left", buttons=1, **place)
        self.call("Input.dispatchMouseEvent", type="mouseReleased", x=x + by_x, y=y + by_y, button="left")

    def wheel(self, x: float, y: float, by: float) -> None:
        """Turn the wheel over a place."""
        self.call("Input.dispatchMouseEvent", type="mouseWheel", x=x, y=y, deltaX=0, deltaY=by)

    def key(self, name: str, text: str = "") -> None:
        """Press a key, such as ArrowRight, or a sign."""
        self.call("Input.dispatchKeyEvent", type="keyDown", key=name, text=text)
        self.call("Input.dispatchKeyEvent", type="keyUp", key=name)

    def write(self, text: str) -> None:
        """Type into what has the focus."""
        self.call("Input.insertText", text=text)

    def close(self) -> None:
        """Let go of the tab."""
        self._socket.close()


@contextmanager
def started(folder: Path) -> Iterator[Browser]:
    """Start the browser with a profile in a folder, and end it in the end."""
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if program is None:
        raise BrowserFailed("there is no Chromium; `make browser` installs it")
    command = [
        program,
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--no-first-run",
        "--remote-debugging-port=0",
        f"--user-data-dir={folder}",
        "about:blank",
    ]
    with (folder / "browser.log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, env={**os.environ, "HOME": str(folder)})
    try:
        browser = Browser(_address(folder, process))
        try:
            yield browser
        finally:
            browser.close()
    finally:
        process.terminate()
        process.wait(PATIENCE)


def _address(folder: Path, process: subprocess.Popen[bytes]) -> str:
    """Return the address of the first tab, as soon as the browser has written its port."""
    from urllib.request import urlopen

    told = folder / "DevToolsActivePort"
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and process.poll() is None:
        if told.is_file() and len(told.read_text().split()) == 2:
            port = told.read_text().split()[0]
            with urlopen(f"http://127.0.0.1:{port}/json") as answer:  # the browser's own port on loopback
                tabs = [tab for tab in json.load(answer) if tab["type"] == "page"]
            if tabs:
                return str(tabs[0]["webSocketDebuggerUrl"])
        time.sleep(0.05)
    raise BrowserFailed((folder / "browser.log").read_text(errors="replace")[-1000:])
