"""Binary words as numbers between 0 and 1: how a network with one input reads a text of any length."""

import copy

from autograder.specification import Argument, Case, Example, Spec


def _word(rng, length):
    return "".join(map(str, rng.integers(0, 2, size=length)))


def encode_cases(rng):
    """Words of several lengths."""
    words = [_word(rng, 5), _word(rng, 1), _word(rng, 12), f"1{_word(rng, 29)}"]
    return [Case(f"a word of {len(word)}", {"word": word}) for word in words]


def encode_ties(rng):
    """Words that begin or end with zeros."""
    return [Case(f"the word {word}", {"word": word}) for word in ("0", "00", "0001", "1000", "1")]


def _code(word):
    return {"numerator": int(word + "1", 2), "denominator": 2 ** (len(word) + 1)}


def decode_cases(rng):
    """The codes of random words."""
    words = [_word(rng, 6), _word(rng, 1), _word(rng, 11), f"1{_word(rng, 27)}"]
    return [Case(f"a word of {len(word)}", _code(word)) for word in words]


def decode_ties(rng):
    """Codes of words that begin or end with zeros."""
    return [Case(f"the word {word}", _code(word)) for word in ("0", "00", "0001", "1000", "1")]


def only_codes(inputs):
    """Make the nearest code of other fractions: for those, which have no end, a loop over the letters never stops."""
    inputs = copy.copy(inputs)
    length = max(inputs["denominator"].bit_length(), 3)
    inputs["denominator"] = 2 ** (length - 1)
    inputs["numerator"] = inputs["numerator"] % inputs["denominator"] | 1
    return inputs


SPECS = (
    Spec(
        name="encode_word",
        kind="function",
        summary="Turn a binary word into a fraction between 0 and 1.",
        arguments=(Argument("word", "str", "L letters 0 and 1, L at least 1"),),
        outputs=(
            Argument("numerator", "int", "of the fraction with this denominator"),
            Argument("denominator", "int", "2 ** (L + 1)"),
        ),
        points=2,
        section="networks/cycles#a-word-as-a-number",
        cases=encode_cases,
        ties=encode_ties,
        note="The code is the sum over i from 1 to L of letter i divided by 2 ** i, plus 1 / 2 ** (L + 1). The last "
        "term marks the end of the word. Both results are whole numbers, so nothing is rounded.",
        examples=(
            Example(
                Case("the word 11001", {"word": "11001"}),
                {"numerator": 51, "denominator": 64},
                "PV021, lecture text: 1/2 + 1/4 + 1/32 + 1/64, in binary 0.110011",
            ),
            Example(Case("the word 0", {"word": "0"}), {"numerator": 1, "denominator": 4}, "by hand: 0/2 + 1/4"),
            Example(Case("the word 00", {"word": "00"}), {"numerator": 1, "denominator": 8}, "by hand: another code"),
        ),
    ),
    Spec(
        name="decode_word",
        kind="function",
        summary="Find the binary word that a fraction encodes.",
        arguments=(
            Argument("numerator", "int", "of a fraction that is the code of a word"),
            Argument("denominator", "int", "2 ** (L + 1) for a word of L letters"),
        ),
        outputs=(Argument("word", "str", "the word, without the end mark"),),
        points=2,
        section="networks/cycles#a-word-as-a-number",
        cases=decode_cases,
        ties=decode_ties,
        prepare=only_codes,
        note="The inverse of encode_word: see there.",
        examples=(
            Example(
                Case("51/64", {"numerator": 51, "denominator": 64}),
                {"word": "11001"},
                "PV021, lecture text: 0.110011 in binary",
            ),
            Example(Case("1/8", {"numerator": 1, "denominator": 8}), {"word": "00"}, "by hand"),
            Example(Case("3/4", {"numerator": 3, "denominator": 4}), {"word": "1"}, "by hand: 1/2 + 1/4"),
        ),
    ),
)
