"""What may be wrong with a database or a disk, in words: some of it passes if one waits."""

import contextlib
import errno
from collections.abc import Iterator

from nbgrader.api import InvalidEntry, app_log
from sqlalchemy.exc import DatabaseError, IntegrityError, OperationalError

FULL = {errno.ENOSPC, errno.EDQUOT}
HOPELESS = ("readonly", "unable to open", "malformed", "not a database", "no such table", "no such column")


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    """nbgrader 0.9.6 prints the traceback of what we try again."""
    before, app_log.disabled = app_log.disabled, True
    try:
        yield
    finally:
        app_log.disabled = before


def trouble(error: BaseException) -> str:
    """What is wrong with the database or the disk, in words; empty if something else is wrong."""
    if isinstance(error, OSError):
        return "the disk is full" if error.errno in FULL else ""
    reason = error.__context__ if isinstance(error, InvalidEntry) else error  # nbgrader gives it another name
    if not isinstance(reason, DatabaseError):
        return ""
    said = str(reason.orig).strip().splitlines()[0].rstrip(".") if reason.orig else "no reason given"
    if "locked" in said or "busy" in said:
        return "the gradebook is locked by another program, formgrader or a second grader perhaps"
    if "full" in said:
        return "the disk is full"
    if isinstance(reason, OperationalError | IntegrityError) or any(word in said for word in HOPELESS):
        return f"the gradebook says {said!r}"
    return ""
