"""Whose work a file is, as the names say that learning management systems give to what they pack.

Canvas: `lastfirst_LATE_12345_67890_layers-1.ipynb`, with the numbers of student and upload (lib/content_zipper.rb of
https://github.com/instructure/canvas-lms). Moodle: a folder `First Last_123_assignsubmission_file`, or that before the
name of the file (https://docs.moodle.org/en/Using_Assignment). Blackboard: `layers_ada_attempt_2026-11-03-15-00-00_`
and the file. nbgrader's exchange: `ada+layers+2026-11-03 15:00:00 UTC`. Else a folder or a file named after the
student.

Of all parts of a path the outermost that names somebody decides: what a
student packed can't claim to be another's.
"""

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import PurePosixPath

from nbgrader.utils import parse_utc

from autograder.grading.course.roster import IDENTITIES, Member, Roster, folded
from autograder.grading.lms.archives import Found

CANVAS = re.compile(r"(?=(?P<late>_LATE)?_(?P<number>\d+)_(?P<upload>\d+)_(?P<file>.+))")
ANONYMOUS = re.compile(r"(LATE_)?anon_\w+?_\d+_.+")
MOODLE = re.compile(r"(?P<name>.+?)_(?P<number>\d+)_assignsubmission_(?P<plugin>[a-z]+)_?(?P<file>(?<=_).+)?")
BLACKBOARD = re.compile(
    r"(?P<assignment>.+?)_(?P<user>[^_]+)_attempt_(?P<day>\d{4}-\d\d-\d\d)-(?P<clock>\d\d-\d\d-\d\d)_?(?P<file>.+)"
)
EXCHANGE = re.compile(r"(?P<user>[^+]+)\+(?P<assignment>[^+]+)\+(?P<time>\d{4}-[^+]+ UTC)(\+.*)?")
NO_PATH = PurePosixPath()
READ_ROSTER = "read the roster again with `autograder roster`"


@dataclass(frozen=True)
class Sender:
    """Whose a file is.

    Attributes
    ----------
    member : Member or None
    said : str
        What the name says.
    why : str
        Why it is not known whose it is.
    file : PurePosixPath
        What the student called it.
    outer : tuple of str
        Folders around it that no student made.
    late : bool
        Whether the LMS says so.
    upload : int
        Grows with each upload to the LMS; 0 if unknown.
    time : datetime or None
        When it was handed in, as the LMS says in the name; without a zone if it does not say in which.
    by : str
        Whose form the name has: "canvas", "moodle", "blackboard", "exchange", or "names".
    """

    member: Member | None
    said: str
    why: str = ""
    file: PurePosixPath = NO_PATH
    outer: tuple[str, ...] = ()
    late: bool = False
    upload: int = 0
    time: datetime | None = None
    by: str = "names"


class People:
    """The roster, to be asked by what names of files say.

    Parameters
    ----------
    roster : Roster
    assignments : collection of str
        Names that stand in names of files beside the student's.
    """

    def __init__(self, roster: Roster, assignments: Collection[str]):
        self.members = list(roster.members.values())
        self.assignments = sorted(assignments, key=len, reverse=True)
        self.by_id = {written: member for member in self.members for written in (folded(member.id), member.id)}
        self.named: dict[str, list[Member]] = {}
        for member in self.members:
            both = f"{member.last_name} {member.first_name}", f"{member.last_name}, {member.first_name}"
            for name in {*map(folded, (member.name, *both)), _squeezed(" ".join(both[:1]))} - {"", ","}:
                self.named.setdefault(name, []).append(member)

    def find(self, text: str) -> list[Member]:
        """Those whom a text names: by id or a number of the LMS, else by the full name."""
        wanted = folded(text)
        if exact := self.by_id.get(text) or self.by_id.get(wanted):
            return [exact]
        same = [
            each for each in self.members if wanted and wanted in (folded(getattr(each, name)) for name in IDENTITIES)
        ]
        return same or self.named.get(wanted, [])

    def sender_of(self, found: Found) -> Sender:
        """Whose a file is."""
        parts = found.path.parts
        for place, part in enumerate(parts[: found.within]):
            is_file = place == found.within - 1
            sender = self._by_system(part, is_file) or self._by_name(part, is_file)
            if sender:
                inside = parts[place + 1 :] or (str(sender.file) if sender.file.parts else part,)
                between = () if sender.by == "moodle" else parts[place + 1 : found.within - 1]
                return replace(sender, file=PurePosixPath(*inside), outer=(*parts[:place], *between))
        why = "does not say whose it is: put it into a folder with the student's name, or add `--student NAME`"
        return Sender(None, str(found.path), why, found.path)

    def _by_system(self, part: str, is_file: bool) -> Sender | None:
        """Whose it is by a name in one of the forms of an LMS, or None if it is in none of them."""
        if match := MOODLE.fullmatch(part):
            return self._moodle(match)
        if match := EXCHANGE.fullmatch(part):
            time = _time(match["time"], lambda text: parse_utc(text).replace(tzinfo=UTC))
            return self._known(self.find(match["user"]), part, by="exchange", time=time)
        match = BLACKBOARD.fullmatch(part) if is_file else None
        if match and not CANVAS.search(part[: match.start("day")]):  # else a student has chosen such a name at Canvas
            time = _time(f"{match['day']}T{match['clock'].replace('-', ':')}", datetime.fromisoformat)
            return self._known(self.find(match["user"]), part, match["file"], by="blackboard", time=time)
        if is_file and ANONYMOUS.fullmatch(part):
            return Sender(
                None, part, "is from an anonymous download: turn anonymous grading off in Canvas, and load again"
            )
        return self._canvas(part) if is_file else None

    def _moodle(self, match):
        said = f"{match['name']} ({match['number']})"
        same = [each for each in self.members if match["number"] in each.participants]
        same = same or self.named.get(folded(match["name"]), [])
        if len(same) > 1:
            why = f"fits {len(same)} students: their numbers are in Moodle's grading worksheet; {READ_ROSTER}"
            return Sender(None, said, why, by="moodle")
        return self._known(same, said, match["file"] or "", by="moodle")

    def _canvas(self, part: str) -> Sender | None:
        """Canvas's numbers; the student's own name, or that of the file, may hold further ones."""
        matches = list({match.start("number"): match for match in reversed(list(CANVAS.finditer(part)))}.values())[::-1]
        known = [(match, each) for match in matches for each in self.members if each.lms_id == match["number"]]
        if len(known) > 1 or (known and known[0][0] is not matches[0]):  # the name of a file may hold anybody's number
            named = [pair for pair in known if pair[1] in self.named.get(_squeezed(part[: pair[0].start()]), [])]
            if len(named) != 1:
                ids = ", ".join(each.id for _, each in known)
                some = "numbers of several students" if len(known) > 1 else "an unknown number before that of a student"
                why = f"has {some} ({ids}): collect it with `--student NAME`"
                return Sender(None, part, why, late=bool(matches[0]["late"]), by="canvas")
            known = named
        member: Member | None
        if known:
            match, member = known[0]
        elif matches:
            match = matches[0]
            same = self.named.get(_squeezed(part[: match.start()]), [])
            member = same[0] if len(same) == 1 and not same[0].lms_id else None
        else:
            return None
        more = {"late": bool(match["late"]), "upload": int(match["upload"]), "by": "canvas"}
        return self._known([member] if member else [], part, match["file"], **more)

    def _by_name(self, part: str, is_file: bool) -> Sender | None:
        """Whose it is by a plain name: of a folder, or of a file with or without the assignment's name."""
        stem = PurePosixPath(part).stem if is_file else part
        for text in (stem, *(self._without_assignment(stem) if is_file else ())):
            same = self.find(text)
            if len(same) > 1:
                ids = ", ".join(each.id for each in same)
                return Sender(None, part, f"fits {len(same)} students ({ids}): use the id of one")
            if same:
                return Sender(same[0], part)
        return None

    def _without_assignment(self, stem: str) -> Iterator[str]:
        for name in self.assignments:
            before, found, after = stem.partition(name)
            if found:
                yield (before.strip(" _-.+()") + " " + after.strip(" _-.+()")).strip()

    def _known(self, same, said, file="", **more):
        member = same[0] if len(same) == 1 else None
        why = "" if member else f"is from somebody who is not on the roster: {READ_ROSTER}"
        return Sender(member, said, why, PurePosixPath(file), **more)


def _time(text: str, read: Callable[[str], datetime]) -> datetime | None:
    """The time that a name holds; None if it is none, for a student may have chosen the name."""
    try:
        return read(text)
    except (ValueError, OverflowError):
        return None


def _squeezed(text: str) -> str:
    """A name as Canvas writes it into names of files: letters and digits, in lower case."""
    return re.sub(r"[^\w]|_", "", folded(text))
