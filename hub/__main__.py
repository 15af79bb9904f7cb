"""Start the hub on this machine: `python -m hub`, or `make hub`."""

import argparse
import os
import pwd

from hub import accounts, environments
from hub.settings import COURSE, SERVICE, HubError, Settings, read_settings

COURSE_CONFIGURATION = """# Settings of this course, for formgrader and the commands that are given in this folder.
import os

os.environ["COURSE_ROOT"] = {course!r}
c = get_config()
load_subconfig({ours!r})
c.Exchange.root = {exchange!r}

"""
WITH_ACCOUNTS = """
Students and instructors log in with their accounts on this machine.
  students      the group {students}: usermod -a -G {students} NAME
  instructors   the group {instructors}: usermod -a -G {instructors} NAME
"""
WITHOUT_ACCOUNTS = """
You are not root, so everybody is you: this is for trying, and has no walls between students.
  students      any name, password {password}
  instructor    the name {instructors}, the same password
"""
ADDRESSES = """
Both begin at {url}: students in Lab, with Assignment List in its menu Nbgrader; instructors in the course's own Lab,
with Formgrader in the same menu and a terminal for `autograder`. Formgrader as a page of its own is at
{url}/services/{service}/formgrader. The course is in {course}. Stop with Ctrl-C.
"""


def prepare(settings: Settings, closed: list[str]) -> None:
    """Make all that the hub needs, and see that nothing is open that must be closed."""
    if settings.with_accounts:
        accounts.make_accounts(settings)
    accounts.check_walls(settings)
    accounts.make_folders(settings)
    environments.make_grader(settings)
    bundle = environments.make_bundle(settings, closed)
    environments.write_assignments(settings, closed, lambda *command: accounts.run_as_grader(settings, *command))
    environments.make_student(settings, bundle)
    environments.make_proxy(settings)
    _write_course_configuration(settings)


def start(settings: Settings) -> None:
    """Become the hub."""
    words = WITH_ACCOUNTS if settings.with_accounts else WITHOUT_ACCOUNTS
    print(
        (words + ADDRESSES).format(
            students=settings.students,
            instructors=settings.instructors,
            password=settings.password,
            url=settings.base_url,
            service=SERVICE,
            course=settings.course_root,
        ),
        flush=True,
    )
    python = str(environments.grader_python(settings))
    environment = os.environ | settings.as_environment()
    environment["PATH"] = os.pathsep.join([os.path.dirname(python), environment.get("PATH", "")])
    os.chdir(settings.code)
    os.execve(python, [python, "-m", "jupyterhub", "--config", "hub/jupyterhub_config.py"], environment)


def _write_course_configuration(settings):
    """A file of the course's own, which is never written again."""
    path = settings.course_root / "nbgrader_config.py"
    if not path.exists():
        places = {
            "course": str(settings.course_root),
            "ours": str(settings.code / "nbgrader_config.py"),
            "exchange": str(settings.exchange),
        }
        path.write_text(COURSE_CONFIGURATION.format(**places))
        if settings.with_accounts:
            account = pwd.getpwnam(settings.grader)
            os.chown(path, account.pw_uid, account.pw_gid)


def _main():
    parser = argparse.ArgumentParser(prog="python -m hub", description=f"Start a JupyterHub for {COURSE}.")
    parser.add_argument("--closed", nargs="+", default=[], metavar="ASSIGNMENT", help="as for make student")
    options = parser.parse_args()
    os.umask(0o022)
    try:
        settings = read_settings()
        prepare(settings, options.closed)
        start(settings)
    except HubError as error:
        parser.exit(2, f"{error}\n")


if __name__ == "__main__":
    _main()
