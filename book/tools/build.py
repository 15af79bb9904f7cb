"""Build the book; run as `python -m book.tools.build` from the checkout, or `make book`.

The exercises become pages, the scripts for formulas and charts are put beside the style sheet, whatever was computed
with older packages is forgotten, and cells that have changed are run. Jupyter Book does the rest.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import mathjax
import nbformat
from nbformat.v4 import new_markdown_cell

from autograder.grading.assignments.student_bundle import make_bundle
from book.tools import embedding, execute, exercise_cells, model_answers, page_python, pages, quiz

ROOT = Path(__file__).resolve().parents[2]
BUILD = ROOT / "_build"
PAGES = ROOT / "book" / "exercises"
BUNDLE = BUILD / "student"
SCRIPT = "tex-svg-full.js"
ASSETS = ROOT / "book" / "assets"
NOT_IMPORTED = ("_wrong", "_right", "_bench", "_oracle")  # by pages: an edited sentence runs none of them
OPTIONS = ["build", "book", "--config", "_config.yml", "--path-output", ".", "-W", "-n", "--keep-going"]


def fingerprint(*paths):
    """Hash of the names and contents of files, and of all files in folders."""
    digest = hashlib.sha256()
    for path in paths:
        files = sorted(path.rglob("*")) if path.is_dir() else [path]
        for file in files:
            if file.is_file() and "__pycache__" not in file.parts:
                digest.update(f"{file.relative_to(ROOT)}\0".encode() + file.read_bytes())
    return digest.hexdigest()


def imported_by_pages():
    """Return the modules that cells compute with; not how people get the layers wrong, nor what times them."""
    modules = [path for path in (ROOT / "solutions").rglob("*.py") if not path.stem.endswith(NOT_IMPORTED)]
    return [*sorted(modules), ROOT / "book" / "figures.py"]


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
    tools = [Path(tool.__file__) for tool in (embedding, exercise_cells, pages, quiz)]
    key = fingerprint(*assets, *tools)
    if _is_new(build / "book-assets", key):
        shutil.rmtree(build / ".doctrees", ignore_errors=True)
        (build / "book-assets").write_text(key)


def build():
    """Build the book into `_build/html`; return Jupyter Book's exit code."""
    BUILD.mkdir(exist_ok=True)
    copy_mathjax()
    write_vega()
    write_exercises()
    write_page_python()
    write_answers()
    forget_old_results()
    renew_pages()
    paths = [str(ROOT), os.environ.get("PYTHONPATH", "")]  # this checkout, installed or not
    # one thread: the lessons' matrices are small, and threads that wait for each other cost more than they bring
    os.environ |= {"PYTHONPATH": os.pathsep.join(filter(None, paths)), "OPENBLAS_NUM_THREADS": "1"}
    pages = [page for page in (ROOT / "book").rglob("*.md") if "{code-cell}" in page.read_text()]
    execute.run(pages, BUILD / ".jupyter_cache")
    jupyter_book = Path(sys.executable).parent / "jupyter-book"
    done = subprocess.run([jupyter_book, *OPTIONS], cwd=ROOT).returncode
    static = BUILD / "html" / "_static"
    shutil.copytree(ASSETS / "page", static / "page", dirs_exist_ok=True)  # Sphinx may see no change
    return done


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


if __name__ == "__main__":
    sys.exit(build())
