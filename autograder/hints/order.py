"""Why a result is wrong: hints, each true on the numbers at hand, the most specific first.

`HINTS` is the order in which they are tried, and `explain` tries them. A new hint is a function from `Evidence` to
`Hint` or None in the module of its kind, marked with `explains`, and a line in the list.
"""

import contextlib
import io
from collections.abc import Iterable, Sequence

import numpy as np

from autograder.hints import (
    arrangement,
    axes,
    conditions,
    contributions,
    copies,
    counterfactuals,
    entries,
    factors,
    height_and_width,
    last_step,
    loss_slopes,
    masks,
    mixing,
    nearness,
    offsets,
    overflow,
    parts,
    plateaus,
    probes,
    products,
    properties,
    repairs,
    running_statistics,
    shapes,
    slopes,
    statistics,
    sums,
    time_steps,
    turned_products,
    ways,
)
from autograder.hints.evidence import Evidence, Hint, HintFunction, with_hint, wrong_results
from autograder.hints.second_calls import Call, best, calls_at_desk, holds_elsewhere, pool
from autograder.specification import Case
from autograder.verdict.comparison import EXACT, Mismatch

HINTS: tuple[HintFunction, ...] = (
    overflow.first_step_that_is_not_finite,
    running_statistics.only_running_statistics,
    nearness.wrong_beyond_a_bound,
    plateaus.loss_stops_growing,
    # the right array, changed in a simple way
    shapes.axes_in_the_wrong_order,
    shapes.only_the_shape_is_wrong,
    sums.sum_over_an_axis_is_missing,
    sums.mean_over_an_axis_is_missing,
    products.matrix_product_missing,
    shapes.empty,
    shapes.only_the_form_is_wrong,
    sums.an_axis_too_many,
    shapes.axes_in_reverse_order,
    copies.another_result,
    masks.all_entries_are_zero,
    factors.wrong_sign,
    factors.constant_factor,
    axes.transposed,
    axes.flipped,
    axes.blocks_in_the_wrong_order,
    factors.missing_factor,
    factors.factor_too_many,
    time_steps.state_not_handed_back,
    contributions.gradient_of_the_plain_sum,
    sums.one_entry_instead_of_a_sum,
    contributions.only_the_last_contribution,
    sums.upstream_summed_over_other_axes,
    products.matrix_product_too_many,
    # where it is wrong: vague, the next group may replace it
    masks.wrong_entries_are_zero,
    masks.wrong_entries_should_be_zero,
    masks.another_mask,
    time_steps.only_the_last_step_is_right,
    entries.entries_of_one_sign,
    entries.blocks_that_are_wrong,
    entries.entries_at_some_indices,
    entries.right_at_one_end,
    # what the student's function does with other arguments
    probes.unused_argument,
    counterfactuals.right_with_two_numbers_exchanged,
    height_and_width.height_for_width,
    counterfactuals.right_with_an_argument_in_another_order,
    probes.unused_upstream,
    probes.parameter_without_effect,
    # how it relates to the other numbers of the call
    slopes.slope_of_another_function,
    slopes.slope_with_one_wrong_sign,
    slopes.slope_made_with_the_input,
    copies.an_argument_unchanged,
    axes.one_place_late_or_early,
    last_step.last_step_missing_or_too_many,
    last_step.sigmoid_and_tanh_exchanged,
    factors.upstream_times_another_argument,
    ways.second_way_missing,
    ways.only_the_second_way,
    offsets.offset_by_an_argument,
    counterfactuals.right_with_another_argument,
    offsets.constant_offset,
    repairs.right_with_another_step,
    turned_products.right_with_products_turned,
    offsets.term_missing_or_too_many,
    factors.another_factor_in_each_call,
    statistics.way_through_a_statistic,
    loss_slopes.entries_with_another_part_in_the_loss,
    loss_slopes.only_a_constant_term,
    # how the numbers differ as a whole, and in which calls: the last resort
    mixing.samples_are_mixed,
    arrangement.one_minus_the_right_one,
    arrangement.rolled,
    arrangement.in_other_places,
    arrangement.all_alike,
    arrangement.sums_to_1_along_another_axis,
    arrangement.lines_off_alike,
    parts.as_long_as_another_axis,
    parts.a_part_of_the_right_one,
    parts.more_than_the_right_one,
    conditions.wrong_in_calls_alike,
    parts.longer_or_shorter,
    nearness.nearly_right,
    properties.should_add_up,
    properties.should_keep_to_one_side,
    properties.too_large_or_too_small,
)


def explain(evidence: Evidence) -> Mismatch:
    """The mismatch with the first hint that fits, and after a vague one with the first that may follow it.

    Which findings a hint explains, replaces or adds to stands at the hint: see `explains`.
    """
    before = mismatch = evidence.mismatch
    is_hinted = fades = False
    for hint in HINTS:
        follows = (*hint.replaces, *hint.adds_to)
        if mismatch.code not in (follows if is_hinted else hint.explains) or not hint.needs(evidence):
            continue
        found = _first_that_holds(hint, evidence)
        if found is None:
            continue
        stays = is_hinted and mismatch.code in hint.adds_to
        mismatch = with_hint(before if fades else mismatch, found, mismatch.code if stays else found.code)
        if is_hinted:
            return mismatch
        is_hinted, fades = True, found.fades
    return mismatch


def _first_that_holds(hint, evidence):
    """What a hint says of this call, or else of the largest other one, if that is true of all calls."""
    for each in [evidence] if hint.general or hint.locates else best(evidence):
        found = ask(hint, each)
        if found and holds_elsewhere(hint, found, each, pool(evidence), ask):
            return found
    return None


def explain_call(
    mismatches: Sequence[Mismatch], calls: Iterable[tuple[Case, Sequence[Mismatch]]], answers: Iterable = (), **known
) -> list[Mismatch]:
    """All wrong results of one call, explained.

    Parameters
    ----------
    mismatches : list of Mismatch
        What is wrong in the call.
    calls : list of (Case, list of Mismatch)
        All calls in which something is wrong, this one among them.
    answers : list of (Case, dict, Answer)
        In grading: all challenges, what is right, and what came.
    known
        What else `Evidence` has: `spec`, `case`, ...
    """
    calls = list(calls)
    failed = wrong_results([*calls, *_wrong_elsewhere(calls, known.get("student"))])
    known["calls"] = [Call(case, got, dict(expected), EXACT) for case, expected, got in answers if not got.error]
    found = [
        explain(Evidence(mismatch=each, beside=tuple(mismatches), failed=failed.get(each.output, ()), **known))
        for each in mismatches
    ]
    student = known.get("student")
    return _of_one_cause(mismatches, found, student.shown.get(repairs.helpful_changes, {})) if student else found


def _of_one_cause(mismatches, found, repaired):
    """Where one change of a step mends several results, that is said of all of them, whatever else each looks like."""
    for hint in {id(hint): hint for hint in repaired.values()}.values():
        mended = [number for number, each in enumerate(mismatches) if repaired.get(each.output) is hint]
        if len(mended) > 1 and any(hint.sentence in found[number].reason for number in mended):
            for number in mended:
                found[number] = with_hint(mismatches[number], hint, hint.code)
    return found


def _wrong_elsewhere(calls, student):
    """Calls of `second_calls` in which something is known to be wrong."""
    known = [case for case, _ in calls]
    for call in calls_at_desk(student) if student else ():
        if call.expected and not any(call.case is case for case in known):
            yield call.case, call.all_wrong(student.spec)


def ask(hint: HintFunction, evidence: Evidence) -> Hint | None:
    """What a hint says; nothing if it fails, as the student's function may on arguments that it was not made for."""
    with np.errstate(all="ignore"), contextlib.redirect_stdout(io.StringIO()):
        try:
            return hint(evidence)
        except Exception as error:
            hint_failed(hint, error)
            return None


def hint_failed(hint: HintFunction, error: Exception) -> None:
    """Called when a hint raises; tests listen here for what a student never sees."""
