"""What the cells at the ends of chapters show their results with; the page installs it as the module `pictures`.

A cell defines `play`. The page calls it with what the reader put in, and again while it returns True.
"""

import base64
import inspect
import json

import numpy as np

KIND = "application/vnd.forward-and-backward.payoff+json"


def send(content):
    """Send something to the page."""
    from IPython.display import display

    display({KIND: content}, raw=True)


def show(*panels, says=""):
    """Show panels side by side, and a sentence under them.

    Parameters
    ----------
    *panels : dict
        What the functions below return.
    says : str
    """
    send({"panels": list(panels), "says": says})


def lattice(size=40):
    """Points that cover the square from -1 to 1 row by row, from the top left; float array of shape (size**2, 2)."""
    steps = (np.arange(size) + 0.5) * 2 / size - 1
    across, up = np.meshgrid(steps, -steps)
    return np.stack([across.ravel(), up.ravel()], axis=1)


def plane(region=None, paths=(), dots=(), title=""):
    """The square from -1 to 1.

    Parameters
    ----------
    region : array of shape (size**2,) from -1 to 1, or (size**2, K) from 0 to 1, optional
        Values at the points of `lattice(size)`; two classes by sign, or the shares of K classes.
    paths, dots : sequences
        Of pairs: points of shape (n, 2), and a name.
    """
    content = {"kind": "plane", "title": title}
    if region is not None:
        region = np.asarray(region, float)
        if region.ndim == 1:
            region = np.stack([np.maximum(-region, 0), np.maximum(region, 0)], axis=1)
        side = round(len(region) ** 0.5)
        content["region"] = _bytes(region.reshape(side, side, -1), 0, 1)
    for name, marks in (("paths", paths), ("dots", dots)):
        content[name] = [{"points": np.round(points, 3).tolist(), "name": str(label)} for points, label in marks]
    return content


def image(values, title="", low=0.0, high=1.0):
    """Ink of shape (H, W), or light of shape (C, H, W) in one or three colors; with `low` below 0, both signs."""
    values = np.asarray(values, float)
    if values.ndim == 3:
        values = values.transpose(1, 2, 0)
    return {"kind": "image", "title": title, "signed": low < 0, **_bytes(values, low, high)}


def bars(values, labels, title=""):
    """Bars from 0 to 1, each with its label."""
    pairs = zip(np.asarray(values, float).tolist(), labels, strict=True)
    return {"kind": "bars", "title": title, "bars": [{"value": value, "label": str(label)} for value, label in pairs]}


def matrix(values, rows, columns, title=""):
    """Numbers from 0 to 1 as dark squares, with a label for each row and column."""
    labels = {"rows": list(map(str, rows)), "columns": list(map(str, columns))}
    return {"kind": "matrix", "title": title, "values": np.asarray(values, float).tolist(), **labels}


def words(text, title=""):
    """A text as it is."""
    return {"kind": "words", "title": title, "text": text}


def enter(names, text):
    """Give a cell what the reader put in, as variables, before it runs."""
    names.pop("play", None)
    names.update(_inputs(text))


def turn(names, text):
    """Call the cell's `play` with the inputs that it names, and tell the page whether it wants to go on."""
    play, inputs = names["play"], _inputs(text)
    again = play(**{name: inputs[name] for name in inspect.signature(play).parameters})
    send({"again": bool(again)})


def _inputs(text):
    return {name: _value(value) for name, value in json.loads(text).items()}


def _value(value):
    """An input as Python has it: lists and packed bytes become arrays."""
    if isinstance(value, dict) and "file" in value:
        with np.load(value["file"]) as file:
            return file["x"][None].astype(float)
    if isinstance(value, dict):
        numbers = np.frombuffer(base64.b64decode(value["bytes"]), np.uint8)
        return numbers.reshape(value["shape"]) / 255
    return np.array(value) if isinstance(value, list) else value


def _bytes(values, low, high):
    packed = np.clip(np.round((values - low) / (high - low) * 255), 0, 255).astype(np.uint8)
    return {"bytes": base64.b64encode(packed.tobytes()).decode(), "shape": list(packed.shape)}
