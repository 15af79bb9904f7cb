"""Jupyter Book reads pages while the cells of others run: those that are run come last, each when its cells are done.

Reading is half of its work, and on one processor. While cells run, some of the other's time is free.
"""

import json
import os
import shutil
import time
from pathlib import Path

from sphinx.errors import ExtensionError

VARIABLE = "BOOK_AWAITED"  # names the folder for the process of Jupyter Book
ORDER = "order.json"
PAUSE = 0.05  # seconds between two looks
PARENT = os.getppid()


class Awaited:
    """Pages whose cells run within its `with` block; those who wait for them look into its folder.

    Parameters
    ----------
    folder : Path
        Is made, with a file for each page that is awaited; if the block ends by an error, it is gone.
    names : list of str
        Of the pages, as in "graphs/affine", in the order in which they are run.
    """

    def __init__(self, folder, names):
        self.folder = folder
        folder.mkdir()
        (folder / ORDER).write_text(json.dumps(names))
        for name in names:
            _file(folder, name).touch()

    def __enter__(self):
        return self

    def __exit__(self, kind, *_):
        if kind:
            shutil.rmtree(self.folder)

    def done(self, name):
        """Say that the cells of a page have run, or failed."""
        _file(self.folder, name).unlink()


def _file(folder, name):
    return Path(folder) / name.replace("/", " ")


def read_last(app, env, names):
    """Read what is awaited last, in the order in which it is run."""
    if folder := os.environ.get(VARIABLE):
        place = {name: place for place, name in enumerate(json.loads((Path(folder) / ORDER).read_text()))}
        names.sort(key=lambda name: place.get(name, -1))


def wait(app, name, source):
    """Wait until the cells of a page have run, or somebody else's error has ended them."""
    folder = os.environ.get(VARIABLE)
    if not folder:
        return
    while _file(folder, name).exists() and os.getppid() == PARENT:
        time.sleep(PAUSE)
    if _file(folder, name).exists() or not Path(folder).exists():
        raise ExtensionError(f"{name} can't be read: what runs the cells of the pages stopped before its end.")


def setup(app):
    """Connect to Sphinx."""
    app.connect("env-before-read-docs", read_last)
    app.connect("source-read", wait)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
