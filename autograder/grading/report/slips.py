"""Which slips a class made, how many made each, and one example of each from which nobody is known."""

from collections import defaultdict
from dataclasses import dataclass

from autograder.course_map import Section, section_of
from autograder.grading.report.anonymity import anonymous
from autograder.grading.report.class_work import ClassWork
from autograder.registry import load
from autograder.verdict.findings import FORWARD_FIRST, Finding

LONGEST = 60  # lines of an example
MOST_TRIED = 20  # students' texts that are made ready to be one
CONSEQUENCES = frozenset(  # no slips in themselves
    {*FORWARD_FIRST, Finding.UNFINISHED, Finding.NO_ANSWER, Finding.MISSING, Finding.PROTOCOL}
)


@dataclass(frozen=True)
class Slip:
    """One way in which answers are wrong.

    Attributes
    ----------
    function : str
    name : str
        The misconception's name; empty for what the catalogue does not know, which is counted by its code.
    code : str
        A code of `Finding`; empty for a misconception.
    sentence : str
        What a teacher would say.
    count, of : int
        Students that show it, of those whose function could be judged.
    example : str
        Code of one of them without names; empty if there is nothing to show.
    section : Section or None
        The section of the book that derives what is wrong.
    """

    function: str
    name: str
    code: str
    sentence: str
    count: int
    of: int
    example: str
    section: Section | None

    @property
    def is_consequence(self) -> bool:
        """Whether the function is not written, or wrong because another one is."""
        return self.code in CONSEQUENCES


def find_slips(work: ClassWork, names: tuple[str, ...] = ()) -> list[Slip]:
    """All slips of a class, the most common first; of what only follows from something else no example.

    Parameters
    ----------
    work : ClassWork
    names : tuple of str
        Ids, names and addresses of everybody in the class.
    """
    shown = defaultdict(list)  # (record, source) by what is wrong
    judged = defaultdict(int)
    for each in work.works:
        for function, record in each.judged.items():
            judged[function] += 1
            for key, sentence in _wrong(record):
                shown[function, *key].append((record, each.sources.get(function, ""), sentence))
    found = [_slip(key, those, judged[key[0]], names) for key, those in shown.items()]
    return sorted(found, key=lambda slip: (-slip.count, slip.function, slip.name, slip.code))


def _wrong(record):
    """What is wrong with an answer: keys (name, code) with a sentence; nothing about one that is right."""
    if record["credit"] >= 1:
        return
    named = dict(zip(record["misconceptions"], record["explanations"], strict=False))
    if named:
        yield from (((name, ""), sentence) for name, sentence in named.items())
    elif record["codes"]:
        yield ("", record["codes"][0]), meaning(record["codes"][0])


def meaning(code: str) -> str:
    """What a code says of a function; of one that this version does not know the code."""
    return next((str(each.__doc__) for each in Finding if each == code), code)


def _slip(key, those, judged, names):
    function, name, code = key
    record, _, sentence = those[0]
    derived = record.get("derived") or (function if name else "")
    return Slip(
        function,
        name,
        code,
        sentence,
        count=len(those),
        of=judged,
        example="" if code in CONSEQUENCES else _example(function, [source for _, source, _ in those], names),
        section=section_of(derived) if derived in load() else None,
    )


def _example(function, sources, names):
    """The shortest code that can be shown: the least around what is wrong."""
    kept = _vocabulary(function)
    short = sorted(set(sources), key=lambda source: (len(source), source))[:MOST_TRIED]
    clear = filter(None, (anonymous(source, names, kept) for source in short))
    fitting = [text for text in clear if text.count("\n") < LONGEST]
    return min(fitting, key=lambda text: (len(text), text), default="")


def _vocabulary(function):
    """The words of an exercise: its own name, its parameters and its results."""
    spec = load().get(function)
    places = [*spec.arguments, *spec.outputs] if spec else []
    words = [function, *(word for each in places for word in (each.name, each.part_of))]
    return [part for word in words for part in [word, *word.split("_")]]
