"""A small driver of a headless Chromium: commands go in over a pipe as JSON, answers and events come out.

It speaks the DevTools protocol over `--remote-debugging-pipe`, so it needs neither a port nor a driver package.
"""

from __future__ import annotations

import base64
import contextlib
import json
import os
import select
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from types import TracebackType

PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
    "--force-color-profile=srgb",
    "--no-first-run",
    "--remote-debugging-pipe",
)
# The browser wants its pipe at the descriptors 3 and 4; a child that moves them is safe beside threads.
_MOVE = "import os,sys;a,b=os.dup(int(sys.argv[1])),os.dup(int(sys.argv[2]));os.dup2(a,3);os.dup2(b,4);"
_MOVE += "os.set_inheritable(3,True);os.set_inheritable(4,True);os.execvp(sys.argv[3],sys.argv[3:])"
PHONE = (390, 844)
DESKTOP = (1280, 900)


class BrowserError(Exception):
    """The browser refused a command, a script threw, or nothing came in time."""


def find_chromium() -> str | None:
    """The first browser on PATH that can be driven."""
    return next((found for name in PROGRAMS if (found := shutil.which(name))), None)


class Chromium:
    """One browser process; `page()` opens tabs that share nothing with each other."""

    def __init__(self, program: str) -> None:
        self._profile = tempfile.TemporaryDirectory(prefix="layertally-chromium-", ignore_cleanup_errors=True)
        command_in, self._commands = os.pipe()
        self._answers, answer_out = os.pipe()
        arguments = [program, *FLAGS, f"--user-data-dir={self._profile.name}", "about:blank"]
        self._process = subprocess.Popen(
            [sys.executable, "-c", _MOVE, str(command_in), str(answer_out), *arguments],
            pass_fds=(command_in, answer_out),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(command_in)
        os.close(answer_out)
        self._sent = 0
        self._buffer = b""
        self.events: list[dict[str, Any]] = []

    def __enter__(self) -> Chromium:  # noqa: PYI034 - `Self` needs Python 3.11
        """Hand out the running browser."""
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, at: TracebackType | None) -> None:
        """End the process and remove its profile."""
        with contextlib.suppress(BrowserError):
            self.send("Browser.close")
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        os.close(self._commands)
        os.close(self._answers)
        self._profile.cleanup()

    def page(self, size: tuple[int, int] = DESKTOP) -> Page:
        """A new tab in a fresh private context (no cookies, no storage of other tabs)."""
        context = self.send("Target.createBrowserContext")["browserContextId"]
        target = self.send("Target.createTarget", url="about:blank", browserContextId=context)["targetId"]
        session = self.send("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        return Page(self, session, context, size)

    def send(self, method: str, session: str | None = None, timeout: float = 60, **params: Any) -> dict[str, Any]:
        """Send one command and wait for its own answer; events that come meanwhile are kept.

        Raises:
            BrowserError: the command was refused, or no answer came within `timeout` seconds.
        """
        self._sent += 1
        message: dict[str, Any] = {"id": self._sent, "method": method, "params": params}
        if session:
            message["sessionId"] = session
        try:
            os.write(self._commands, json.dumps(message).encode() + b"\0")
        except BrokenPipeError as error:
            raise BrowserError(f"{method}: the browser has ended") from error
        answer = self.wait(lambda found: found.get("id") == message["id"], method, timeout)
        if "error" in answer:
            raise BrowserError(f"{method}: {answer['error']['message']}")
        return dict(answer["result"])

    def wait(self, wanted: Callable[[dict[str, Any]], bool], what: str, timeout: float = 60) -> dict[str, Any]:
        """The next message for which `wanted` is true; other events are kept in `events`."""
        end = time.monotonic() + timeout
        while True:
            while b"\0" in self._buffer:
                raw, self._buffer = self._buffer.split(b"\0", 1)
                message: dict[str, Any] = json.loads(raw)
                if wanted(message):
                    return message
                self.events.append(message)
            ready, _, _ = select.select([self._answers], [], [], max(0.0, end - time.monotonic()))
            chunk = os.read(self._answers, 1 << 20) if ready else b""
            if not chunk:
                raise BrowserError(f"{what}: " + ("the browser has ended" if ready else f"nothing in {timeout} s"))
            self._buffer += chunk


class Page:
    """One tab: open an address, look, click, and take pictures."""

    def __init__(self, browser: Chromium, session: str, context: str, size: tuple[int, int]) -> None:
        self._browser = browser
        self._session = session
        self._context = context
        for domain in ("Page", "Runtime", "Log", "Network"):
            self._send(f"{domain}.enable")
        self.resize(*size)

    def _send(self, method: str, **params: Any) -> dict[str, Any]:
        return self._browser.send(method, self._session, **params)

    def close(self) -> None:
        """Close the tab with everything it stored."""
        self._browser.send("Target.disposeBrowserContext", browserContextId=self._context)

    def open(self, url: str) -> Page:
        """Go to an address and wait until it has loaded, fonts included."""
        self._browser.events.clear()
        answer = self._send("Page.navigate", url=url)
        if "errorText" in answer:
            raise BrowserError(f"{url}: {answer['errorText']}")
        if "loaderId" in answer:  # a jump to an anchor loads nothing
            self.until("document.readyState === 'complete'")
        self.evaluate("document.fonts.ready.then(() => true)")
        return self

    def evaluate(self, script: str) -> Any:
        """The value of a JavaScript expression, promises awaited.

        Raises:
            BrowserError: the script threw; the message holds what.
        """
        answer = self._send("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        if "exceptionDetails" in answer:
            details = answer["exceptionDetails"]
            raise BrowserError(details.get("exception", {}).get("description", details["text"]))
        return answer["result"].get("value")

    def until(self, script: str, timeout: float = 20) -> Any:
        """The first truthy value of an expression, asked again and again while the page works."""
        end = time.monotonic() + timeout
        while time.monotonic() < end:
            with contextlib.suppress(BrowserError):  # the page may be between two documents
                if value := self.evaluate(script):
                    return value
            time.sleep(0.05)
        raise BrowserError(f"never true in {timeout} s: {script}")

    def click(self, selector: str) -> None:
        """Click with the mouse in the middle of the first element that matches (scrolled into view first)."""
        box = self.evaluate(
            f"(() => {{ const e = document.querySelector({json.dumps(selector)}); if (!e) return null;"
            "e.scrollIntoView({block: 'center', behavior: 'instant'}); const r = e.getBoundingClientRect();"
            "return [r.x + r.width / 2, r.y + r.height / 2] })()"
        )
        if box is None:
            raise BrowserError(f"nothing matches {selector}")
        for kind in ("mouseMoved", "mousePressed", "mouseReleased"):
            self._send("Input.dispatchMouseEvent", type=kind, x=box[0], y=box[1], button="left", clickCount=1)

    def press(self, key: str) -> None:
        """Press one key by its DOM name: Tab, Enter, Escape, ArrowDown, or a character."""
        codes = {"Tab": 9, "Enter": 13, "Escape": 27, "ArrowLeft": 37, "ArrowUp": 38, "ArrowRight": 39, "ArrowDown": 40}
        text = {"Enter": "\r"}.get(key, key if len(key) == 1 else "")
        code = codes.get(key, ord(key.upper()[0]))
        down = {"key": key, "code": key if key in codes else "", "windowsVirtualKeyCode": code}
        self._send("Input.dispatchKeyEvent", type="keyDown" if text else "rawKeyDown", text=text, **down)
        self._send("Input.dispatchKeyEvent", type="keyUp", **down)

    def type(self, text: str) -> None:
        """Put text into what has the focus, as a keyboard or an input method does."""
        self._send("Input.insertText", text=text)

    def resize(self, width: int, height: int, scale: float = 1, *, touch: bool = False) -> None:
        """Set the viewport in CSS pixels; `touch` makes it a phone."""
        self._send(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=scale, mobile=touch
        )
        self._send("Emulation.setTouchEmulationEnabled", enabled=touch)

    def phone(self) -> None:
        """A phone, 390 px wide, at two device pixels a CSS pixel."""
        self.resize(*PHONE, scale=2, touch=True)

    def media(self, media: str = "", **features: str) -> None:
        """Emulate `print`, or features: `media(prefers_color_scheme="dark", prefers_reduced_motion="reduce")`."""
        named = [{"name": name.replace("_", "-"), "value": value} for name, value in features.items()]
        self._send("Emulation.setEmulatedMedia", media=media, features=named)

    def offline(self, blocked: Iterable[str] = ("*",)) -> None:
        """Refuse every request whose address matches one of the patterns."""
        self._send("Network.setBlockedURLs", urls=list(blocked))

    def screenshot(self, path: Path, *, whole: bool = False) -> Path:
        """Write a PNG of the viewport, or of the whole page."""
        answer = self._send("Page.captureScreenshot", format="png", captureBeyondViewport=whole)
        path.write_bytes(base64.b64decode(answer["data"]))
        return path

    def pdf(self, path: Path) -> Path:
        """Write the page as the printer would get it (A4, backgrounds kept)."""
        answer = self._send("Page.printToPDF", printBackground=True, paperWidth=8.27, paperHeight=11.69)
        path.write_bytes(base64.b64decode(answer["data"]))
        return path

    def problems(self) -> list[str]:
        """What the page complained of since `open`: exceptions, console errors, failed requests."""
        self.evaluate("1")  # events sent so far arrive before this answer
        return [text for event in self._browser.events if (text := self._complaint(event))]

    def _complaint(self, event: Mapping[str, Any]) -> str | None:
        if event.get("sessionId") != self._session:
            return None
        params = event.get("params", {})
        match event.get("method"):
            case "Runtime.exceptionThrown":
                details = params["exceptionDetails"]
                return str(details.get("exception", {}).get("description", details["text"]))
            case "Runtime.consoleAPICalled" if params["type"] == "error":
                return " ".join(str(argument.get("value", "")) for argument in params["args"])
            case "Log.entryAdded" if params["entry"]["level"] == "error":
                return f"{params['entry']['text']} {params['entry'].get('url', '')}".strip()
        return None

    def requests(self) -> list[str]:
        """Every address asked for since `open`, in order."""
        self.evaluate("1")
        sent = [e for e in self._browser.events if e.get("method") == "Network.requestWillBeSent"]
        return [str(e["params"]["request"]["url"]) for e in sent if e.get("sessionId") == self._session]
