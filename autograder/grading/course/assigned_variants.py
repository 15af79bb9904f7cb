"""Which variants a student has: drawn with the course's secret, the same for the whole term."""

import hashlib
import hmac
import unicodedata
from collections.abc import Iterable

from autograder.grading.course.policy_rules import Policy
from autograder.registry import families


def variants_of(
    policy: Policy, secret: bytes, student: str, assignment: str, functions: Iterable[str]
) -> dict[str, str]:
    """The variants of one student, by family; none where the course does not ask for variants.

    A family that gets one more variant moves only those students to it who draw that one.

    Parameters
    ----------
    policy : Policy
    secret : bytes
        The course's own: nobody without it can foresee, or choose, a variant.
    student, assignment : str
    functions : iterable of str
        Those that the assignment examines.
    """
    if not policy.rules(assignment).variants:
        return {}
    asked, who, chosen = set(functions), unicodedata.normalize("NFC", student), {}
    for family in families():
        if asked & set(family.functions):
            draws = {each.name: _draw(secret, who, assignment, family.name, each.name) for each in family.variants}
            chosen[family.name] = max(draws, key=draws.__getitem__)
    return chosen


def _draw(secret: bytes, *names: str) -> bytes:
    parts = [name.encode(errors="replace") for name in ("variant", *names)]
    lengths = b",".join(b"%d" % len(part) for part in parts)
    return hmac.digest(secret, b"\0".join([lengths, *parts]), hashlib.sha256)
