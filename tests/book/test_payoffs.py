"""Does each chapter end with something that works with right functions, and shows it when one is wrong?"""

import re

import numpy as np
import pytest

from tests.book.payoffs import Played, folder, model, payoffs, values

ALL = payoffs()


@pytest.fixture
def play(monkeypatch, tmp_path):
    """Begin a chapter's payoff with the model answers, some of them replaced."""

    def play(chapter, replaced=(), **inputs):
        payoff = ALL[chapter]
        monkeypatch.chdir(folder(payoff.files) if payoff.files else tmp_path)
        functions = {name: model()[name] for name in payoff.functions} | dict(replaced)
        return Played(payoff, functions, **inputs)

    return play


def number(says, before):
    """The number that a sentence gives after some words."""
    found = re.search(re.escape(before) + r"\D*?(-?[\d.]+\d|\d)", says)
    assert found, f"{before!r} is not in {says!r}"
    return float(found[1])


def test_every_chapter_ends_with_one_that_uses_its_functions():
    from autograder.registry import find

    assert len(ALL) == 18
    for chapter, payoff in ALL.items():
        homes = {find(name).section.partition("/")[0] for name in payoff.functions}
        assert chapter in homes, chapter
        called = {name for each in payoff.functions for name in model()[each].__code__.co_names}
        unused = [name for name in payoff.functions if not re.search(rf"\b{name}\b", payoff.code)]
        assert set(unused) <= called, chapter


@pytest.mark.parametrize("chapter", ALL)
def test_run_alone_shows_something(play, chapter):
    played = play(chapter)
    played.turn()
    assert played.panels


def test_the_neuron_moves_its_border_until_all_points_are_right(play):
    played = play("neurons")
    turns = played.turns()
    assert 1 < turns < 200 and played.says.startswith("0 of 40")
    turned = {"perceptron_update": lambda w, x, y, lr: w - (model()["perceptron_update"](w, x, y, lr) - w)}
    assert play("neurons", turned).turns() == 200


def test_neighbors_of_a_digit_are_that_digit(play):
    played = play("learning")
    assert not played.turn()
    neighbors = [panel["title"] for panel in played.panels if panel["title"].startswith("neighbor")]
    assert neighbors == ["neighbor: 3"] * 5 and played.says.endswith("say 3.")


def test_the_penalty_keeps_three_clouds_pale(play):
    confident, pale = play("classifiers", penalty=0), play("classifiers", penalty=0.1)
    for played in (confident, pale):
        played.turns(60)
        assert "100% right" in played.says
    spread = [values(played.panels[0]["region"]).max(axis=2).mean() for played in (confident, pale)]
    assert spread[0] > spread[1] + 0.1


@pytest.mark.parametrize("wrong", ["relu_backward", "affine_backward"])
def test_the_network_reads_digits_only_if_its_gradients_are_right(play, wrong):
    played = play("graphs")
    played.turns()
    assert number(played.says, "learned from") > 90 and played.says.startswith("It reads 3")
    played = play("graphs", {wrong: lambda dout, cache: model()[wrong](-dout, cache)})
    played.turns()
    assert number(played.says, "learned from") < 90


def test_the_interpolant_passes_through_every_point(play):
    played = play("networks")
    played.turn()
    *_, curve = played.panels[0]["paths"]
    x, y = np.transpose(curve["points"])
    for knot, value in played.inputs["points"]:
        assert np.interp(knot, x, y) == pytest.approx(value, abs=0.01)


def test_three_layers_learn_a_ring(play):
    played = play("backprop")
    played.turns(60)
    assert "100% right" in played.says
    region = values(played.panels[0]["region"])
    middle, edge = region[20, 20], region[2, 20]
    assert middle[0] > middle[1] and edge[1] > edge[0]


def test_minibatches_lead_to_the_line_of_least_squares(play):
    played = play("descent", batch_size=24)
    played.turns()
    x, y = np.transpose(played.inputs["points"])
    slope, height = np.polyfit(x, y, 1)
    assert played["path"][-1] == pytest.approx([height, slope], abs=0.02)


def test_the_four_methods_race_downhill(play):
    played = play("optimizers")
    played.turns()
    begin = played["valley"](np.array(played.inputs["points"][0]))
    ends = {name: played["valley"](path[-1]) for name, path in played["race"]["paths"].items()}
    assert len(ends) == 4 and max(ends.values()) < begin / 3
    assert ends["momentum"] < ends["SGD"]
    played.turn(points=[[0.9, 0.9]])
    assert len(played["race"]["paths"]["SGD"]) == 4, "a new start begins a new race"


def test_the_reader_refuses_noise_and_reads_a_digit(play):
    played = play("workflow")
    played.turns()
    assert played.says.startswith("It says 3")
    blank = {"bytes": played.inputs["drawn"]["bytes"], "shape": [8, 8]} | play("workflow").pictures._bytes(
        np.full((8, 8), 0.5), 0, 1
    )
    played.turn(drawn=blank, errors_allowed=0)
    assert played.says.startswith("It will not say")


def test_another_activation_paints_another_picture(play):
    pictures = []
    for activation in ALL["activations"].controls["activation"]:
        played = play("activations", activation=activation)
        played.turn()
        pictures.append(values(played.panels[0]))
    assert all(picture.std() > 0.1 for picture in pictures)
    assert all(np.abs(one - pictures[0]).mean() > 0.02 for one in pictures[1:])


def test_normalized_layers_keep_their_picture_and_others_fade(play):
    played = play("normalization")
    played.turn()
    last = {panel["title"]: values(panel).std() for panel in played.panels if panel["title"].endswith("layer 20")}
    assert last["no norm, layer 20"] < 0.02 < 0.2 < min(last["batch, layer 20"], last["layer, layer 20"])


def test_thinned_networks_agree_on_a_digit_and_less_on_a_mixture(play):
    played = play("regularization")
    played.turns()
    assert "of 100 say 3" in played.says and number(played.says, "new digits:") > 85
    sure = number(f" {played.says}", " ")
    three, six = (values(play("representation").inputs[name]) for name in ("first", "second"))
    played.turn(drawn=played.pictures._bytes((three + six) / 2, 0, 1), kept=0.3)
    assert number(f" {played.says}", " ") < sure


def test_a_filter_with_one_in_the_middle_leaves_the_photograph(play):
    played = play("convolution", filter="my own", my_own="0 0 0 / 0 1 0 / 0 0 0")
    played.turn()
    before, after, pooled = map(values, played.panels)
    assert np.array_equal(before, after) and pooled.shape[0] == before.shape[0] // 4
    played.turn(my_own="1 2 / 3")
    assert "numbers of one length" in played.says
    color = play("convolution", photo=played.pictures._bytes(np.random.default_rng(0).random((3, 40, 30)), 0, 1))
    color.turn()
    assert color.panels[1]["shape"] == [40, 30, 3]


def test_the_enlarging_network_beats_repeated_pixels(play):
    played = play("architectures")
    played.turns(60)
    assert number(played.says, "error") < number(played.says, "repeated pixels")


def test_the_code_draws_the_digits_at_both_ends(play):
    played = play("representation")
    played.turns()
    walk, mixed = (np.hsplit(values(panel), 7) for panel in played.panels)
    ends = (values(played.inputs["first"]), values(played.inputs["second"]))
    for drawn, end in ((walk[0], ends[0]), (walk[6], ends[1])):
        assert np.sqrt(np.mean((drawn - end) ** 2)) < 0.2
    assert np.abs(walk[3] - mixed[3]).mean() > 0.02, "the code is no mixture of pixels"


def test_the_network_writes_words_of_the_text(play):
    played = play("recurrent", temperature=0.3)
    played.turns()
    known = set(played.inputs["text"].split())
    written = played.panels[0]["text"].split()[:-1]
    assert np.mean([word in known for word in written]) > 0.8
    assert number(played.says, "loss") < number(played.says, "guessing:") / 4


@pytest.mark.parametrize(("task", "answer"), [("reverse", "drawkcab"), ("rotate", "ackwardb"), ("stretch", "bbaacckk")])
def test_attention_learns_where_to_look(play, task, answer):
    played = play("attention", task=task)
    played.turns()
    assert f"becomes {answer}" in played.says
    looks = np.array(played.panels[0]["values"])
    assert np.array_equal(looks.argmax(1), played["GOALS"][task]) and looks.max(1).min() > 0.5


def test_the_forger_comes_to_the_readers_points(play):
    played = play("beyond")
    played.turn()
    before = distance(played)
    played.turns(80)
    assert distance(played) < before / 3


def distance(played):
    """How far, on average, a point of the reader's is from the nearest forged one, and the other way round."""
    (forged,) = [np.array(group["points"]) for group in played.panels[0]["dots"]]
    real = np.array(played.inputs["points"])
    gaps = np.linalg.norm(real[:, None] - forged, axis=2)
    return gaps.min(0).mean() + gaps.min(1).mean()
