"""Who is who on the machine: the account that owns the course, the groups, and walls between them and the students."""

import grp
import os
import pwd
import subprocess
from pathlib import Path

from hub.environments import is_open
from hub.settings import COURSE, ROOT, HubError, Settings


def make_accounts(settings: Settings) -> None:
    """Make the grader's account and both groups, where they are missing."""
    for name in (settings.students, settings.instructors):
        if not _known(grp.getgrnam, name):
            _make("groupadd", "--system", name)
    if not _known(pwd.getpwnam, settings.grader):
        home = settings.grader_folder / "home"
        _make("useradd", "--system", "--user-group", "--home-dir", home, "--shell", "/bin/bash", settings.grader)


def make_folders(settings: Settings) -> None:
    """Make the hub's folders: who owns them, and who else may read or write there.

    Raises
    ------
    HubError
        If the course belongs to somebody else.
    """
    grader = settings.grader if settings.with_accounts else ""
    group = grp.getgrgid(pwd.getpwnam(grader).pw_gid).gr_name if grader else ""
    inbox = settings.exchange / COURSE
    for folder, mode, owner, members in (
        (settings.root, 0o755, "root", "root"),
        (settings.own_folder, 0o700, "root", "root"),
        (settings.student_folder, 0o755, "root", "root"),
        (settings.grader_folder, 0o750, "root", group),
        (settings.grader_folder / "home", 0o700, grader, group),
        (settings.course_root, 0o700, grader, group),
        (settings.exchange, 0o1777, "root", "root"),  # nbgrader wants it open; who owns a folder in it keeps it
        (inbox, 0o755, grader, group),
        (inbox / "outbound", 0o755, grader, group),
        (inbox / "inbound", 0o1733, grader, group),  # put in, but not list, and not take what others have put in
        (inbox / "feedback", 0o711, grader, group),  # who has handed in knows the name of the file
    ):
        folder.mkdir(parents=True, exist_ok=True)
        if grader:
            os.chown(folder, pwd.getpwnam(owner).pw_uid, grp.getgrnam(members).gr_gid)
        folder.chmod(mode)
    _refuse_foreign(settings)


def check_walls(settings: Settings) -> None:
    """See that no student can read the reference where this was started from.

    Raises
    ------
    HubError
    """
    reference = ROOT / "solutions" / "__init__.py"
    if settings.with_accounts and is_open(reference):
        raise HubError(
            f"Every account of this machine can read the reference in {reference.parent}: "
            f"chmod o-rwx {ROOT}, then start again."
        )


def run_as_grader(settings: Settings, *command: object) -> None:
    """Run a command with the rights of the account that owns the course.

    Raises
    ------
    HubError
        With what it said, if it fails.
    """
    rights = {}
    if settings.with_accounts:
        account = pwd.getpwnam(settings.grader)  # its group may have another name
        rights = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
    environment = grader_environment(settings)
    done = subprocess.run(
        list(map(str, command)), cwd=settings.code, env=environment, capture_output=True, text=True, **rights
    )
    if done.returncode:
        raise HubError(f"{' '.join(map(str, command))} failed as {settings.grader}:\n{done.stdout}{done.stderr}")


def grader_environment(settings: Settings) -> dict[str, str]:
    """What formgrader and the commands of the course find in their environment."""
    return {
        "HOME": str(settings.grader_folder / "home"),
        "PATH": os.pathsep.join([str(settings.grader_folder / "env" / "bin"), "/usr/local/bin:/usr/bin:/bin"]),
        "SHELL": "/bin/bash",
        "LANG": os.environ.get("LANG", "C.UTF-8"),
        "COURSE_ROOT": str(settings.course_root),
        "JUPYTER_PREFER_ENV_PATH": "1",
    }


def groups_of(name: str, settings: Settings) -> list[str]:
    """Which of the two groups an account is in."""
    numbers = set(os.getgrouplist(name, pwd.getpwnam(name).pw_gid))
    return [group for group in (settings.students, settings.instructors) if grp.getgrnam(group).gr_gid in numbers]


def close_home(name: str) -> None:
    """Let nobody else into a home: what a student writes there is for the student."""
    home = Path(pwd.getpwnam(name).pw_dir)
    mode = home.stat().st_mode & 0o7777
    if mode & 0o077:
        home.chmod(mode & ~0o077)


def _refuse_foreign(settings):
    """Grading, and formgrader, fail late and in odd words on files that somebody else has written."""
    owner = settings.course_root.stat().st_uid
    for path in settings.course_root.iterdir():
        if path.lstat().st_uid != owner:
            raise HubError(
                f"{path} belongs to {_owner_of(path)}, and the course is {settings.grader}'s: "
                f"chown -R {settings.grader}: {settings.course_root}, then start again."
            )


def _owner_of(path):
    number = path.lstat().st_uid
    return pwd.getpwuid(number).pw_name if _known(pwd.getpwuid, number) else f"account {number}"


def _known(look_up, name):
    try:
        return look_up(name)
    except KeyError:
        return None


def _make(*command):
    print("Making an account of this machine:", *command, flush=True)
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True)
    if done.returncode:
        raise HubError(f"{command[0]} failed: {done.stderr.strip()}")
