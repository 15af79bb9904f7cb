"""What a specification of an exercise function is made of.

One module in `autograder/specs/CHAPTER` describes one layer (`affine`, `conv`, ...):
what the student is asked for, with shapes, points, public worked examples and
generators of random cases. Stubs, docstrings, check cells, challenges and
tables all follow from it.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from textwrap import fill
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from autograder.variants import Placed

INDEX = np.dtype(np.intp)
KINDS = ("forward", "backward", "loss", "function", "task")


@dataclass(frozen=True)
class Running:
    """A running statistic: the new value is weight * old + (1 - weight) * what the batch gives.

    Attributes
    ----------
    weight : str
        The entry that holds the weight, in the dictionary in which the statistic stands.
    frozen : dict of str to str
        Entries, and their values under which the statistic stays as it is.
    """

    weight: str
    frozen: dict[str, str]


@dataclass(frozen=True)
class Argument:
    """A named argument or result: its shape in the book's axis letters and its meaning.

    Attributes
    ----------
    entry_of : str
        For a result: it is read from this dictionary argument after the call.
    part_of : str
        It stands in a dictionary of this name: one argument, or one returned value, that holds all its parts.
    neutral : dict of str to float
        Entries of a dictionary argument, and the values under which they do nothing.
    block_names : tuple of str
        Names of the blocks that stand side by side along the last axis, such as the gates of an LSTM.
    running : Running, optional
        For a result: how it follows from its old value.
    """

    name: str
    shape: str
    meaning: str
    entry_of: str = ""
    part_of: str = ""
    neutral: dict[str, float] = field(default_factory=dict, hash=False)
    block_names: tuple[str, ...] = ()
    running: Running | None = field(default=None, hash=False)

    @property
    def blocks(self) -> int:
        """Number of blocks along the last axis; 1 if there are none."""
        return max(1, len(self.block_names))


def as_index(value):
    """Return an array of 64-bit integers as one of the width of an index, if its values fit; all else as it is."""
    is_long = isinstance(value, np.ndarray) and value.dtype == np.int64
    return value.astype(INDEX) if is_long and np.all(np.abs(value) <= np.iinfo(INDEX).max) else value


@dataclass(frozen=True)
class Case:
    """One concrete call.

    `inputs` are the arguments of the forward function (or of the loss or task)
    in order, `upstream` the upstream gradients for a backward function.
    `hidden` is what only the judge of a task sees, such as the test labels.
    An `optional` case of a backward function is beyond what the exercise asks:
    it is judged only if the student's forward function takes it.
    """

    label: str
    inputs: dict[str, Any]
    upstream: dict[str, np.ndarray] = field(default_factory=dict)
    hidden: dict[str, Any] = field(default_factory=dict)
    optional: bool = False

    def __post_init__(self):
        """Shorten whole numbers where indices have 32 bits, as in a browser: there, some of NumPy takes no others."""
        if INDEX.itemsize < np.dtype(np.int64).itemsize:
            self.inputs.update({name: as_index(value) for name, value in self.inputs.items()})


@dataclass(frozen=True)
class Example:
    """A case whose right numbers are public, and where they come from."""

    case: Case
    expected: dict[str, Any]
    source: str


class NotValid(Exception):
    """Raised by a `nearest` where an answer is not valid: says why, in a sentence for the student.

    Parameters
    ----------
    text : str
    anywhere : str
        The same in words that are true in every variant, if `text` is not.
    """

    def __init__(self, text: str, anywhere: str = ""):
        super().__init__(text)
        self.anywhere = anywhere or text


@dataclass(frozen=True)
class Free:
    """Entries of a result that may be one of several numbers, and what is said if they are none of these.

    Attributes
    ----------
    entries : bool array
        Of the shape of the result.
    says : str
        What must hold of them, and does not; a sentence that names the result.
    """

    entries: np.ndarray
    says: str


def no_cases(rng):
    """No case: for `ties`, nothing but the random cases is judged."""
    return []


def _nearest_is_expected(case, got, expected):
    return expected


def _nothing_is_free(case, got):
    return {}


def with_generators(inputs: dict[str, Any]) -> dict[str, Any]:
    """Turn the seed in an argument called `rng` into the generator that the function gets.

    Parameters
    ----------
    inputs : dict
        Copies of a case's inputs; seeds cross to the sandbox, generators do not.
    """
    if isinstance(inputs.get("rng"), (int, np.integer)):
        inputs["rng"] = np.random.default_rng(inputs["rng"])
    return inputs


@dataclass(frozen=True)
class Task:
    """How a task is set and judged: by its result on data that the function never sees.

    Attributes
    ----------
    file : str
        The data file beside the notebook.
    read : callable (path) -> object
        The data in that file.
    draw : callable (rng, data) -> Case
        A fresh split of disturbed data, so that nothing fits that was learned from the file itself.
    judge : callable (case, outputs, functions) -> str
        An empty string, or what is wrong with the result.
    figure : callable (case, outputs, functions) -> str
        How good a result is that was judged right, as in "94.2 %".
    seconds : float
        Limit of CPU time: far above a vectorised answer, enough for plain loops.
    """

    file: str
    read: Callable
    draw: Callable
    judge: Callable
    figure: Callable
    seconds: float = 60.0


def task_of(spec: "Spec") -> Task:
    """The task that a spec sets; ValueError for a spec of another kind."""
    if spec.task is None:
        raise ValueError(f"{spec.name} is no task")
    return spec.task


@dataclass(frozen=True)
class Spec:
    """What is asked of one exercise function, and how an answer is judged.

    Attributes
    ----------
    cases : callable (rng) -> list of Case
        Fresh random cases, away from kinks, small enough for loops in Python.
    ties : callable (rng) -> list of Case
        Cases at kinks, ties and extreme values, judged only against the reference.
    examples : tuple of Example
        Public worked numbers. They may sit at kinks.
    large : callable (rng) -> (Case, int), optional
        A larger case, and its multiply-adds: a backward function that calls
        its forward once per parameter is far slower here than any loop.
    nearest : callable (case, got, expected) -> dict
        The valid answer nearest to `got`, where more than one is valid (ties, kinks, random numbers).
        It returns `expected`, or raises NotValid with the reason, if `got` is not valid.
        For a backward function `got` also holds what the student's own forward returned.
    free : callable (case, got) -> dict of str to Free
        By result: the entries that `nearest` leaves free, so that no single number is said to be expected there.
    prepare : callable (inputs) -> dict
        What the function gets for a case's inputs, which must be plain to cross to the sandbox:
        a generator for a seed, a function for its name.
    task : Task, optional
        For tasks: where the data are, and how the result is judged.
    needs : tuple of str
        Other functions of the student that the judge calls.
    section : str
        Where the book derives it: the page and the heading's id, as in "graphs/affine#in-matrix-form".
    steps : dict of str to str
        For gradients and losses: the step of the derivation that leads to each result, never its formula.
    placed : Placed, optional
        Of which variant it is, where a course has variants; see `autograder.variants`.
    """

    name: str
    kind: str
    summary: str
    arguments: tuple[Argument, ...]
    outputs: tuple[Argument, ...]
    points: int
    cases: Callable = no_cases
    examples: tuple[Example, ...] = ()
    forward: str = ""
    ties: Callable = no_cases
    large: Callable | None = None
    nearest: Callable = _nearest_is_expected
    free: Callable = _nothing_is_free
    prepare: Callable = with_generators
    task: Task | None = None
    note: str = ""
    needs: tuple[str, ...] = ()
    section: str = ""
    steps: dict[str, str] = field(default_factory=dict, hash=False)
    placed: "Placed | None" = None

    @property
    def signature(self) -> str:
        """The argument list as it stands in the `def` line."""
        return ", ".join(dict.fromkeys(argument.part_of or argument.name for argument in self.arguments))

    @property
    def differentiated(self) -> tuple[str, ...]:
        """Names of the inputs whose gradients a backward function or a loss returns, in order."""
        gradients = self.outputs[1:] if self.kind == "loss" else self.outputs
        return tuple(output.name.removeprefix("d") for output in gradients)

    @property
    def functions(self) -> tuple[str, ...]:
        """Names of the student's functions that a check calls or builds on."""
        return tuple(name for name in (self.forward, *self.needs, self.name) if name)

    def docstring(self) -> str:
        """The numpydoc text that stands in the student's stub."""
        lines = [self.summary]
        if self.arguments:
            lines += ["", *_section("Parameters", self.arguments)]
        returned = [output for output in self.outputs if not output.entry_of]
        if self.kind == "forward":
            returned.append(Argument("cache", "any object", "whatever your backward function needs"))
        lines += ["", *_section("Returns", returned)]
        if self.note:
            lines += ["", "Notes", "-----", *fill(self.note, 84).splitlines()]
        return "\n".join(lines)


def _section(title, entries):
    lines, opened = [title, "-" * len(title)], set()
    for entry in entries:
        if entry.part_of and entry.part_of not in opened:
            lines.append(f"{entry.part_of} : dict")
            opened.add(entry.part_of)
        if entry.part_of:
            lines += _indented(f"'{entry.name}', {entry.shape}: {entry.meaning}", hanging="  ")
        else:
            lines += [f"{entry.name} : {entry.shape}", *_indented(entry.meaning)]
    return lines


def _indented(text, hanging=""):
    return fill(text, 80, initial_indent="    ", subsequent_indent=f"    {hanging}").splitlines()


def upstream_for(rng: np.random.Generator, outputs: dict[str, Any]) -> dict[str, np.ndarray]:
    """Random upstream gradients, one of each output's shape: neither ones nor symmetric."""
    return {f"d{name}": rng.normal(size=np.shape(value)) for name, value in outputs.items()}
