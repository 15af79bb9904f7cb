"""Runs in Pyodide when the book is built: compile the modules, leave out what no page needs, and write archives."""

import importlib.util
import io
import json
import marshal
import tarfile
import zipfile
from pathlib import Path, PurePosixPath

TARGET = Path("/packed")
STDLIB = PurePosixPath("/lib/python312.zip")
SITE = PurePosixPath("/lib/python3.12/site-packages")
NUMPY_UNUSED = ("tests", "f2py", "distutils", "testing", "_pyinstaller")
LIBRARIES_UNUSED = ("_operand_flag_tests", "_struct_ufunc_tests", "_simd", "_rational_tests", "_umath_tests")
STDLIB_UNUSED = {  # what needs a network, processes or a terminal, and what makes programs of Python
    *("idlelib", "lib2to3", "ensurepip", "pydoc_data", "turtledemo", "tkinter", "test", "venv", "multiprocessing"),
    *("xmlrpc", "wsgiref", "curses", "dbm", "mailbox", "ftplib", "imaplib", "poplib", "smtplib", "nntplib"),
    *("telnetlib", "socketserver", "turtle", "pdb", "zipapp", "cgi", "cgitb"),
}


def pack():
    """Write into `/packed` the standard library as an archive, all other modules as one file, and libraries apart.

    Beside them go `modules.json` with the names and sizes of the modules and the places of the libraries, and the
    licence of NumPy.
    """
    TARGET.mkdir()
    with zipfile.ZipFile("/stdlib.zip") as old, new_zip(TARGET / "python_stdlib.zip") as new:
        for name in old.namelist():
            if not name.endswith("/") and PurePosixPath(name).parts[0].removesuffix(".py") not in STDLIB_UNUSED:
                name, content = compiled(name, old.read(name), STDLIB)
                new.writestr(zipfile.ZipInfo(name, (2025, 1, 1, 0, 0, 0)), content)
    modules, libraries = {}, []
    for name, content in sorted([*numpy_files(), *own_files()]):
        if name.endswith(".so"):
            libraries.append(str(SITE / name))
            (TARGET / PurePosixPath(name).name).write_bytes(content)
            content = b""  # an import looks for the file, and the linker has it already
        name, content = compiled(name, content, SITE)
        modules[name] = content
    (TARGET / "modules.bin").write_bytes(b"".join(modules.values()))
    sizes = [(name, len(content)) for name, content in modules.items()]
    (TARGET / "modules.json").write_text(json.dumps({"modules": sizes, "libraries": libraries}))


def numpy_files():
    """Yield the names and contents of NumPy's files; its licence is written beside the archives."""
    (archive,) = Path("/numpy").glob("*.tar.gz")
    with tarfile.open(archive) as old:
        for member in old.getmembers():
            path = PurePosixPath(member.name)
            if member.isfile() and is_used(path):
                yield str(path.relative_to("lib/python3.12/site-packages")), old.extractfile(member).read()
            elif member.isfile() and "licenses" in path.parts:
                (TARGET / "numpy-LICENSE.txt").write_bytes(old.extractfile(member).read())


def own_files():
    """Yield the names and contents of the student's side of `autograder`, and of the page's own modules."""
    student = Path("/student")
    for path in student.rglob("*"):
        if path.is_file():
            yield str(path.relative_to(student)), path.read_bytes()


def is_used(path):
    """Whether a file of NumPy's package is one that pages need."""
    parts = path.parts
    if parts[:4] != ("lib", "python3.12", "site-packages", "numpy"):
        return False
    if path.suffix not in (".py", ".so") or "tests" in parts or path.name.partition(".")[0] in LIBRARIES_UNUSED:
        return False
    return parts[4] not in NUMPY_UNUSED


def new_zip(path):
    return zipfile.ZipFile(path, "w")  # what holds the archive is compressed as a whole


def compiled(name, content, folder):
    """Return a file; a module is compiled, to lie beside no source, with the place that it will have."""
    if not name.endswith(".py"):
        return name, content
    code = compile(content, str(folder / name), "exec", dont_inherit=True, optimize=0)
    target = io.BytesIO()
    target.write(importlib.util.MAGIC_NUMBER + bytes(12))  # by time, which nobody compares without a source
    marshal.dump(code, target)
    return name + "c", target.getvalue()
