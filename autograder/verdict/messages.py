"""One message a cause: results that are wrong for the same reason are said together."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from autograder.verdict.comparison import Mismatch
from autograder.verdict.findings import FORWARD_FIRST, Finding
from autograder.verdict.wording import listed

NUMBERS = {Finding.VALUE, Finding.NOT_FINITE}  # their sentences name an entry
VAGUE = {Finding.SOME_ENTRIES, Finding.MASK, Finding.LINES}
PLURAL = {"is": "are", "has": "have", "must": "must each"}


@dataclass(frozen=True)
class Message:
    """What is said about some results that are wrong for one reason.

    Attributes
    ----------
    mismatches : tuple of Mismatch
        At least one.
    text : str
        Where and what.
    detail : str
        Which term or axis; empty if no more is known.
    """

    mismatches: tuple[Mismatch, ...]
    text: str
    detail: str


def messages(mismatches: Iterable[Mismatch]) -> list[Message]:
    """All that is wrong, a message for each cause: the forward function first, what is unexplained last."""
    groups: dict[tuple, list[Mismatch]] = {}
    for mismatch in mismatches:
        groups.setdefault(_cause(mismatch), []).append(mismatch)
    ordered = sorted(groups.values(), key=lambda group: (group[0].code not in FORWARD_FIRST, _is_bare(group[0])))
    said = [Message(tuple(group), _text(group), _detail(group)) for group in ordered]
    if len(said) > 1 and _is_bare(ordered[-1][0]):
        said[-1] = Message(tuple(ordered[-1]), _off_too(ordered[-1]), "")
    return said


def examples(mismatches: Iterable[Mismatch]) -> list[str]:
    """Where it was seen, each place once."""
    return list(dict.fromkeys(mismatch.example for mismatch in mismatches if mismatch.example))


def _cause(mismatch):
    """What the mismatches of one message share."""
    if mismatch.reason:
        return _of_it(mismatch.reason[0])
    if mismatch.code in NUMBERS:
        return mismatch.code
    return mismatch.code, _after_name(mismatch) or mismatch.text


def _is_bare(mismatch):
    """Whether nothing is known but that numbers are off."""
    return mismatch.code == Finding.VALUE and not mismatch.reason


def _text(group):
    first, *others = group
    return f"{_what(group)} {_why(group)}".strip() if others else first.text


def _what(group):
    """Where and what, for several results at once."""
    first, *others = group
    names = listed(mismatch.output for mismatch in group)
    if all(mismatch.entry for mismatch in group):
        return f"{names} are off; {first.entry}."
    rest = _after_name(first)
    if rest and all(_after_name(mismatch) == rest for mismatch in others):
        verb, _, more = rest.partition(" ")
        return f"{names} {PLURAL.get(verb, verb)} {more.replace('; it is', '; each is')}"
    if first.code == Finding.NOT_FINITE:
        return f"{names} are not finite; {first.statement}"
    return " ".join(mismatch.statement for mismatch in group)


def _why(group):
    """The hint that they share, and what is known of one of them only."""
    reasons = [tuple(map(_of_it, mismatch.reason)) for mismatch in group if mismatch.reason]
    if not reasons:
        return ""
    if len(set(reasons)) == 1:
        return " ".join(map(_of_each, reasons[0]))
    further = [(each.output, " ".join(each.reason[1:])) for each in group if each.code not in VAGUE]
    return " ".join([_of_each(reasons[0][0]), *(f"{output}: {more}" for output, more in further if more)])


def _after_name(mismatch):
    """What is said of a result, without its name; empty where the sentence does not begin with that."""
    name, _, rest = mismatch.statement.partition(" ")
    return rest if name == mismatch.output else ""


def _of_it(reason):
    """A hint about the entries of an array, said as it is said of a number."""
    return f"It {reason.removeprefix('Every entry ')}" if reason.startswith("Every entry ") else reason


def _of_each(reason):
    """A hint about one result, said of several."""
    for one, each in (("It ", "Each "), ("Its ", "For each, its ")):
        if reason.startswith(one):
            return each + reason.removeprefix(one)
    return reason


def _off_too(group):
    names = [mismatch.output for mismatch in group]
    return f"{listed(names)} {'are' if len(names) > 1 else 'is'} off too."


def _detail(group: Sequence[Mismatch]) -> str:
    """The details of a message, each once."""
    found = dict.fromkeys(mismatch.detail for mismatch in group if mismatch.detail)
    if len(found) < 2:
        return "".join(found)
    return " ".join(f"{mismatch.output}: {mismatch.detail}" for mismatch in group if mismatch.detail)
