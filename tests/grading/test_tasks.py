"""Is a task judged by its result alone: good results pass, poor, late, malformed and remembered ones do not?"""

import itertools

import numpy as np
import pytest

import solutions
from autograder.checking.challenge_client import answer_challenges
from autograder.checking.public_check import check_function
from autograder.course_map import assignment_of
from autograder.grading.assignments.source_notebook import write_files
from autograder.grading.judge.examiner import Examination
from autograder.grading.judge.task_data import data_of
from autograder.protocol import decode, encode
from autograder.registry import find, load
from autograder.specs.graphs.digits import THRESHOLD
from autograder.specs.recurrent import characters
from tests import twins
from tests.grading.conftest import ROOT

TASKS = [spec.name for spec in load().values() if spec.kind == "task"]
RIGHT = {name: getattr(twins, name) for name in load()}


def examine(name, function, seed=11, **options):
    examination = Examination(name, solutions, np.random.default_rng(seed), **options)
    answer_challenges(name, RIGHT | {name: function}, examination.reply)
    return examination.report()


@pytest.mark.parametrize("name", TASKS)
def test_a_model_answer_passes_on_any_split(name):
    report = examine(name, RIGHT[name], seed=12)
    assert report.text() == f"{name}: passed." and report.credit == 1


def untrained_weights(x_train, y_train, vocabulary_size, units=8):
    rng = np.random.default_rng(0)
    sizes = (vocabulary_size, 4 * units), (units, 4 * units), 4 * units, (units, vocabulary_size), vocabulary_size
    return tuple(0.1 * rng.normal(size=size) for size in sizes)


def untrained_labels(x_train, y_train, x_test):
    return np.random.default_rng(0).integers(0, 10, len(x_test))


def test_labels_of_an_untrained_network_fail_and_the_message_says_how_many_are_right():
    report = examine("train_digits", untrained_labels)
    assert report.credit == 0 and f"more than {THRESHOLD:.0%}" in report.text()


def test_weights_of_an_untrained_model_fail_and_the_message_says_what_counting_reaches():
    report = examine("train_characters", untrained_weights)
    assert report.credit == 0 and "Counting which character follows which reaches" in report.text()


@pytest.mark.parametrize(
    "spoil, reason",
    [
        (lambda y: y[:-1], "shape"),
        (lambda y: y + 10, "labels from 10"),
        (lambda y: y - 20, "expected 0 to 9"),
        (lambda y: y * np.nan, "whole numbers"),
        (lambda y: y.astype(float), "whole numbers"),
        (lambda y: y.tolist(), "must be a NumPy array; it is a list"),
        (lambda y: None, "NoneType"),
        (lambda y: y.astype(object), "array of object"),
    ],
    ids=["short", "too large", "negative", "NaN", "floats", "list", "None", "objects"],
)
def test_labels_of_the_wrong_form_are_refused_with_the_reason(spoil, reason):
    report = examine("train_digits", lambda x, y, x_test: spoil(untrained_labels(x, y, x_test)))
    assert report.credit == 0 and reason in report.text()


@pytest.mark.parametrize(
    "spoil, reason",
    [
        (lambda w: (*w[:4], w[4] * np.nan), "b_out holds NaN"),
        (lambda w: (*w[:4], w[4][None]), "b_out has shape"),
        (lambda w: (w[0][:-1], *w[1:]), "Wx has shape"),
        (lambda w: (*w[:3], w[3][:0], w[4]), "w_out has shape (0, 13)"),
        (lambda w: (*w[:3], np.zeros((513, len(w[4]))), w[4]), "at most 512"),
        (lambda w: (*w[:3], w[3].tolist(), w[4]), "w_out must be a NumPy array"),
        (lambda w: tuple(1e300 * part for part in w), "nats a character"),
        (lambda w: w[:4], "must return 5 values"),
    ],
    ids=["NaN", "rank", "vocabulary", "no units", "too many units", "list", "overflow", "four"],
)
@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_weights_of_the_wrong_form_are_refused_with_the_reason(spoil, reason):
    report = examine("train_characters", lambda *inputs: spoil(untrained_weights(*inputs)))
    assert report.credit == 0 and reason in report.text()


def by_heart(x_train, y_train, x_test):
    """Look every test image up among all images of the file."""
    x, y = data_of(find("train_digits"))
    return y[((x_test[:, None] - x[None]) ** 2).sum(2).argmin(1)]


def test_images_learned_by_heart_are_of_no_use():
    assert examine("train_digits", by_heart).credit == 0


def test_weights_trained_beforehand_are_of_no_use():
    spec = find("train_characters")
    weights = RIGHT[spec.name](*spec.task.draw(np.random.default_rng(1), data_of(spec)).inputs.values())
    assert examine(spec.name, lambda *inputs: weights, seed=2).credit == 0


def pair_weights(x_train, y_train, vocabulary_size):
    """An LSTM that keeps one character: hidden state = one-hot input, output = logarithms of pair frequencies."""
    size = vocabulary_size
    pairs = np.zeros((size, size))
    np.add.at(pairs, (x_train, y_train), 1)
    single = (pairs.sum(0) + 1) / (pairs.sum() + size)
    kinds = (pairs > 0).sum(1, keepdims=True) + 1
    logs = np.log((pairs + kinds * single) / (pairs.sum(1, keepdims=True) + kinds))
    gates = [np.zeros((size, size)), np.zeros((size, size)), np.zeros((size, size)), 40 * np.eye(size)]
    b = np.repeat([40.0, -40.0, 40.0, 0.0], size)
    return np.hstack(gates), np.zeros((size, 4 * size)), b, logs / np.tanh(1.0), np.zeros(size)


def test_an_lstm_that_only_counts_pairs_is_not_enough():
    report = examine("train_characters", pair_weights)
    spec = find("train_characters")
    case = spec.task.draw(np.random.default_rng(11), data_of(spec))
    counted = characters.pair_entropy(case.inputs, case.hidden["x"], case.hidden["y"])
    assert report.credit == 0 and f"is {counted:.2f} nats" in report.text()


@pytest.mark.parametrize("name", TASKS)
def test_a_late_answer_does_not_count(name):
    clock = itertools.count(0, 61).__next__
    quick = {"train_digits": untrained_labels, "train_characters": untrained_weights}[name]
    report = examine(name, quick, clock=clock)
    assert report.credit == 0 and "at most 60 s" in report.text()


@pytest.mark.parametrize("name", TASKS)
def test_a_task_says_what_is_free(name):
    assert "is up to you" in " ".join(find(name).docstring().split())


@pytest.mark.parametrize("name", TASKS)
def test_what_is_hidden_is_not_sent(name):
    examination = Examination(name, solutions, np.random.default_rng(0))
    sent = decode(examination.reply(encode({"ready": name})))
    case = examination.challenges[0].case
    assert set(sent["inputs"]) == {argument.name for argument in find(name).arguments} and case.hidden
    assert not any(value.tobytes() in encode(sent) for value in case.hidden.values())


@pytest.mark.parametrize("name, least, most", [("train_digits", 90, 100), ("train_characters", 0.5, 2.5)])
def test_a_pass_at_the_desk_says_what_was_reached(name, least, most, tmp_path, monkeypatch):
    write_files(ROOT / "exercises" / assignment_of(name).name, tmp_path)
    monkeypatch.chdir(tmp_path)
    report = check_function(find(name), RIGHT)
    assert least < float(report.figure.split()[0]) < most and f"Reached: {report.figure}." in report.text()


@pytest.mark.parametrize("name", TASKS)
def test_without_the_data_file_the_desk_says_where_it_lies(name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    report = check_function(find(name), RIGHT)
    assert find(name).task.file in report.text() and "beside the notebook" in report.text()


def test_a_judge_that_fails_on_the_students_own_forward_is_a_message(tmp_path, monkeypatch):
    (tmp_path / "alice.txt").write_text("the cat and the hat " * 30)
    monkeypatch.chdir(tmp_path)
    functions = {"train_characters": untrained_weights, "lstm_forward": lambda *arguments: None}
    assert "with your lstm_forward" in check_function(find("train_characters"), functions).text()
