"""The outer wall of a sandbox: what a grader starts its warm process with, and what that process can see.

Inside are the Python that runs the grader, NumPy, Matplotlib, IPython and what
they need, and the student's side of `autograder`. Nothing else of the machine
can be seen, and there is no network.
"""

import importlib.metadata
import os
import re
import shutil
import subprocess
import sys
import sysconfig
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from packaging.requirements import Requirement

import autograder

PACKAGES = ("numpy", "matplotlib", "ipython", "matplotlib-inline")
SYSTEM = ("/usr", "/lib", "/lib32", "/lib64", "/bin", "/etc/ld.so.cache")
OTHER_PACKAGES = ("/usr/lib/python3/dist-packages", "/usr/local/lib", "/usr/local/share", "/usr/share/doc")
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
    visible = _visible(staged)
    for folder in sorted({str(parent) for _, target in visible for parent in Path(target).parents}):
        command += ["--perms", "0755", "--dir", folder]
    for source, target in visible:
        command += ["--ro-bind", str(source), str(target)]
    for link, target in _links():
        command += ["--symlink", target, link]
    for hidden in _hidden():
        command += ["--tmpfs", hidden]
    command += ["--proc", "/proc", "--dev", "/dev", "--remount-ro", "/dev"]
    return [*command, "--tmpfs", "/tmp", "--remount-ro", "/"]


def plain_namespaces(staged: Path | None, is_root: bool) -> list[str]:
    """The command line prefix of a wall built with util-linux's `unshare` alone."""
    build = Path(__file__).with_name("unshare_root.py")
    plan = [f"bind\t{source}\t{target}" for source, target in _visible(staged)]
    plan += [f"link\t{target}\t{link}" for link, target in _links()]
    plan += [f"hide\t{hidden}" for hidden in _hidden()]
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
    """Return the strongest wall that works here, or None for the kind "none".

    Parameters
    ----------
    kind : {"auto", "bubblewrap", "namespaces", "none"}

    Raises
    ------
    SandboxUnavailable
        With the reason and the command that helps.
    ValueError
        If there is no such kind.
    """
    if kind == "none":
        return None
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
        done = subprocess.run([*wall.prefix(None), "/usr/bin/true"], capture_output=True, text=True, timeout=20)
    except (OSError, subprocess.TimeoutExpired) as error:
        return str(error)
    lines = done.stderr.strip().splitlines() or [f"exit code {done.returncode}"]
    return "" if done.returncode == 0 else lines[-1]


def _visible(staged: Path | None) -> list[tuple[str | Path, str | Path]]:
    pairs: list[tuple[str | Path, str | Path]] = [
        (path, path) for path in SYSTEM if os.path.exists(path) and not os.path.islink(path)
    ]
    base = Path(sys.base_prefix).resolve()
    if not base.is_relative_to("/usr"):
        pairs.append((base, base))
    pairs += [(path, Path("/site") / path.name) for path in _packages()]
    if staged:
        pairs += [(path, Path("/course") / path.name) for path in Path(staged).iterdir()]
    return pairs


def _links():
    return [(path, os.readlink(path)) for path in SYSTEM if os.path.islink(path)]


def _hidden():
    installed = sysconfig.get_path("purelib", vars={"base": str(Path(sys.base_prefix).resolve())})
    return [path for path in (*OTHER_PACKAGES, installed) if os.path.isdir(path)]


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
        for file in distribution.files or ():
            if ".." not in file.parts and file.parts[0] != "__pycache__":
                found.add(Path(str(distribution.locate_file(file.parts[0]))))
        for text in distribution.requires or ():
            requirement = Requirement(text)
            if requirement.marker is None or requirement.marker.evaluate({"extra": ""}):
                waiting.append(re.sub(r"[-_.]+", "-", requirement.name).lower())
    return sorted(path for path in found if path.exists())
