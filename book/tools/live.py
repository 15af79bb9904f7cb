"""Serve the book beside a Jupyter server, so that its cells run in place: `make live`.

Only this computer can reach it, and only with the token in the address that it prints. The pages are the
static ones, with the buttons and the editor of the exercises on all of them; what they run, a kernel of this server
runs.
"""

import os
import shutil
import sys
from pathlib import Path

from jupyter_server.base.handlers import JupyterHandler
from jupyter_server.serverapp import ServerApp
from tornado.web import HTTPError, StaticFileHandler, authenticated

from book.tools import pages

ROOT = Path(__file__).resolve().parents[2]
HTML = ROOT / "_build" / "html"
WORK = ROOT / "_build" / "live"  # kernels run here: what cells write does not touch the book


def run_by_kernel(text, name):
    """Return a page whose cells a kernel runs.

    Parameters
    ----------
    text, name : str
        The static page, and its path without the ending.
    """
    settings = pages.settings_of(text)
    asked, answers = settings.get("exercises", {}), settings.get("answers", False)
    folder = name if name.startswith("exercises/") else ""
    head = pages.runs(name, asked, engine="kernel", folder=folder, answers=answers)
    return text.replace(pages.runs(name, asked, answers=answers), "", 1).replace("</body>", f"{head}</body>", 1)


class Page(JupyterHandler):
    """A page of the book whose cells run in a kernel, for whoever has the token."""

    @authenticated
    def get(self, path):
        """Send it."""
        _ = self.xsrf_token  # sets the cookie that starting a kernel asks for
        target = (HTML / path).resolve()
        if not target.is_file() or HTML.resolve() not in target.parents:
            raise HTTPError(404)
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.finish(run_by_kernel(target.read_text(), path.removesuffix(".html")))


class File(JupyterHandler, StaticFileHandler):
    """What the pages show and offer."""

    @authenticated
    async def get(self, path, include_body=True):
        """Send it."""
        await StaticFileHandler.get(self, path, include_body)


class BookServer(ServerApp):
    """A Jupyter server without the extensions that happen to be installed: kernels and the book are all it has."""

    def find_server_extensions(self):
        """Find none."""


def lay_out():
    """Put the data files of each exercise where its kernel will run; what a reader has changed stays."""
    WORK.mkdir(parents=True, exist_ok=True)
    for folder in (ROOT / "book" / "exercises" / "files").iterdir():
        (WORK / "exercises" / folder.name).mkdir(parents=True, exist_ok=True)
        for file in folder.iterdir():
            target = WORK / "exercises" / folder.name / file.name
            if file.is_file() and file.suffix != ".ipynb" and not target.exists():  # work is kept in the browser
                shutil.copy(file, target)


def make_server(arguments=()):
    """Return a Jupyter server that also serves the book, not yet running."""
    lay_out()
    paths = [str(ROOT), os.environ.get("PYTHONPATH", "")]
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, paths))  # kernels inherit it, and where data files are:
    os.environ["PAGE_FILES"] = str(WORK / "exercises")
    app = BookServer()
    app.ip, app.root_dir, app.default_url = "127.0.0.1", str(WORK), "/book/index.html"
    app.initialize(list(arguments))
    base = app.web_app.settings["base_url"]
    pages = [(r"(.*\.html)", Page), ("(.*)", File, {"path": str(HTML)})]
    app.web_app.add_handlers(".*$", [(f"{base}book/{path}", *rest) for path, *rest in pages])
    return app


def main():
    """Serve until interrupted."""
    if not (HTML / "index.html").exists():
        sys.exit("There is no book yet. Build it first: make book")
    make_server(sys.argv[1:]).start()


if __name__ == "__main__":
    main()
