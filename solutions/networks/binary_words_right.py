"""The encoding of words with fractions, and letter by letter with whole numbers."""

from fractions import Fraction


def encode_with_fractions(word):
    code = sum(Fraction(int(letter), 2**i) for i, letter in enumerate(word, 1)) + Fraction(1, 2 ** (len(word) + 1))
    return code.numerator, code.denominator


def decode_with_fractions(numerator, denominator):
    code, word = Fraction(numerator, denominator), ""
    while code != Fraction(1, 2):
        word += "1" if code > Fraction(1, 2) else "0"
        code = 2 * code - int(word[-1])
    return word


def encode_by_doubling(word):
    numerator, denominator = 0, 1
    for letter in word:
        numerator, denominator = 2 * numerator + int(letter), 2 * denominator
    return 2 * numerator + 1, 2 * denominator


def decode_by_halving(numerator, denominator):
    letters = []
    numerator, denominator = numerator // 2, denominator // 2
    while denominator > 1:
        letters.insert(0, str(numerator % 2))
        numerator, denominator = numerator // 2, denominator // 2
    return "".join(letters)


STYLES = {
    "fractions": {"encode_word": encode_with_fractions, "decode_word": decode_with_fractions},
    "doubling": {"encode_word": encode_by_doubling, "decode_word": decode_by_halving},
}
