"""Public numbers: right answers to the very cases that grading draws, from seeds that everyone may know.

Whoever passes with these numbers at the desk passes when graded, where the seeds are secret. They come with the course
as one file a function, made from the model answers; an instructor's checkout, which holds those, makes them when asked.
"""

import importlib.util
import struct
import zlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any

from autograder.protocol import decode, encode
from autograder.registry import find
from autograder.specification import Case
from autograder.variants import conversion_of, in_use

SEEDS = (20240305, 20240306)
FOLDER = "public_numbers"


@dataclass(frozen=True)
class Question:
    """A case and its right answer; for a backward function also the right outputs of its forward function."""

    case: Case
    expected: dict[str, Any]
    forward: dict[str, Any] = field(default_factory=dict)


def questions_for(name: str) -> tuple[Question, ...]:
    """The questions to a function; none where neither its file nor the instructor's side is there.

    Parameters
    ----------
    name : str
        Exercise function; of the variant in use.
    """
    spec = find(name)
    return _in_variant(name, spec.placed.family.name, spec.placed.variant.name) if spec.placed else _published(name)


@cache
def _in_variant(name: str, family: str, variant: str) -> tuple[Question, ...]:
    """The same questions in the convention of a variant: their right answers need no reference."""
    with in_use({family: variant}):
        spec = find(name)
        forward = conversion_of(find(spec.forward)) if spec.forward else None
    conversion, found = conversion_of(spec), []
    for each in _published(name):
        inputs = each.case.inputs
        first = forward.results_there(each.forward, inputs) if forward else {}
        found.append(Question(conversion.case_there(each.case), conversion.results_there(each.expected, inputs), first))
    return tuple(found)


@cache
def _published(name: str) -> tuple[Question, ...]:
    file = resources.files(__package__).joinpath(FOLDER, f"{name}.bin")
    if file.is_file():
        return read(file.read_bytes())
    if importlib.util.find_spec("autograder.grading"):
        from autograder.grading.assignments.public_questions import ask_model_answer

        with in_use({}):
            return tuple(ask_model_answer(name))
    return ()


def write(questions: Iterable[Question]) -> bytes:
    """Questions as compressed messages of plain buffers, each after its length."""
    messages = [encode(_parts(question)) for question in questions]
    return zlib.compress(b"".join(struct.pack(">I", len(message)) + message for message in messages), 9)


def read(data: bytes) -> tuple[Question, ...]:
    """Inverse of `write`."""
    data, found = zlib.decompress(data), []
    while data:
        (length,) = struct.unpack_from(">I", data)
        parts, data = decode(data[4 : 4 + length]), data[4 + length :]
        case = Case(parts["label"], parts["inputs"], parts["upstream"])
        found.append(Question(case, parts["expected"], parts["forward"]))
    return tuple(found)


def _parts(question):
    case = question.case
    parts = {"label": case.label, "inputs": case.inputs, "upstream": case.upstream}
    return parts | {"expected": question.expected, "forward": question.forward}
