"""Runs in Pyodide when the book is built: compile the modules, leave out what no page needs, and write archives."""

import importlib.util
import io
import marshal
import tarfile
import zipfile
from pathlib import Path, PurePosixPath

STDLIB = PurePosixPath("/lib/python312.zip")
SITE = PurePosixPath("/lib/python3.12/site-packages")
NUMPY_UNUSED = ("tests", "f2py", "distutils", "testing", "_pyinstaller")
STDLIB_UNUSED = ("idlelib", "lib2to3", "ensurepip", "pydoc_data", "turtledemo", "tkinter", "test", "venv")


def pack():
    """Write `python_stdlib.zip` and `site.zip` into `/packed`, and the licences of what is in them."""
    target = Path("/packed")
    target.mkdir()
    with zipfile.ZipFile("/stdlib.zip") as old, new_zip(target / "python_stdlib.zip") as new:
        for name in old.namelist():
            if not name.endswith("/") and PurePosixPath(name).parts[0] not in STDLIB_UNUSED:
                add(new, name, old.read(name), STDLIB)
    with new_zip(target / "site.zip") as new:
        (archive,) = Path("/numpy").glob("*.tar.gz")
        with tarfile.open(archive) as old:
            for member in old.getmembers():
                path = PurePosixPath(member.name)
                if member.isfile() and is_used(path):
                    content = old.extractfile(member).read()
                    add(new, str(path.relative_to("lib/python3.12/site-packages")), content, SITE)
                elif member.isfile() and "licenses" in path.parts:
                    (target / "numpy-LICENSE.txt").write_bytes(old.extractfile(member).read())
        student = Path("/student")
        for path in sorted(student.rglob("*")):
            if path.is_file():
                add(new, str(path.relative_to(student)), path.read_bytes(), SITE)


def is_used(path):
    """Whether a file of NumPy's package is one that pages need."""
    parts = path.parts
    if parts[:4] != ("lib", "python3.12", "site-packages", "numpy"):
        return False
    if path.suffix not in (".py", ".so") or "tests" in parts:
        return False
    return parts[4] not in NUMPY_UNUSED


def new_zip(path):
    return zipfile.ZipFile(path, "w")  # what holds the archive is compressed as a whole


def add(archive, name, content, folder):
    """Add a file; a module is added compiled, beside no source, with the place that it will have."""
    if name.endswith(".py"):
        code = compile(content, str(folder / name), "exec", dont_inherit=True, optimize=0)
        compiled = io.BytesIO()
        compiled.write(importlib.util.MAGIC_NUMBER + bytes(12))  # by time, which nobody compares without a source
        marshal.dump(code, compiled)
        name, content = name + "c", compiled.getvalue()
    archive.writestr(zipfile.ZipInfo(name, (2025, 1, 1, 0, 0, 0)), content)
