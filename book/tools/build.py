"""Build the book; run as `python -m book.tools.build` from the checkout, or `make book`.

The scripts for formulas and charts are put beside the style sheet, whatever was computed with older packages is
forgotten, and cells that have changed are run; beside it, the exercises become pages, and Jupyter Book reads what it
can. Then it writes all pages, on one processor; the other one packs the Python that pages run.
"""

import argparse
import hashlib
import os
import re
import shutil
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory

import mathjax
import nbformat
import yaml
from nbformat.v4 import new_markdown_cell

from autograder.grading.assignments.student_bundle import make_bundle
from book.tools import execute, exercise_cells, model_answers, page_python, stills
from book.tools.awaited import VARIABLE, Awaited
from book.tools.changes import fingerprint
from book.tools.progress import Progress

ROOT = Path(__file__).resolve().parents[2]
BUILD = ROOT / "_build"
PAGES = ROOT / "book" / "exercises"
BUNDLE = BUILD / "student"
SCRIPT = "tex-svg-full.js"
ASSETS = ROOT / "book" / "assets"
MADE = ("exercises", *(f"assets/{name}" for name in ("fonts", "map", "mathjax", "page", "vega")))  # by a build
NOT_IMPORTED = ("_wrong", "_right", "_bench", "_oracle")  # by pages: an edited sentence runs none of them
OPTIONS = ["build", "book", "--path-output", ".", "-n", "--keep-going", "-q"]


def inputs(root=ROOT):
    """Hash of all that the book is made from."""
    made, files = [root / "book" / name for name in MADE], sorted((root / "book").rglob("*"))
    own = [file for file in files if file.is_file() and not any(file.is_relative_to(each) for each in made)]
    others = (root / name for name in ("exercises", "solutions", "autograder", "_config.yml", "requirements.txt"))
    return fingerprint(*own, *others, root=root) + sys.version


def written(build=BUILD):
    """Hash of the names of the book's files and of the times at which they were written."""
    files = [path for path in sorted((build / "html").rglob("*")) if path.is_file()]
    lines = [f"{path.relative_to(build)} {path.stat().st_mtime_ns}" for path in files]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def imported_by_pages():
    """Return the modules that cells compute and draw with; not how people get the layers wrong, nor what times them."""
    modules = [path for path in (ROOT / "solutions").rglob("*.py") if not path.stem.endswith(NOT_IMPORTED)]
    return [*sorted(modules), ROOT / "book" / "figures.py", Path(stills.__file__)]


def forget_old_results(build=BUILD):
    """Empty the caches if the packages that chapters import have changed.

    Jupyter Book runs a chapter again only when its own text changes, so a new number
    from `solutions` would not reach the page.
    """
    key = fingerprint(*imported_by_pages())
    if not _is_new(build / "book-packages", key):
        return
    for cache in (".jupyter_cache", ".doctrees"):
        shutil.rmtree(build / cache, ignore_errors=True)
    (build / "book-packages").write_text(key)


def write_exercises(pages=PAGES):
    """Put the student notebooks into the book, each with its downloads, if exercises or autograder have changed."""
    stamp = BUILD / "book-exercises"
    key = fingerprint(ROOT / "exercises", ROOT / "autograder", Path(__file__).resolve())
    if pages.exists() and BUNDLE.exists() and not _is_new(stamp, key):
        return
    make_bundle(ROOT, BUNDLE)
    shutil.rmtree(pages, ignore_errors=True)
    for notebook in sorted(BUNDLE.glob("*/*.ipynb")):
        _write_page(notebook, pages)
    shutil.make_archive(str(pages / "forward-and-backward-student"), "zip", BUNDLE)
    stamp.write_text(key)


def write_page_python(assets=ASSETS):
    """Write what pages load to run Python, if that, the exercises or `autograder` have changed."""
    stamp, target = BUILD / "book-python", assets / "page"
    tools = map(Path, (page_python.__file__, exercise_cells.__file__))
    key = fingerprint(page_python.SOURCE, *tools, ROOT / "exercises", ROOT / "autograder")
    if target.exists() and not _is_new(stamp, key):
        return
    page_python.make(BUNDLE, target)
    stamp.write_text(key)


def write_answers(assets=ASSETS, build=BUILD):
    """Write the model answers that pages load after a pass; where they are not to be shown, none is left anywhere."""
    model_answers.write(assets / "page" / "answers", model_answers.are_shown())
    shutil.rmtree(build / "html" / "_static" / "page" / "answers", ignore_errors=True)


def copy_mathjax(assets=ASSETS):
    """Copy the one script that typesets formulas, fonts included."""
    target = assets / "mathjax" / SCRIPT
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(Path(mathjax.__path__[0]) / "static" / "mathjax" / "es5" / SCRIPT, target)


def write_vega(assets=ASSETS):
    """Write the one script that draws interactive charts, for the version of Vega-Lite that Altair writes."""
    target = assets / "vega" / "vega.js"
    head = f"// for Altair {version('altair')}, by vl-convert {version('vl-convert-python')}\n"
    if target.exists() and target.read_text().startswith(head):
        return
    import altair  # takes a second
    import vl_convert

    vega_lite = ".".join(altair.SCHEMA_VERSION.removeprefix("v").split(".")[:2])
    script = vl_convert.javascript_bundle(vl_version=vega_lite)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(f"{head}(() => {{{script}}})();\n")  # a module could not be loaded from file://


def renew_pages(build=BUILD):
    """Make Sphinx write all pages again if a style sheet, a script or what it does to a page has changed.

    It looks only at their texts, and copies style sheets only when it writes a page.
    """
    assets = [path for path in sorted(ASSETS.iterdir()) if path.name != "page"]  # which no page loads by itself
    key = fingerprint(*assets, ROOT / "book" / "tools")
    if _is_new(build / "book-assets", key):
        shutil.rmtree(build / ".doctrees", ignore_errors=True)
        (build / "book-assets").write_text(key)


def write_before_pages():
    """Write what pages are made from besides their texts: the exercises, typefaces, the script of the map."""
    write_exercises()
    page_python.install()
    page_python.write_fonts(ASSETS / "fonts")
    page_python.write_map_script(ASSETS / "map")  # pages name it with a digest of it


def write_beside_pages():
    """Write what pages load when somebody writes or runs."""
    write_page_python()
    write_answers()


def _start(action):
    code = f"from book.tools import build; build.{action.__name__}()"
    return subprocess.Popen([sys.executable, "-c", code], cwd=ROOT)


def build(only_kept=False):
    """Build the book into `_build/html`; return the exit code of what failed, or 0.

    Parameters
    ----------
    only_kept : bool
        Whether pages that have not been run stay so: they are shown without what their cells give, and a later build
        runs them.
    """
    BUILD.mkdir(exist_ok=True)
    stamp, asked = BUILD / "book-built", inputs()
    key, built = asked + written(), stamp.read_text() if stamp.exists() else ""
    if built == key or (only_kept and built.startswith(key)):
        print(built.removeprefix(key), end="")
        return 0
    paths = [str(ROOT), os.environ.get("PYTHONPATH", "")]  # this checkout, installed or not
    # one thread: the lessons' matrices are small, and threads that wait for each other cost more than they bring
    os.environ |= {"PYTHONPATH": os.pathsep.join(filter(None, paths)), "OPENBLAS_NUM_THREADS": "1"}
    beside = _start(write_before_pages)
    copy_mathjax()
    write_vega()
    forget_old_results()
    pages, cache = pages_with_cells(), BUILD / ".jupyter_cache"
    not_kept = execute.not_kept(pages, cache)
    to_run, left = ([], [Path(each.uri) for each in not_kept]) if only_kept else (not_kept, [])
    files = (ROOT / "book" / "_toc.yml").read_text().count("file: ") + 1
    with (
        TemporaryDirectory() as own,  # another build in this checkout waits for its own cells
        ThreadPoolExecutor(1) as thread,
        Awaited(Path(own) / "awaited", [_name(each.uri) for each in to_run]) as awaited,
    ):
        start, writing = time.time(), thread.submit(write_pages, beside, left, awaited.folder)
        execute.run(to_run, cache, lambda page: awaited.done(_name(page)))
        with Progress("Student notebooks"):
            done = beside.wait()
        if done:
            return done
        beside = _start(write_beside_pages)
        with Progress("Writing the pages", 2 * files, lambda: _written_since(start)):  # each is read, then written
            done = writing.result()
    with Progress("Python for the pages"):
        if failed := beside.wait():
            return failed
    static = BUILD / "html" / "_static"
    shutil.rmtree(static / "page", ignore_errors=True)
    shutil.copytree(ASSETS / "page", static / "page")  # Sphinx may see no change
    if not done:
        gaps = f"{len(left)} of {len(pages)} pages do not show yet what their cells give; `make book` runs them.\n"
        print(gaps if left else "", end="")
        stamp.write_text(asked + written() + (gaps if left else ""))
    return done


def pages_with_cells(book=ROOT / "book"):
    """The pages with cells, in the order of the book."""
    names = re.findall(r"(?:file|root): (\S+)", (book / "_toc.yml").read_text())
    pages = [path for name in names if (path := book / f"{name}.md").exists()]
    return [page for page in pages if "{code-cell}" in page.read_text()]


def write_pages(beside, left, awaited, build=BUILD):
    """Have Jupyter Book write the pages; return its exit code, or that of what it needs.

    Parameters
    ----------
    beside : subprocess.Popen
        What makes the last pages; it is waited for.
    left : list of Path
        Pages that have not been run and shall not be.
    awaited : Path
        The folder of an `Awaited`: the pages whose cells are being run.
    """
    if done := beside.wait():
        return done
    renew_pages(build)
    command = [Path(sys.executable).parent / "jupyter-book", *OPTIONS]
    command += ["--config", _without(left, build)] if left else ["--config", "_config.yml", "-W"]
    told = os.environ | {VARIABLE: str(awaited)}
    return subprocess.run(command, cwd=ROOT, env=told, stdout=subprocess.DEVNULL).returncode


def _written_since(start, build=BUILD):
    pages = [*(build / ".doctrees").rglob("*.doctree"), *(build / "html").rglob("*.html")]
    return sum(page.stat().st_mtime > start for page in pages)


def _name(page):
    return Path(page).relative_to(ROOT / "book").with_suffix("").as_posix()


def _without(left, build):
    """The configuration by which some pages are not run."""
    config = yaml.safe_load((ROOT / "_config.yml").read_text())
    config["execute"]["exclude_patterns"] += [page.relative_to(ROOT / "book").as_posix() for page in left]
    config["sphinx"]["config"]["suppress_warnings"] = ["myst-nb.lexer"]  # who has not run has not said its language
    path = build / "partial_config.yml"
    path.write_text(yaml.safe_dump(config))
    return path


def _is_new(stamp, key):
    return not stamp.exists() or stamp.read_text() != key


def _write_page(notebook, pages):
    """The page shows the notebook; its first cell offers the notebook itself and the files it reads."""
    downloads = pages / "files" / notebook.stem
    shutil.copytree(notebook.parent, downloads)
    links = [
        f"{{download}}`{path.name} <files/{notebook.stem}/{path.name}>`"
        for path in sorted(downloads.iterdir())
        if path.is_file()
    ]
    page = nbformat.read(notebook, as_version=4)
    title, *rest = page.cells
    page.cells = [title, new_markdown_cell("Download: " + ", ".join(links), id="downloads"), *map(_answerable, rest)]
    nbformat.write(page, pages / notebook.name)


def _answerable(cell):
    """The cell for an answer in words becomes the place where the page puts a field for it."""
    grade = cell.metadata.get("nbgrader", {})
    if cell.cell_type == "markdown" and grade.get("solution"):
        cell.source = f'<div class="written-answer" data-cell="{cell.id}" data-answer="{grade["grade_id"]}"></div>'
    return cell


def main():
    """Build the book and say where it is; returns the exit code."""
    parser = argparse.ArgumentParser(description="Build the book.")
    parser.add_argument("--only-kept", action="store_true", help="show what cells have given before, and run none")
    done = build(parser.parse_args().only_kept)
    if not done:
        print(f"The book: {(BUILD / 'html' / 'index.html').as_uri()}")
    return done


if __name__ == "__main__":
    sys.exit(main())
