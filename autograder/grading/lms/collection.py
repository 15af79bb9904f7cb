"""Collecting: from what an LMS packs, or a person has put together, to nbgrader's folder of submissions."""

import os
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path, PurePosixPath

from nbgrader.utils import parse_utc

from autograder.grading.assignments.repair import MAX_BYTES
from autograder.grading.course.course_folder import Course, CourseError, submission_of
from autograder.grading.course.policy import read_policy
from autograder.grading.course.roster import Member, Roster, read_roster
from autograder.grading.course.submission_files import FILES_LIMIT, TIMESTAMP, UnusableFile, refuse_links
from autograder.grading.course.uploads import Uploads
from autograder.grading.lms.archives import LeftOut, look_into
from autograder.grading.lms.collected_folders import contents_of, digest_of, put, put_time, refuse_unwritable
from autograder.grading.lms.due_dates import due_dates
from autograder.grading.lms.piles import HandedIn, Pile, attempts_in, giving
from autograder.grading.lms.python_files import as_notebook, defined
from autograder.grading.lms.recognition import Assignments
from autograder.grading.lms.senders import People
from autograder.reading.cells import decode_source

MOST_NOTEBOOKS = 20  # of one student in one archive
MOST_BESIDE = 200
MOST_PYTHON = 2 << 20  # bytes of a .py file
UNDATED = "Moodle's archive does not say when anything was handed in, so nobody counts as late by it."
NEW, REPLACED, SAME, OLDER = "new", "replaced", "the same as before", "older than what is there"


@dataclass
class Outcome:
    """What collecting did.

    Attributes
    ----------
    collected : dict of (str, str) to str
        By student and assignment: NEW, REPLACED, SAME or OLDER.
    missing : dict of str to list of Member
        By assignment: who has handed in nothing, now or before.
    unknown, left_out, notes : list of str
        Sentences.
    """

    collected: dict[tuple[str, str], str] = field(default_factory=dict)
    missing: dict[str, list[Member]] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def collect(
    course: Course, places: Iterable[Path], assignment: str = "", student: str = "", file_times: bool = False
) -> Outcome:
    """Put what was handed in where nbgrader and `autograder grade` look for it.

    Parameters
    ----------
    course : Course
    places : iterable of Path
        Archives, folders, notebooks.
    assignment : str
        Of notebooks whose names do not tell it.
    student : str
        Whose it all is, if names do not tell it.
    file_times : bool
        Whether the time of a file is when it was handed in. What Canvas and Moodle pack has the time of the packing.

    Raises
    ------
    CourseError
    """
    roster = read_roster(course)
    if not roster.present:
        raise CourseError("There are no students in the gradebook yet: read a roster first, `autograder roster FILE`.")
    if student and student not in roster.members:
        raise CourseError(f"There is no student {student!r} on the roster.")
    return _Collector(course, roster, Assignments(course, assignment), student, file_times).collect(places)


class _Collector:
    def __init__(self, course: Course, roster: Roster, assignments: Assignments, student: str, file_times: bool):
        self.course, self.roster, self.assignments = course, roster, assignments
        self.people = People(roster, assignments.notebooks)
        self.student, self.file_times = student, file_times
        self.outcome = Outcome()
        self.record = Uploads(course)
        self.zone = read_policy(course.coursedir.root).zone

    def collect(self, places: Iterable[Path]) -> Outcome:
        for place in places:
            if not os.path.lexists(place):
                raise CourseError(f"There is no {place}.")
            for pile in self._sorted_out(place).values():
                self._take(pile)
        self.record.write()
        touched = {assignment for _, assignment in self.outcome.collected} | {self.assignments.asked} - {""}
        for name in sorted(touched):
            folders = (
                (member, submission_of(self.course.coursedir, member.id, name)) for member in self.roster.present
            )
            self.outcome.missing[name] = [member for member, submission in folders if not submission.folder.is_dir()]
        return self.outcome

    def _sorted_out(self, place: Path) -> dict[str, Pile]:
        """What each student has in one archive or folder."""
        piles: dict[str, Pile] = {}
        stamps: dict[PurePosixPath, datetime] = {}
        strangers: dict[str, str] = {}
        for found in look_into(place):
            if isinstance(found, LeftOut):
                self.outcome.left_out.append(found.sentence)
                continue
            sender = self._sender_of(found)
            if not sender.member:
                strangers.setdefault(sender.said, sender.why)
                continue
            pile = piles.setdefault(sender.member.id, Pile(sender.member))
            if TIMESTAMP in (found.path.name, sender.file.name):
                self._note_time(found, sender, stamps)
            elif found.path.suffix.lower() == ".ipynb":
                self._add_notebook(pile, found, sender)
            else:
                pile.beside.append((found, sender))
        self.outcome.unknown += [f"{said} {why}." for said, why in strangers.items()]
        for pile in piles.values():
            if not pile.notebooks:
                self._add_python(pile)
            pile.notebooks = [self._timed(each, stamps) for each in pile.notebooks]
        return piles

    def _sender_of(self, found):
        sender = self.people.sender_of(found)
        if self.student:
            return replace(sender, member=self.roster.members[self.student], said=self.student, why="")
        return sender

    def _note_time(self, found, sender, stamps):
        """Take the time of a folder in nbgrader's form; in what an LMS packs, the student has written that file.

        So it is in what has to be told whose it is: no folder there is named by the instructor.
        """
        if sender.by == "names" and not self.student and len(found.path.parts) == found.within:
            try:
                stamps[found.path.parent] = parse_utc(found.read(1000).decode().strip()).replace(tzinfo=UTC)
            except (UnusableFile, ValueError, OverflowError):
                self.outcome.notes.append(f"{found.path} holds no time, so it is not known when this was handed in.")

    def _add_notebook(self, pile, found, sender):
        if len(pile.notebooks) >= MOST_NOTEBOOKS:
            self.outcome.left_out.append(f"{found.path} is one of more than {MOST_NOTEBOOKS} of {pile.member.id}.")
            return
        what = self.assignments.recognise(found, sender.file, sender.outer)
        if what:
            pile.notebooks.append(HandedIn(found, sender, what, None))
        else:
            why = "is a notebook of none of the assignments; `--assignment NAME` says of which it is"
            self.outcome.left_out.append(f"{found.path} ({pile.member.id}) {why}.")

    def _add_python(self, pile: Pile) -> None:
        """Take .py files as notebooks, of a student who has handed in no notebook."""
        for found, sender in [each for each in pile.beside if each[1].file.suffix == ".py"]:
            try:
                text = decode_source(found.read(MOST_PYTHON))
            except (UnusableFile, ValueError):
                continue  # it is told that there is no notebook
            names = defined(text)
            what = self.assignments.recognise(found, sender.file, sender.outer, names)
            if what and names and what.notebook in self.assignments.notebooks[what.assignment]:
                content = as_notebook(text, self.assignments.handed_out(what))
                made = replace(found, read=giving(content))
                pile.notebooks.append(HandedIn(made, sender, what, None))
                pile.beside.remove((found, sender))
                told = f"the functions of {found.path} were put into the notebook of {what.assignment}"
                self.outcome.notes.append(f"{pile.member.id} has no notebook: {told}.")

    def _timed(self, notebook, stamps):
        """A notebook with the time when it was handed in, as far as that is known."""
        found, sender = notebook.found, notebook.sender
        time = sender.time or stamps.get(found.path.parent) or (found.time if self.file_times else None)
        if time and not time.tzinfo:
            time = time.replace(tzinfo=self.zone)
        return HandedIn(found, sender, notebook.what, time and time.astimezone(UTC))

    def _take(self, pile: Pile) -> None:
        if not pile.notebooks:
            self._tell_no_notebook(pile)
            return
        by_assignment: dict[str, dict[str, list[HandedIn]]] = defaultdict(lambda: defaultdict(list))
        for each in pile.notebooks:
            by_assignment[each.what.assignment][each.what.notebook].append(each)
        for assignment, notebooks in by_assignment.items():
            for chosen in attempts_in(notebooks):
                self._take_attempt(pile, assignment, chosen)
            self._tell_copies(pile, notebooks)

    def _take_attempt(self, pile: Pile, assignment: str, chosen: dict[str, HandedIn]) -> None:
        try:
            contents = {f"{name}.ipynb": each.found.read(MAX_BYTES) for name, each in chosen.items()}
        except UnusableFile as error:
            paths = ", ".join(str(each.found.path) for each in chosen.values())
            self.outcome.left_out.append(f"{paths}: {error}.")
            return
        newest = max(chosen.values(), key=lambda each: each.age)
        self._write(pile.member, assignment, contents | self._beside(pile, newest), newest)

    def _tell_no_notebook(self, pile):
        names = ", ".join(str(sender.file) for _, sender in pile.beside[:3])
        if not names or any(name[0] == pile.member.id for name in self.outcome.collected):
            return
        advice = ""
        if any(sender.file.suffix == ".py" for _, sender in pile.beside):
            advice = "; a .py file can be opened in the assignment's page of the book and saved there as .ipynb"
        self.outcome.left_out.append(f"{pile.member.id} has handed in {names}, and no notebook{advice}.")

    def _tell_copies(self, pile, notebooks):
        for copies in notebooks.values():
            newest = max(each.age for each in copies)
            if sum(each.age == newest for each in copies) > 1:
                paths = ", ".join(str(each.found.path) for each in copies)
                told = "nothing tells which is the newest, so the last was taken"
                self.outcome.notes.append(f"{pile.member.id} has {paths}: {told}.")

    def _beside(self, pile: Pile, notebook: HandedIn) -> dict[str, bytes]:
        """The other files that the student handed in with a notebook, by path beside it."""
        files: dict[str, bytes] = {}
        left = FILES_LIMIT
        root = notebook.sender.file.parent
        for found, sender in pile.beside:
            elsewhere = [part for part in sender.outer if part in self.assignments.notebooks]
            if elsewhere and notebook.what.assignment not in elsewhere:
                continue
            name = sender.file.relative_to(root) if sender.file.is_relative_to(root) else sender.file
            try:
                if len(files) >= MOST_BESIDE:
                    raise UnusableFile(f"is one of more than {MOST_BESIDE} files")
                refuse_unwritable(name, files)
                files[str(name)] = found.read(left)
                left -= len(files[str(name)])
            except UnusableFile as error:
                self.outcome.left_out.append(f"{found.path} {error}.")
        return files

    def _write(self, member: Member, assignment: str, files: dict[str, bytes], newest: HandedIn) -> None:
        submission = submission_of(self.course.coursedir, member.id, assignment)
        try:
            refuse_links(submission.above, submission.folder)
        except UnusableFile as error:
            self.outcome.left_out.append(f"{error}.")
            return
        time = self._hand_in_time(member, assignment, newest)
        state = self._state(submission, files, newest, time)
        self.outcome.collected[member.id, assignment] = state
        if state in (NEW, REPLACED):
            if newest.sender.by == "moodle" and UNDATED not in self.outcome.notes:
                self.outcome.notes.append(UNDATED)
            put(self.course, submission, files, time)
        elif state == SAME and time and not submission.timestamp:
            put_time(submission.folder, time)
        if state in (NEW, REPLACED):
            self.record.note(member.id, assignment, newest.sender.upload)

    def _hand_in_time(self, member, assignment, newest):
        """When it was handed in; of who was late by an unknown time, the first moment that is late."""
        if newest.time or not newest.sender.late:
            return newest.time
        due = self._due.get(assignment)
        told = f"{member.id} was late for {assignment}; Canvas does not say by how much"
        self.outcome.notes.append(f"{told}: {'the least is taken' if due else 'and no due date is known here'}.")
        return due and due + timedelta(seconds=1)

    @cached_property
    def _due(self) -> dict[str, datetime]:
        return due_dates(self.course)

    def _state(self, submission, files, newest, time):
        if not submission.folder.is_dir():
            return NEW
        if digest_of(contents_of(submission.folder)) == digest_of(files):
            return SAME
        before = submission.timestamp
        before = before.replace(tzinfo=UTC) if before and not before.tzinfo else before
        known = self.record.upload(submission.student, submission.assignment)
        if newest.sender.upload and known:
            return OLDER if newest.sender.upload < known else REPLACED
        return OLDER if time and before and time < before else REPLACED
