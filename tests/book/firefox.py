"""Drives Debian's Firefox by WebDriver BiDi, which it speaks by itself: no driver is to be had as a package."""

import contextlib
import json
import shutil
import subprocess
import time
from itertools import count

from websocket import create_connection

FIREFOX = shutil.which("firefox-esr") or shutil.which("firefox")


class Page:
    """A tab of Firefox.

    Parameters
    ----------
    socket : WebSocket
    """

    def __init__(self, socket):
        self.socket, self.numbers = socket, count(1)
        self.ask("session.new", capabilities={})
        self.tab = self.ask("browsingContext.getTree")["contexts"][0]["context"]

    def ask(self, method, **params):
        """Send a command; return its result, or raise what Firefox says against it."""
        number = next(self.numbers)
        self.socket.send(json.dumps({"id": number, "method": method, "params": params}))
        while (answer := json.loads(self.socket.recv())).get("id") != number:
            pass
        if answer["type"] == "error":
            raise RuntimeError(answer["message"])
        return answer["result"]

    def open(self, address):
        """Go to a page."""
        self.ask("browsingContext.navigate", context=self.tab, url=address, wait="complete")

    def evaluate(self, function, *arguments):
        """Call a function of the page; return what it gives, or an element's handle."""
        values = [value if isinstance(value, dict) else {"type": "string", "value": value} for value in arguments]
        call = {"functionDeclaration": function, "arguments": values, "awaitPromise": True}
        result = self.ask("script.callFunction", target={"context": self.tab}, **call)
        if result["type"] == "exception":
            raise RuntimeError(result["exceptionDetails"]["text"])
        found = result["result"]
        return found if found["type"] == "node" else found.get("value")

    def click(self, function, *arguments):
        """Click in the middle of an element that a function of the page finds."""
        element = self.evaluate(function, *arguments)
        assert element, f"nothing to click: {function} {arguments}"
        self.evaluate("element => element.scrollIntoView({block: 'center'})", element)
        origin = {"type": "element", "element": {"sharedId": element["sharedId"]}}
        moves = [{"type": "pointerMove", "x": 0, "y": 0, "origin": origin}]
        moves += [{"type": kind, "button": 0} for kind in ("pointerDown", "pointerUp")]
        self.ask(
            "input.performActions", context=self.tab, actions=[{"type": "pointer", "id": "mouse", "actions": moves}]
        )

    def type(self, *keys):
        """Press and release keys; those of a pair are held together."""
        actions = []
        for key in keys:
            actions += [{"type": "keyDown", "value": each} for each in key]
            actions += [{"type": "keyUp", "value": each} for each in reversed(key)]
        self.ask("input.performActions", context=self.tab, actions=[{"type": "key", "id": "keys", "actions": actions}])

    def wait_for(self, function, *arguments, seconds=90):
        """Return what a function of the page gives as soon as it gives something."""
        end = time.monotonic() + seconds
        while not (found := self.evaluate(function, *arguments)):
            assert time.monotonic() < end, (
                f"did not come: {arguments}\n{self.evaluate('() => document.body.innerText')}"
            )
            time.sleep(0.1)
        return found


@contextlib.contextmanager
def firefox(profile):
    """Start Firefox with an empty profile; yields its page.

    Parameters
    ----------
    profile : Path
    """
    command = [FIREFOX, "--headless", "--no-remote", "--profile", str(profile), "--remote-debugging-port", "0"]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    try:
        line = next(line for line in process.stderr if "WebDriver BiDi listening on" in line)
        socket = create_connection(line.split()[-1] + "/session", suppress_origin=True, timeout=120)
        yield Page(socket)
        socket.close()
    finally:
        process.terminate()
        process.communicate()
