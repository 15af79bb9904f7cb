"""How people get the encoding of words wrong."""

from solutions.misconceptions import misconception


@misconception(
    "encode_word",
    "The end mark is missing. Without it 0 and 00 have the same code, and nobody can tell where a word ends.",
    desk="offset",
)
def encode_word_without_end_mark(word):
    return 2 * int(word, 2), 2 ** (len(word) + 1)


@misconception(
    "encode_word",
    "You read the word from its end. The first letter counts most: it decides on which side of one half the code lies.",
    desk="permuted",
)
def encode_word_reversed(word):
    return int(word[::-1] + "1", 2), 2 ** (len(word) + 1)


@misconception(
    "encode_word",
    "Every letter came one place too late: the first letter is worth one half, not one quarter.",
    desk="factor",
)
def encode_word_shifted(word):
    return int(word + "1", 2), 2 ** (len(word) + 2)


@misconception(
    "decode_word",
    "The end mark stayed in the word: the last 1 of the binary digits is no letter.",
    desk="value",
)
def decode_word_end_mark_kept(numerator, denominator):
    return f"{numerator:0{denominator.bit_length() - 1}b}"


@misconception(
    "decode_word",
    "Zeros at the front were lost. The numerator alone does not know them: the denominator says how long the word is.",
    desk="value",
)
def decode_word_leading_zeros_lost(numerator, denominator):
    return f"{numerator:b}"[:-1]


@misconception(
    "decode_word",
    "You read the letters in the wrong order: the digit after the point, worth one half, is the first.",
    desk="value",
)
def decode_word_reversed(numerator, denominator):
    return f"{numerator >> 1:0{denominator.bit_length() - 2}b}"[::-1]
