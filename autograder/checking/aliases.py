"""Under which of their own names students have written an exercise: CS231n's `conv_forward_naive`, I2DL's `Relu`."""

import difflib
import inspect
import os
import re
import sysconfig
from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from autograder.checking.layer_classes import LAYERS, adapted, is_layer_class
from autograder.checking.prerequisites import is_earlier
from autograder.registry import load
from autograder.specification import Spec

# of other versions of one function, in CS231n and its solutions
VARIANT = re.compile(r"(_(naive|alt\d?|fast|faster|vectorized|vectorised|im2col|strides?|loops?|numpy|np|v\d|\d))+$")
LAYER_LIKE = re.compile(r"\w+_(forward|backward|loss)s?$", re.IGNORECASE)
NEAR = 0.8  # difflib's ratio from which on a name is suggested
MISSPELT = 0.88  # and from which on it must have been meant
PACKAGES = tuple(
    {os.path.dirname(os.path.dirname(os.path.abspath(np.__file__))) + os.sep, sysconfig.get_path("stdlib") + os.sep}
)


@dataclass(frozen=True)
class Candidate:
    """A function of the student's that is checked as an exercise.

    Attributes
    ----------
    exercise : str
        The exercise's name.
    own : str
        The student's name for it.
    functions : dict of str to callable
        What the check needs, by the exercises' names.
    names : dict of str to str
        The student's own name for each of these.
    """

    exercise: str
    own: str
    functions: dict[str, Callable]
    names: dict[str, str]

    @property
    def title(self) -> str:
        """Both names."""
        return self.own if self.own == self.exercise else f"{self.own} ({self.exercise})"


@dataclass
class Found:
    """What there is to check in a file, and what looks like a layer and is not checked.

    Attributes
    ----------
    candidates : list of Candidate
        In the order of the exercises.
    not_checked : dict of str to str
        By name, a sentence.
    misspelt : list of str
        Names of those that must have been meant as an exercise.
    """

    candidates: list[Candidate] = field(default_factory=list)
    not_checked: dict[str, str] = field(default_factory=dict)
    misspelt: list[str] = field(default_factory=list)


def find_candidates(namespace: Mapping[str, Any]) -> Found:
    """Find the exercises in what a file defines.

    Parameters
    ----------
    namespace : dict of str to object
    """
    found = Found()
    known: dict[str, dict[str, Callable]] = {}  # by exercise, and by the student's name
    for name, value in namespace.items():
        if not callable(value) or name.startswith("_"):
            continue
        for exercise, own, function in _roles(name, value, found):
            known.setdefault(exercise, {})[own] = function
    for exercise, spec in load().items():
        for own, function in known.get(exercise, {}).items():
            if not is_earlier(function):
                found.candidates.append(_candidate(spec, own, function, known))
    _look_for_misspelt(namespace, known, found)
    return found


def _roles(name, value, found):
    """The exercises that an object answers: one for a function, two for a class."""
    if inspect.isclass(value):
        yield from _class_roles(name, value, found)
        return
    exercise = name if name in load() else VARIANT.sub("", name)
    if exercise not in load():
        return
    if _comes_from_a_package(value):
        found.not_checked[name] = (
            f"{name}: not checked, it comes from the package {value.__module__.partition('.')[0]}."
        )
    elif name == exercise or _takes(value, len(_parameters(load()[exercise]))):
        yield exercise, name, value
    else:
        wanted, got = load()[exercise].signature, ", ".join(inspect.signature(value).parameters)
        found.not_checked[name] = f"{name}: not checked, it takes ({got}) where {exercise} takes ({wanted})."


def _class_roles(name, value, found):
    stem = LAYERS.get(name.lower().replace("_", ""))
    if not is_layer_class(value) or _comes_from_a_package(value):
        return
    pair = adapted(value, stem) if stem else None
    if pair is None:
        reason = "its parameters are others than the exercise's" if stem else "no exercise has this name"
        found.not_checked[name] = f"{name}: not checked, {reason}."
        return
    for exercise, method, function in pair:
        yield exercise, f"{name}.{method}", function


def _parameters(spec: Spec) -> list[str]:
    return [name for name in spec.signature.split(", ") if name] if spec.kind != "backward" else _upstream(spec)


def _upstream(spec):
    forward = load()[spec.forward]
    return [*(f"d{output.name}" for output in forward.outputs if not output.entry_of), "cache"]


def _takes(function, count):
    """Whether a function can be called with so many arguments by their places."""
    try:
        inspect.signature(function).bind(*range(count))
    except TypeError:
        return False
    except ValueError:  # compiled: it does not tell
        return True
    return True


def _comes_from_a_package(value):
    code = getattr(inspect.unwrap(value) if callable(value) else value, "__code__", None)
    if code is not None:
        return code.co_filename.startswith(PACKAGES)
    module = str(getattr(value, "__module__", "") or "")
    return module.partition(".")[0] in ("numpy", "scipy", "sklearn", "torch", "builtins")


def _candidate(spec, own, function, known):
    """Together with the forward function that its author meant: of the same version if there is one."""
    functions, names = {spec.name: function}, {spec.name: own}
    for other in spec.functions:
        if other != spec.name and known.get(other):
            chosen = _of_one_kind(own, other, known[other])
            functions[other], names[other] = known[other][chosen], chosen
    return Candidate(spec.name, own, functions, names)


def _of_one_kind(own, exercise, versions):
    prefix, dot, _ = own.rpartition(".")
    variant = VARIANT.search(own)
    same = exercise + (variant[0] if variant else "")
    wanted = [name for name in versions if dot and name.startswith(f"{prefix}.")]
    wanted += [name for name in (same, exercise) if name in versions and "." not in own]
    return (wanted or list(versions))[0]


def _look_for_misspelt(namespace, known, found):
    """Name what looks like a layer, and is not checked because of its name."""
    for name, value in namespace.items():
        own = inspect.isfunction(value) and not _comes_from_a_package(value)
        if not own or name.startswith("_") or name in found.not_checked or _is_known(name, known):
            continue
        text, is_meant = not_checked_sentence(name, known)
        if text:
            found.not_checked[name] = text
            found.misspelt += [name] if is_meant else []


def _is_known(name, known):
    return any(name in versions for versions in known.values())


def not_checked_sentence(name: str, known: Container[str]) -> tuple[str, bool]:
    """What to say of a name that no exercise has, if it looks like a layer, and whether it must have been meant.

    Parameters
    ----------
    name : str
    known : container of str
        Exercises that are there under their right names.
    """
    near = difflib.get_close_matches(name.lower(), load(), 1, NEAR)
    if not near and not LAYER_LIKE.match(name):
        return "", False
    if not near or (near[0] in known and not LAYER_LIKE.match(name)):
        return (f"{name}: not checked, no exercise has this name.", False) if not near else ("", False)
    ratio = difflib.SequenceMatcher(None, name.lower(), near[0]).ratio()
    is_meant = near[0] not in known and ratio >= MISSPELT
    return f"{name}: not checked, no exercise has this name; did you mean {near[0]}?", is_meant
