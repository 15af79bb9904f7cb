"""Binary words as fractions. A few letters: plain Python."""

from solutions.arguments import whole


def encode_word(word):
    r"""Compute :math:`\delta(\omega) = \sum_{i=1}^{L} \omega_i / 2^i + 1 / 2^{L+1}` as a fraction.

    Parameters
    ----------
    word : str
        Letters 0 and 1, at least one.

    Returns
    -------
    numerator, denominator : int
        The denominator is 2 ** (L + 1); the fraction is in lowest terms, as the numerator is odd.

    Raises
    ------
    ValueError
        If it is no such word.

    References
    ----------
    PV021, lecture text, recurrent networks and Turing machines.

    Examples
    --------
    >>> encode_word("11001")
    (51, 64)
    """
    if not isinstance(word, str) or not word or set(word) - set("01"):
        raise ValueError(f"word: expected a text of the letters 0 and 1, got {word!r}")
    return int(word + "1", 2), 2 ** (len(word) + 1)


def decode_word(numerator, denominator):
    """Read the binary digits of a code, without the last, which marks the end.

    Parameters
    ----------
    numerator, denominator : int
        The code of a word, from `encode_word`.

    Returns
    -------
    word : str

    Raises
    ------
    ValueError
        If the fraction is the code of no word.

    Examples
    --------
    >>> decode_word(1, 8)
    '00'
    """
    numerator, denominator = whole("numerator", numerator, 1), whole("denominator", denominator, 4)
    if denominator & (denominator - 1) or not numerator % 2 or numerator >= denominator:
        raise ValueError(f"fraction: expected an odd number over a higher power of 2, got {numerator}/{denominator}")
    return f"{numerator >> 1:0{denominator.bit_length() - 2}b}"
