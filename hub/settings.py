"""Where the hub keeps its things and who may do what, as the environment says. Standard library only."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

COURSE = "forward-and-backward"
ROOT = Path(__file__).resolve().parents[1]
SERVICE = "formgrader"


class HubError(Exception):
    """The hub cannot start as things are: what is missing, and what to do."""


@dataclass(frozen=True)
class Settings:
    """One hub on one machine.

    Attributes
    ----------
    root : Path
        Holds all that is made for the hub: environments, exchange, course, the hub's own files.
    course_root : Path
        The course's folder, with gradebook and secret.
    port, first_inner_port : int
        Where browsers find it; three more from `first_inner_port` on are for its parts to talk to each other.
    url : str
        As people know it, if something stands before it.
    with_accounts : bool
        Whether everybody is an account of this machine, which only root can arrange. Otherwise there are no walls.
    grader, students, instructors : str
        The account that owns the course, and two groups of accounts.
    password : str
        For all, where there are no accounts.
    """

    root: Path
    course_root: Path
    port: int
    first_inner_port: int
    url: str
    with_accounts: bool
    grader: str
    students: str
    instructors: str
    password: str

    @property
    def grader_folder(self) -> Path:
        """What only the grader reads: code with the reference, its environment, its home."""
        return self.root / "grader"

    @property
    def code(self) -> Path:
        """A copy of the checkout."""
        return self.grader_folder / "code"

    @property
    def student_folder(self) -> Path:
        """What every student reads."""
        return self.root / "student"

    @property
    def exchange(self) -> Path:
        """nbgrader's, between the two."""
        return self.root / "exchange"

    @property
    def own_folder(self) -> Path:
        """The hub's database, cookie secret and proxy."""
        return self.root / "hub"

    @property
    def base_url(self) -> str:
        """What is printed for browsers."""
        return self.url or f"http://127.0.0.1:{self.port}"

    def as_environment(self) -> dict[str, str]:
        """The same settings for the process of the hub."""
        return {
            "HUB_ROOT": str(self.root),
            "COURSE_ROOT": str(self.course_root),
            "HUB_PORT": str(self.port),
            "HUB_INNER_PORT": str(self.first_inner_port),
            "HUB_URL": self.url,
            "HUB_GRADER": self.grader,
            "HUB_STUDENTS": self.students,
            "HUB_INSTRUCTORS": self.instructors,
            "HUB_PASSWORD": self.password,
        }


def read_settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """Read `HUB_ROOT`, `COURSE_ROOT`, `HUB_PORT` and the others; all have defaults.

    Raises
    ------
    HubError
        If a port is none.
    """
    with_accounts = os.geteuid() == 0
    usual = Path("/srv") / COURSE if with_accounts else ROOT / "_build" / "hub"
    root = Path(environment.get("HUB_ROOT") or usual).resolve()
    port = _port(environment, "HUB_PORT", 8000)
    return Settings(
        root=root,
        course_root=Path(environment.get("COURSE_ROOT") or root / "course").resolve(),
        port=port,
        first_inner_port=_port(environment, "HUB_INNER_PORT", port + 1),
        url=environment.get("HUB_URL", "").rstrip("/"),
        with_accounts=with_accounts,
        grader=environment.get("HUB_GRADER", "grader"),
        students=environment.get("HUB_STUDENTS", "students"),
        instructors=environment.get("HUB_INSTRUCTORS", "instructors"),
        password=environment.get("HUB_PASSWORD") or secrets.token_urlsafe(9),
    )


def _port(environment, name, usual):
    text = environment.get(name) or str(usual)
    if not text.isdecimal() or not 1024 <= int(text) <= 65_000:
        raise HubError(f"{name} must be a number from 1024 to 65000; it is {text!r}.")
    return int(text)
