"""Is every finding documented and used, and does a finding pass for its code where machines read it?"""

import json
import pickle
import re
from pathlib import Path

import pytest

import autograder
from autograder.verdict.comparison import Mismatch
from autograder.verdict.findings import Finding
from autograder.verdict.report import Report
from solutions.misconceptions import misconception

CODE = {
    path: path.read_text(encoding="utf-8")
    for path in Path(autograder.__file__).parent.rglob("*.py")
    if path.name != "findings.py"
}
every_finding = pytest.mark.parametrize("finding", Finding, ids=str)


@every_finding
def test_a_finding_says_in_one_sentence_what_it_means(finding):
    assert re.fullmatch(r"[A-Z].{15,110}\.", finding.__doc__)
    assert sum(finding.__doc__ == other.__doc__ for other in Finding) == 1


@every_finding
def test_a_finding_is_used(finding):
    assert any(f"Finding.{finding.name}" in text for text in CODE.values())


def test_no_mismatch_and_no_hint_has_a_bare_text_for_its_code():
    bare = re.compile(r"(?:Mismatch|Hint|_refuse|explains)\(\s*f?\"|\bcodes? (?:==|in) [\"'({]")
    assert [str(path) for path, text in CODE.items() if bare.search(text)] == []


@every_finding
def test_a_finding_passes_for_its_code(finding):
    assert finding == finding.value == f"{finding}" == json.loads(json.dumps(finding))
    assert {finding} == {finding.value} and pickle.loads(pickle.dumps(finding)) is finding


def test_a_report_in_json_holds_plain_codes():
    text = json.dumps(Report("affine_backward", [Mismatch(Finding.SIGN, "dx", "It has the wrong sign.")]).json())
    assert json.loads(text)["problems"][0]["code"] == "sign"


def test_an_author_may_name_a_finding_by_its_code():
    marked = misconception("affine_forward", "Never.", desk="factor")(lambda: None)
    assert marked.misconception.desk is Finding.FACTOR


def test_an_unknown_code_is_refused_with_the_choices():
    with pytest.raises(ValueError, match=r"no finding has the code 'factr'(?s:.*)factor: A factor is missing"):
        misconception("affine_forward", "Never.", desk="factr")
