"""Which pairs of submissions are alike beyond what is usual in this class.

A piece of code says the more, the fewer wrote it: what k of N students wrote weighs log2(N / k) bits, as in search
engines. What two functions have in common is the sum over their shared pieces. What is usual for a function
is seen from all pairs of the class: shown is only what is outside (Tukey's fence, one and a half interquartile ranges
above the upper quartile), and nearer to the same text than to what 95 of 100 pairs stay below. A function of a few
lines is alike by nature, and is never shown by itself.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from scipy.sparse.csgraph import connected_components
from sklearn.feature_extraction.text import CountVectorizer

from autograder.grading.similarity.normal_form import Piece, Step, steps_of

FEWEST_STEPS = 5  # own statements of a function that can say something
FEWEST_STUDENTS = 8  # without as many nobody can say what is usual
FEW_STUDENTS_ALIKE = 0.9  # then
FENCE = 1.5  # interquartile ranges above the upper quartile
LEAST_ALIKE = 0.5  # share of the pieces; by itself nothing unusual
LEAST_RARE = 0.3  # share of the common pieces of a single function that few others have
FEW = 0.03  # of the class, and at least two: the pair itself


@dataclass(frozen=True)
class Written:
    """A function of a student.

    Attributes
    ----------
    source : str
    steps : list of Step
    own : frozenset
        Its pieces that were not given.
    """

    source: str
    steps: list[Step]
    own: frozenset[Piece]

    @property
    def is_long_enough(self) -> bool:
        """Whether it can say something at all."""
        return sum(bool(step.pieces & self.own) for step in self.steps) >= FEWEST_STEPS


@dataclass(frozen=True)
class Usual:
    """What pairs of this class have in common in a function.

    Attributes
    ----------
    function : str
    count, short : int
        Students with a function that is long enough, and with one that is not.
    median, most : float or None
        Share of the pieces in common: of half of all pairs less, and of 95 of 100 pairs less; None without pairs.
    """

    function: str
    count: int
    short: int
    median: float | None
    most: float | None


@dataclass(frozen=True)
class Match:
    """A function in which two students are alike.

    Attributes
    ----------
    function : str
    alike : float
        Pieces in common, of all pieces of both (Dice's coefficient), from 0 to 1.
    bits : float
        How much the common pieces weigh.
    shared, rare : int
        Common pieces, and those of them that few others have.
    lines : tuple of dict
        For both: by line "few" or "same", where all pieces of a step are common.
    sources : tuple of str
    """

    function: str
    alike: float
    bits: float
    shared: int
    rare: int
    lines: tuple[dict[int, str], dict[int, str]]
    sources: tuple[str, str]


@dataclass(frozen=True)
class Pair:
    """Two students.

    Attributes
    ----------
    students : tuple of str
    bits, alike : float
        Of all functions together.
    matches : tuple of Match
        The functions in which they are alike, the weightiest first.
    """

    students: tuple[str, str]
    bits: float
    alike: float
    matches: tuple[Match, ...]


@dataclass(frozen=True)
class Comparison:
    """A class compared.

    Attributes
    ----------
    count : int
        Students.
    usual : list of Usual
    pairs : list of Pair
        The weightiest first.
    """

    count: int
    usual: list[Usual]
    pairs: list[Pair]

    @property
    def groups(self) -> list[list[str]]:
        """More than two who hang together by pairs."""
        students = sorted({student for pair in self.pairs for student in pair.students})
        place = {student: number for number, student in enumerate(students)}
        edges = np.zeros((len(students), len(students)), dtype=bool)
        for pair in self.pairs:
            edges[place[pair.students[0]], place[pair.students[1]]] = True
        number, labels = connected_components(edges, directed=False) if students else (0, [])
        groups = [[student for student in students if labels[place[student]] == label] for label in range(number)]
        return sorted((group for group in groups if len(group) > 2), key=lambda group: (-len(group), group))


def compare(functions: Mapping[str, Mapping[str, str]], given: Mapping[str, set[Piece]]) -> Comparison:
    """Compare all with all: all functions of an assignment together, and each that is long enough by itself.

    Who copies, copies more than one function as a rule; two who think alike seldom do so everywhere.

    Parameters
    ----------
    functions : mapping of str to mapping of str to str
        By student: source by function.
    given : mapping of str to set
        By function: pieces of the stub, the model answer and the book, which are no sign of anything.
    """
    written = {
        student: {name: read(sources[name], known) for name, known in given.items() if name in sources}
        for student, sources in sorted(functions.items())
    }
    whole = {student: _together(each) for student, each in written.items()}
    together = _Measured.of("", whole)
    measured = {
        name: _Measured.of(name, {student: each[name] for student, each in written.items() if name in each})
        for name in given
    }
    chosen = {*together.outside()}
    for name, each in measured.items():
        chosen |= {pair for pair in each.outside() if _is_rare(name, pair, written, each.rare)}
    pairs = [
        Pair(pair, together.bits_of(pair), together.alike_of(pair), _matches(pair, written, measured))
        for pair in chosen
    ]
    usual = [each.usual for each in (together, *measured.values())]
    return Comparison(len(functions), usual, sorted(pairs, key=lambda pair: (-pair.bits, pair.students)))


def read(source: str, given: set[Piece]) -> Written:
    """A student's function, and what in it was not given."""
    steps = steps_of(source)
    return Written(source, steps, frozenset(piece for step in steps for piece in step.pieces) - given)


def _together(written: Mapping[str, Written]) -> Written:
    """All functions as one, with the name of the function in each piece."""
    own = frozenset((name, *piece) for name, each in written.items() for piece in each.own)
    steps = [
        Step(step.first, step.last, frozenset((name, *piece) for piece in step.pieces))
        for name, each in written.items()
        for step in each.steps
    ]
    return Written("", steps, own)


@dataclass(frozen=True)
class _Measured:
    """All pairs of a function, or of all functions together, as matrices over `students`."""

    usual: Usual
    students: list[str]
    bits: np.ndarray
    alike: np.ndarray
    rare: frozenset[str]
    least_bits: float = 0.0
    least_alike: float = LEAST_ALIKE

    @classmethod
    def of(cls, name: str, written: Mapping[str, Written]) -> "_Measured":
        """Measure what is long enough to say something."""
        long = {student: each for student, each in written.items() if each.is_long_enough}
        short = len(written) - len(long)
        if len(long) < 2:
            empty = np.zeros((len(long), len(long)))
            return cls(Usual(name, len(long), short, None, None), list(long), empty, empty, frozenset())
        bits, alike, rare = _measure(list(long.values()))
        above = np.triu_indices(len(long), k=1)
        lower, upper = np.percentile(bits[above], [25, 75])
        median, most = np.percentile(alike[above], [50, 95]).tolist()
        usual = Usual(name, len(long), short, median, most)
        if len(long) < FEWEST_STUDENTS:
            return cls(usual, list(long), bits, alike, rare, least_alike=FEW_STUDENTS_ALIKE)
        fence, least = float(upper + FENCE * (upper - lower)), max(LEAST_ALIKE, (1 + most) / 2)
        return cls(usual, list(long), bits, alike, rare, fence, least)

    def outside(self) -> list[tuple[str, str]]:
        """The pairs that are alike beyond what is usual."""
        is_outside = (self.bits > self.least_bits) & (self.alike >= self.least_alike)
        return [(self.students[one], self.students[other]) for one, other in np.argwhere(np.triu(is_outside, k=1))]

    def bits_of(self, pair: tuple[str, str]) -> float:
        """How much what both have in common weighs; 0 if one is too short."""
        return self._at(self.bits, pair)

    def alike_of(self, pair: tuple[str, str]) -> float:
        """The share of the pieces that both have."""
        return self._at(self.alike, pair)

    def _at(self, matrix, pair):
        return float(matrix[*map(self.students.index, pair)]) if set(pair) <= set(self.students) else 0.0


def _is_rare(name, pair, written, rare):
    """Whether few others have much of what both have in common in a function."""
    one, other = (written[student][name] for student in pair)
    shared = one.own & other.own
    return sum(" ".join(piece) in rare for piece in shared) >= LEAST_RARE * len(shared)


def _matches(pair, written, measured) -> tuple[Match, ...]:
    """The functions in which two are alike, the weightiest first."""
    found = [
        _match(name, written[pair[0]][name], written[pair[1]][name], each.rare, each.alike_of(pair), each.bits_of(pair))
        for name, each in measured.items()
        if each.alike_of(pair) >= LEAST_ALIKE
    ]
    return tuple(sorted(found, key=lambda match: -match.bits))


def _measure(written: list[Written]):
    """Common bits and shares of common pieces of all pairs, as matrices; and the pieces that few have."""
    vectorizer = CountVectorizer(analyzer=lambda each: map(" ".join, each.own), binary=True)
    has = vectorizer.fit_transform(written).astype(float)
    authors = np.asarray(has.sum(axis=0)).ravel()
    bits = (has.multiply(np.log2(len(written) / authors)).tocsr() @ has.T).toarray()
    shared, sizes = (has @ has.T).toarray(), np.asarray(has.sum(axis=1)).ravel()
    few = max(2.0, np.ceil(FEW * len(written)))
    names = vectorizer.get_feature_names_out()
    rare = frozenset(piece for piece, count in zip(names, authors, strict=True) if count <= few)
    return bits, 2 * shared / (sizes[:, None] + sizes), rare


def _match(name, one: Written, other: Written, rare, alike, bits) -> Match:
    shared = one.own & other.own
    few = {piece for piece in shared if " ".join(piece) in rare}
    lines = _marked_lines(one, shared, few), _marked_lines(other, shared, few)
    return Match(name, float(alike), float(bits), len(shared), len(few), lines, (one.source, other.source))


def _marked_lines(written, shared, few) -> dict[int, str]:
    found = {}
    for step in written.steps:
        own = step.pieces & written.own
        if own and own <= shared:
            kind = "few" if 2 * len(own & few) >= len(own) else "same"
            found |= dict.fromkeys(range(step.first, step.last + 1), kind)
    return found
