"""The outer wall of a sandbox: what a grader starts its warm process with, and what that process can see.

Inside are the Python that runs the grader, NumPy, Matplotlib, IPython and what
they need, and the student's side of `autograder`. Nothing else of the machine
can be seen, and there is no network.
"""

import csv
import importlib.metadata
import os
import re
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from packaging.requirements import Requirement

import autograder

PACKAGES = ("numpy", "matplotlib", "ipython", "matplotlib-inline")
SYSTEM = ("/usr", "/lib", "/lib32", "/lib64", "/bin", "/etc/ld.so.cache")
NEEDED = ("/usr/bin", "/usr/lib", "/usr/lib64")
OTHER_PACKAGES = ("/usr/lib/python3/dist-packages", "/usr/local/lib", "/usr/local/share", "/usr/share/doc")
TRIES = (20, 120)  # seconds for building a wall
KEPT_BY_ROOT = {"CAP_KILL": 5, "CAP_SETGID": 6, "CAP_SETUID": 7}
ENVIRONMENT = {
    "PATH": "/usr/bin:/bin",
    "HOME": "/tmp",
    "LANG": "C.UTF-8",
    "MPLCONFIGDIR": "/tmp",
    "MPLBACKEND": "module://matplotlib_inline.backend_inline",
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "PYTHONDONTWRITEBYTECODE": "1",
}
USER, NOBODY = "user", 65534  # the kind without a wall that runs student code as another user, and that user
INSTALL = "On Debian or Ubuntu `sudo apt-get install bubblewrap` gives one, on Fedora `sudo dnf install bubblewrap`."


class SandboxUnavailable(RuntimeError):
    """No sandbox can be had on this machine."""


def stage(folder: Path) -> None:
    """Copy into `folder` what the sandbox holds of this project: the student's side and the session.

    Parameters
    ----------
    folder : Path
        An empty folder.
    """
    home = Path(autograder.__file__).parent
    ignore = shutil.ignore_patterns("grading", "__pycache__")
    shutil.copytree(home, folder / "autograder", ignore=ignore)
    shutil.copytree(home / "grading" / "sandbox" / "inside", folder / "inside", ignore=ignore)


def warm_process(descriptor: int) -> list[str]:
    """The command that starts the warm process with the allowed packages and no other."""
    code = f"import sys; sys.path[:0] = ['/course', '/site']; from inside.fork_server import main; main({descriptor})"
    return [str(Path(sys.executable).resolve()), "-I", "-S", "-c", code]


def bubblewrap(staged: Path | None, is_root: bool) -> list[str]:
    """The command line prefix of a wall built by bubblewrap.

    Root keeps the right to become an ordinary user for each session: the
    kernel does not limit the number of root's processes.
    """
    command = ["bwrap", "--die-with-parent", "--new-session", "--clearenv", "--unshare-pid", "--unshare-net"]
    command += ["--unshare-ipc", "--unshare-uts", "--unshare-cgroup-try", "--hostname", "sandbox", "--cap-drop", "ALL"]
    if is_root:
        command += [word for name in KEPT_BY_ROOT for word in ("--cap-add", name)]
    else:
        command += ["--unshare-user", "--uid", "65534", "--gid", "65534"]
    for name, value in ENVIRONMENT.items():
        command += ["--setenv", name, value]
    for link, target in _links():
        command += ["--symlink", target, link]
    for source, target in _mounts(_visible(staged), _hidden()):
        if source is None:
            command += ["--perms", "0755", "--tmpfs", target]
            continue
        for parent in reversed(Path(target).parents):
            command += ["--perms", "0755", "--dir", str(parent)]
        command += ["--ro-bind", source, target]
    for hidden in _hidden():
        command += ["--remount-ro", hidden]
    # /dev/zero gives shared memory that no limit counts
    command += ["--proc", "/proc", "--dev", "/dev", "--dev-bind", "/dev/null", "/dev/zero", "--remount-ro", "/dev"]
    return [*command, "--tmpfs", "/tmp", "--remount-ro", "/"]


def plain_namespaces(staged: Path | None, is_root: bool) -> list[str]:
    """The command line prefix of a wall built with util-linux's `unshare` alone."""
    build = Path(__file__).with_name("unshare_root.py")
    plan = [f"link\t{target}\t{link}" for link, target in _links()]
    for source, target in _mounts(_visible(staged), _hidden()):
        plan.append(f"bind\t{source}\t{target}" if source else f"hide\t{target}")
    plan += [f"close\t{hidden}" for hidden in _hidden()]
    command = ["unshare", *([] if is_root else ["--user", "--map-user=65534", "--map-group=65534", "--keep-caps"])]
    command += ["--mount", "--pid", "--net", "--ipc", "--uts", "--fork", "--kill-child"]
    plan += [f"set\t{name}={value}" for name, value in ENVIRONMENT.items()]
    plan += [f"keep\t{number}" for number in (KEPT_BY_ROOT.values() if is_root else ())]
    command += [str(Path(sys.executable).resolve()), "-I", "-S", str(build), *plan, "--"]
    return command


@dataclass(frozen=True)
class Wall:
    """A kind of wall that works here; `prefix(staged)` is what stands before the command it encloses."""

    name: str
    is_root: bool = False

    def prefix(self, staged: Path | None) -> list[str]:
        """The command line prefix, for a staged folder of the project's files or None."""
        return WALLS[self.name][1](staged, self.is_root)


WALLS = {"bubblewrap": ("bwrap", bubblewrap), "namespaces": ("unshare", plain_namespaces)}


def choose(kind: str = "auto") -> Wall | None:
    """Return the strongest wall that works here, or None for the kinds "none" and "user".

    Parameters
    ----------
    kind : {"auto", "bubblewrap", "namespaces", "user", "none"}

    Raises
    ------
    SandboxUnavailable
        With the reason and the command that helps.
    ValueError
        If there is no such kind.
    """
    if kind == "none":
        return None
    if kind == USER:
        if hasattr(os, "geteuid") and os.geteuid() == 0:
            return None
        raise SandboxUnavailable("Only root can run student code as another user.")
    if kind != "auto" and kind not in WALLS:
        raise ValueError(f"expected a sandbox of auto, {', '.join(WALLS)} or none, got {kind!r}")
    reasons = []
    for name in WALLS if kind == "auto" else [kind]:
        for is_root in (True, False) if hasattr(os, "geteuid") and os.geteuid() == 0 else (False,):
            wall = Wall(name, is_root)
            problem = _problem(wall)
            if not problem:
                return wall
        reasons.append(f"{name}: {problem}")
    raise SandboxUnavailable(f"No sandbox can be had here ({'; '.join(reasons)}). {INSTALL}")


@cache
def _problem(wall: Wall) -> str:
    """Try a wall; an empty string, or why it can not be had."""
    program, _ = WALLS[wall.name]
    if sys.platform != "linux":
        return f"it needs Linux, this is {sys.platform}"
    if not shutil.which(program):
        return f"{program} is not installed"
    try:
        done = _build(wall)
    except OSError as error:
        return str(error)
    lines = done.stderr.strip().splitlines() or [f"exit code {done.returncode}"]
    return "" if done.returncode == 0 else lines[-1]


def _build(wall: Wall) -> subprocess.CompletedProcess[str]:
    """Build a wall around nothing; a machine that is slow is no reason for a weaker one."""
    for seconds in TRIES:
        try:
            return subprocess.run(
                [*wall.prefix(None), "/usr/bin/true"], capture_output=True, text=True, timeout=seconds
            )
        except subprocess.TimeoutExpired:
            slow = f"It takes more than {seconds} s to build the {wall.name} sandbox"
            print(f"autograder: {slow}; this machine is very busy.", file=sys.stderr)
    raise SandboxUnavailable(f"{slow}, and a weaker one is not taken for that. Try again later, or with fewer workers.")


def _visible(staged: Path | None) -> dict[str, str]:
    """What is shown, by where it is shown."""
    shown = {path: path for path in SYSTEM if os.path.exists(path) and not os.path.islink(path)}
    if _is_shown_apart():
        shown[str(_base())] = str(_base())
    shown |= {f"/site/{path.name}": str(path) for path in _packages()}
    return shown | {f"/course/{path.name}": str(path) for path in (Path(staged).iterdir() if staged else ())}


def _mounts(visible: dict[str, str], hidden: list[str]) -> list[tuple[str | None, str]]:
    """What to show (source, target) and what to hide (None, target): a folder comes before what lies in it."""
    both = [*((source, target) for target, source in visible.items()), *((None, target) for target in hidden)]
    return sorted(both, key=lambda mount: (len(Path(mount[1]).parts), mount[1]))


def _links():
    return [(path, os.readlink(path)) for path in SYSTEM if os.path.islink(path)]


def _hidden() -> list[str]:
    """Folders of other packages and of this project that would be seen below those that are shown."""
    installed = sysconfig.get_path("purelib", vars={"base": str(_base())})
    shown = {path for path in (*SYSTEM, str(_base())) if not os.path.islink(path)}
    found = {path for path in (*OTHER_PACKAGES, installed) if os.path.isdir(path)}
    found |= {str(path) for path in _project_folders() if _is_below_one(path, shown)}
    return sorted(path for path in found if not _holds_python(Path(path)))


def _project_folders() -> list[Path]:
    """The checkout, its environment, the course, and where the command was given."""
    course = os.environ.get("COURSE_ROOT")
    places = [Path(autograder.__file__).parents[1], Path(sys.prefix), Path.cwd(), *([Path(course)] if course else [])]
    return [place for place in dict.fromkeys(path.resolve() for path in places) if place != _base()]


def _holds_python(folder: Path) -> bool:
    """Whether what every program needs lies in a folder, such as /usr/lib: it is no project's own."""
    needed: list[str | Path] = [*NEEDED, *SYSTEM]
    if not _is_shown_apart() or folder.is_relative_to(_base()):
        needed += [_base(), sysconfig.get_path("stdlib"), sysconfig.get_path("platstdlib")]
    return any(Path(path).is_relative_to(folder) for path in needed)


def _is_shown_apart() -> bool:
    """Whether this Python does not come with the system: it is shown even where what it lies in is hidden."""
    return not _base().is_relative_to("/usr") or _is_below_one(_base(), _project_folders())


def _is_below_one(path: str | Path, folders: Iterable[str | Path]) -> bool:
    return any(Path(path) != Path(folder) and Path(path).is_relative_to(folder) for folder in folders)


def _base() -> Path:
    return Path(sys.base_prefix).resolve()


@cache
def _packages():
    """The top-level files and folders of the allowed packages and of all that they need."""
    found, waiting, seen = set(), list(PACKAGES), set()
    while waiting:
        name = waiting.pop()
        if name in seen:
            continue
        seen.add(name)
        try:
            distribution = importlib.metadata.distribution(name)
        except importlib.metadata.PackageNotFoundError:
            continue
        found |= {Path(str(distribution.locate_file(name))) for name in _top_level(distribution)}
        for text in distribution.requires or ():
            requirement = Requirement(text)
            if requirement.marker is None or requirement.marker.evaluate({"extra": ""}):
                waiting.append(re.sub(r"[-_.]+", "-", requirement.name).lower())
    return sorted(path for path in found if path.exists())


def _top_level(distribution: importlib.metadata.Distribution) -> set[str]:
    """The names of the files and folders that a package has installed, but for what lies outside, such as commands."""
    record = distribution.read_text("RECORD")
    if record is None:
        paths = [str(file) for file in distribution.files or ()]
    else:  # `files` makes an object of each of 30,000 paths
        paths = [row[0] for row in csv.reader(record.splitlines()) if row]
    return {path.partition("/")[0] for path in paths if ".." not in path.split("/")} - {"__pycache__"}
