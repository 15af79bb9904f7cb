"""Does each variant of each function ask for what it says, forward and backward, at the desk and when graded?"""

import warnings

import autograd.numpy as anp
import numpy as np
import pytest
from autograd import jacobian

import solutions
from autograder.checking.challenge_client import answer_challenges
from autograder.checking.public_check import check_function
from autograder.grading.judge.challenges import make_challenges
from autograder.grading.judge.examiner import Examination
from autograder.registry import families, find, load
from autograder.variants import conversion_of, in_use, in_variant
from autograder.verdict.comparison import EXACT, compare
from autograder.verdict.findings import Finding
from tests import twins
from tests.solutions import oracles

TWINS = vars(twins)
ALL = [(family, variant, name) for family in families() for variant in family.variants for name in family.functions]
NAMES = [f"{name} {variant.name}" for _, variant, name in ALL]
OTHERS = [(*each, other) for each in ALL for other in each[0].variants if other != each[1]]
OTHER_NAMES = [f"{name} {variant.name} for {other.name}" for _, variant, name, other in OTHERS]


def model_answers(family, variant):
    """The model answers of a family, turned into one of its variants; all others are as they are."""
    with in_use({family.name: variant.name}):
        turned = {name: in_variant(find(name), TWINS[name]) for name in family.functions}
        forwards = {find(name).forward for name in family.functions} - {"", *turned}
    return {name: TWINS[name] for name in load() if name in TWINS and name not in forwards} | turned


def graded(name, functions, seed=20240310):
    examination = Examination(name, solutions, np.random.default_rng(seed))
    with warnings.catch_warnings(action="ignore"), np.errstate(all="ignore"):
        answer_challenges(name, functions, examination.reply)
    return examination.report()


def test_at_least_ten_functions_of_five_chapters_have_variants():
    names = {name for family in families() for name in family.functions}
    assert len(names) >= 10
    assert len({find(name).section.partition("/")[0] for name in names}) >= 5


@pytest.mark.parametrize("family, variant, name", ALL, ids=NAMES)
def test_the_model_answer_of_a_variant_gets_all_points(family, variant, name):
    functions = model_answers(family, variant)
    with in_use({family.name: variant.name}):
        for report in (check_function(find(name), functions), graded(name, functions)):
            assert report.passed and report.credit == 1, report.text()


@pytest.mark.parametrize("family, variant, name, other", OTHERS, ids=OTHER_NAMES)
def test_an_answer_to_another_variant_is_called_that_and_gets_no_points(family, variant, name, other):
    functions = model_answers(family, other)
    with in_use({family.name: variant.name}):
        for report in (check_function(find(name), functions), graded(name, functions)):
            assert report.credit == 0 and [each.code for each in report.mismatches] == [Finding.OTHER_VARIANT]
            assert other.clause in report.text() and variant.clause in report.text()
            assert not report.explanations


DIFFERENTIATED = [each for each in ALL if find(each[2]).kind in ("backward", "loss") and each[1].changes]


@pytest.mark.parametrize(
    "family, variant, name", DIFFERENTIATED, ids=[f"{name} {variant.name}" for _, variant, name in DIFFERENTIATED]
)
def test_the_gradients_of_a_variant_are_the_exact_derivatives_of_its_forward(family, variant, name):
    """Along a random direction in the variant's terms, which becomes one in the book's; that is differentiated."""
    plain, rng = load()[name], np.random.default_rng(5)
    with in_use({family.name: variant.name}):
        spec, challenge = find(name), make_challenges(find(name), solutions, rng)[0]
        results = conversion_of(find(spec.forward or name))
    case, conversion, forward = challenge.case, conversion_of(spec), oracles.of(plain)
    inputs = conversion.inputs_back(case.inputs)
    first = find(spec.forward or name).outputs
    weights = dict(zip([output.name for output in first], case.upstream.values() or [1.0], strict=False))
    for argument in spec.differentiated:
        direction = rng.normal(size=np.shape(case.inputs[argument]))
        moved = conversion.inputs_back(case.inputs | {argument: case.inputs[argument] + direction})
        along = moved[argument] - inputs[argument]

        def forward_at(step, argument=argument, along=along):
            return forward(plain.prepare(inputs | {argument: inputs[argument] + step * along}))

        slopes = [jacobian(lambda step, i=i: anp.array(forward_at(step)[i]))(0.0) for i in range(len(weights))]
        turned = results.results_there(dict(zip(weights, slopes, strict=True)), inputs)
        right = sum(np.sum(weights[output] * slope) for output, slope in turned.items())
        got = np.sum(challenge.expected[f"d{argument}"] * direction)
        assert compare("slope", np.asarray(got), np.asarray(right), EXACT) is None


@pytest.mark.parametrize("family, variant, name", ALL, ids=NAMES)
def test_an_answer_that_is_nearly_right_for_a_variant_is_refused(family, variant, name):
    functions = model_answers(family, variant)
    right = functions[name]

    def wrong(*arguments):
        returned = right(*arguments)
        if not isinstance(returned, tuple):
            return returned + 1 if np.asarray(returned).dtype.kind == "i" else 1.01 * returned
        return 1.01 * returned[0], *returned[1:]

    with in_use({family.name: variant.name}):
        report = graded(name, functions | {name: wrong})
    assert not report.passed and report.mismatches[0].code != Finding.OTHER_VARIANT
