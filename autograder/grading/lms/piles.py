"""What one student has in an archive or a folder: notebooks, their order, and what lies beside them."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from autograder.grading.course.roster import Member
from autograder.grading.lms.archives import Found
from autograder.grading.lms.recognition import Recognised
from autograder.grading.lms.senders import Sender


@dataclass(frozen=True)
class HandedIn:
    """A notebook, whose it is, of which assignment, and when it came; the time is in UTC, or None."""

    found: Found
    sender: Sender
    what: Recognised
    time: datetime | None

    @property
    def age(self) -> tuple[Any, ...]:
        """What sorts several of the same student: the newest last."""
        return (self.sender.upload, self.time or datetime.min.replace(tzinfo=UTC), self.what.copy)


@dataclass
class Pile:
    """What one student has in what was given."""

    member: Member
    notebooks: list[HandedIn] = field(default_factory=list)
    beside: list[tuple[Found, Sender]] = field(default_factory=list)


def attempts_in(notebooks: dict[str, list[HandedIn]]) -> list[dict[str, HandedIn]]:
    """What was handed in one after the other, the newest last: several attempts only where it is sure that they are."""
    sorted_out = {name: sorted(copies, key=lambda copy: copy.age) for name, copies in notebooks.items()}
    if len(sorted_out) == 1:
        ((name, copies),) = sorted_out.items()
        moments = {(each.sender.upload, each.time) for each in copies}
        if len(moments) == len(copies) and (0, None) not in moments:
            return [{name: each} for each in copies]
    return [{name: copies[-1] for name, copies in sorted_out.items()}]


def giving(content: bytes) -> Callable[[int], bytes]:
    """What reads a content that is there already."""
    return lambda most: content[:most]
