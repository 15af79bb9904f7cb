"""What a check says, in steps: as text, as HTML with a small picture, and as JSON."""

import re
from dataclasses import dataclass, field
from html import escape
from typing import Any

from autograder.course_map import section_of
from autograder.registry import find
from autograder.verdict.comparison import Mismatch
from autograder.verdict.findings import FORWARD_FIRST, Finding
from autograder.verdict.messages import Message, examples, messages
from autograder.verdict.picture import picture
from autograder.verdict.wording import listed

EVERYTHING = 3  # steps: where and what; which term or axis; which step of the derivation
MOST_PICTURES = 2
TITLE_AND_ADDRESS = re.compile(r"((?:section|page|chapter) &quot;(?:(?!&quot;).)+&quot;), ((?:https?:/|\.\.?)/\S+)\.$")
NOTHING_DERIVED = {
    Finding.MISSING,
    Finding.UNFINISHED,
    Finding.OTHER_VARIANT,
    Finding.NO_ANSWER,
    Finding.PROTOCOL,
}


@dataclass
class Report:
    """The outcome of one check.

    Attributes
    ----------
    function : str
    mismatches : list of Mismatch
        Empty when everything is right.
    explanations : list of str
        Sentences of the misconceptions that match, only known when grading.
    misconceptions : list of str
        Their names, in the same order.
    partial : float, optional
        Share of the points for an answer that is half right, from 0 to 1.
    remarks : list of str
        Sentences beside a pass: what is worth knowing, or is tried only when grading.
    figure : str
        How good the result of a task is, as in "94.2 %"; else empty.
    """

    function: str
    mismatches: list[Mismatch]
    explanations: list[str] = field(default_factory=list)
    misconceptions: list[str] = field(default_factory=list)
    partial: float | None = None
    remarks: list[str] = field(default_factory=list)
    figure: str = ""

    @property
    def credit(self) -> float:
        """Share of the points, from 0 to 1: all or nothing, if nothing else is said."""
        if self.partial is not None:
            return self.partial
        return 0.0 if self.mismatches else 1.0

    @property
    def passed(self) -> bool:
        """Whether nothing is wrong."""
        return not self.mismatches

    def text(self, hint: int = EVERYTHING, more: str = "") -> str:
        """The report in plain text.

        Parameters
        ----------
        hint : int
            How much is said of what is wrong: 1 where and what, 2 also which term or axis, 3 also which step of the
            derivation, and where the book takes it.
        more : str
            How to ask for more, with `{hint}` for the number: the last line, if there is more.
        """
        if self.passed:
            return "\n".join([f"{self.function}: passed.", *(f"  {remark}" for remark in self.remarks)])
        lines = [*self._sentences(hint), *(f"{place}." for place in examples(self.mismatches))]
        lines += self._derivation() if hint >= EVERYTHING else []
        following = self.next_hint(hint) if more else 0
        lines += [f"{more.format(hint=following)} says more."] if following else []
        return "\n".join([f"{self.function}: not yet.", *(f"  {line}" for line in lines)])

    def brief(self) -> tuple[str, str]:
        """What is wrong in one sentence, and the first hint, as a list of functions shows them; empty after a pass."""
        if self.passed:
            return "", ""
        sentence, stop, rest = self._sentences(2)[0].partition(". ")
        return sentence + stop.strip(), rest or next(iter(self._steps()), "")

    @property
    def derived(self) -> str:
        """The function whose derivation leads to what is wrong; empty where nothing is derived."""
        if self.passed or self.mismatches[0].code in NOTHING_DERIVED:
            return ""
        first = self.mismatches[0]
        return first.output if first.code in FORWARD_FIRST else self.function

    def next_hint(self, hint: int) -> int:
        """The next step at which more is said, or 0."""
        has = {2: any(mismatch.detail for mismatch in self.mismatches), EVERYTHING: bool(self._derivation())}
        return next((step for step, is_there in has.items() if step > hint and is_there), 0)

    def html(self, hint: int = 1, progress: str = "") -> str:
        """The report for a notebook: steps that are not asked for are there to be opened.

        Parameters
        ----------
        hint : int
            The last step that is open at once.
        progress : str
            HTML that comes under a pass.
        """
        if self.passed:
            passed = _head("&#10003;", f"{self.function}: passed.")
            return _box("pass", [passed, progress, *map(_small, self.remarks)])
        parts = [_head("&#9675;", f"{self.function}: not yet."), *map(_paragraph, self._sentences(1))]
        parts += [_small(f"{place}.") for place in examples(self.mismatches)] + self._pictures()
        details = [message.detail for message in messages(self.mismatches) if message.detail]
        parts += [_step("Which term or axis?", details, hint >= 2)] if details else []
        derivation = self._derivation()
        parts += [_step("Which step of the derivation?", derivation, hint >= EVERYTHING)] if derivation else []
        return _box("fail", parts)

    def pictures(self) -> str:
        """Maps of where arrays are wrong, as HTML; empty where sentences say it all."""
        return "".join(self._pictures())

    def _repr_html_(self) -> str:
        return self.html()

    def __repr__(self):
        return self.text()

    def json(self) -> dict[str, Any]:
        """A dictionary of plain values."""
        return {
            "function": self.function,
            "passed": self.passed,
            "credit": self.credit,
            "problems": [_problem(mismatch) for mismatch in self.mismatches],
            "explanations": self.explanations,
            "misconceptions": self.misconceptions,
            "remarks": self.remarks if self.passed else [],
            "derivation": [] if self.passed else self._derivation(),
        }

    def _sentences(self, hint):
        """What is wrong, a paragraph for each cause; misconceptions come after what keeps one from seeing them."""
        said = messages(self.mismatches)
        first = [message for message in said if message.mismatches[0].code in FORWARD_FIRST]
        rest = [message for message in said if message not in first]
        return [*_up_to(hint, first), *self.explanations, *_up_to(hint, rest)]

    def _derivation(self) -> list[str]:
        """The steps that lead to what is wrong, and the section that derives them; empty where nothing is derived."""
        section = section_of(self.derived) if self.derived else None
        return [*self._steps(), *([f"The book derives it in {section}{_at(section)}."] if section else [])]

    def _steps(self) -> list[str]:
        steps: dict[str, list[str]] = {}
        for mismatch in self.mismatches if self.derived else []:
            if step := find(self.derived).steps.get(mismatch.output):
                steps.setdefault(step, []).append(mismatch.output)
        return [f"{listed(names)}: {step}" for step, names in steps.items()]

    def _pictures(self):
        drawn = (next(filter(None, map(picture, each.mismatches)), "") for each in messages(self.mismatches))
        return [each for each in drawn if each][:MOST_PICTURES]


def _up_to(hint: int, said: list[Message]) -> list[str]:
    return [f"{each.text} {each.detail}".strip() if hint >= 2 else each.text for each in said]


def _problem(mismatch):
    example = f" ({mismatch.example}.)" if mismatch.example else ""
    return {
        "code": mismatch.code,
        "argument": mismatch.output,
        "text": mismatch.text + example,
        "detail": mismatch.detail,
    }


def _at(section):
    return f", {section.address}" if section.address else ""


def _box(kind, parts):
    """A quiet frame; its color, the page's own or else ours, is never the only sign of how it went."""
    color = {"pass": "var(--passed,#009E73)", "fail": "var(--begun,#888)"}[kind]
    style = f"border-left:4px solid {color};padding:0.1em 0.8em;margin:0.3em 0;max-width:46em;line-height:1.5"
    return f'<div class="check check-{kind}" style="{style}">{"".join(parts)}</div>'


def _head(sign, line):
    return f'<p style="margin:0.3em 0"><span aria-hidden="true">{sign}</span> <strong>{escape(line)}</strong></p>'


def _paragraph(line):
    return f'<p style="margin:0.3em 0">{marked(line)}</p>'


def _small(line):
    return f'<p style="margin:0.3em 0"><small>{escape(line)}</small></p>'


def marked(line: str) -> str:
    """The line as HTML: code between backticks, and the title before an address at its end as the link to it."""
    linked = TITLE_AND_ADDRESS.sub(r'<a href="\2">\1</a>.', escape(line))
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", linked)


def _step(question, lines, is_open):
    return (
        f'<details style="margin:0.3em 0"{" open" if is_open else ""}><summary style="cursor:pointer">'
        f"{escape(question)}</summary>{''.join(map(_paragraph, lines))}</details>"
    )
