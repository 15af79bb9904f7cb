"""What a check can find: the codes by which tests, benchmarks and the class's summary count.

Sentences are for people and may change; a code is for machines and stays. The last group is what a misconception in
the catalogue should expect of the desk: its codes say why a result is wrong.
"""

from enum import StrEnum


class Finding(StrEnum):
    """A code, with what it says of a function."""

    def __new__(cls, code: str, meaning: str):
        member = str.__new__(cls, code)
        member._value_, member.__doc__ = code, meaning
        return member

    # the form of an answer
    TYPE = "type", "A result is missing, or is no number, array or text."
    DTYPE = "dtype", "An array holds another kind of numbers than was asked for."
    SHAPE = "shape", "An array has the wrong shape."
    NOT_FINITE = "not_finite", "A result holds NaN or infinity."
    INVALID = "invalid", "Many answers would be right, and this is none of them; the sentence says why."

    # what the function did, or did not do
    MISSING = "missing", "A function or a file that the check needs is not there."
    UNFINISHED = "unfinished", "The function is not written yet."
    ERROR = "error", "The function raised, or returned another number of values."
    FORWARD_ERROR = "forward_error", "The forward function raised, so the backward function could not be called."
    FORWARD_WRONG = "forward_wrong", "The forward function is wrong, so the backward function cannot be right yet."
    CALLS_WRONG = "calls_wrong", "The function calls another exercise function that is wrong."
    INPUT_CHANGED = "input_changed", "An argument was changed in place."
    CACHE_CHANGED = "cache_changed", "The cache was changed in place, or a second call gives other numbers."
    TASK = "task", "The result of a task is not good enough, or came too late."
    TOO_COSTLY = "too_costly", "A gradient took so long that it must have been found by differences."
    NO_ANSWER = "no_answer", "The cell ended before all challenges were answered."
    OTHER_VARIANT = "other_variant", "The answer is right for another variant than the student has."
    PROTOCOL = "protocol", "What came back from the sandbox was no answer."

    # where numbers are wrong
    VALUE = "value", "Numbers are off, and nothing is known about why."
    SOME_ENTRIES = "some_entries", "Only the entries are wrong where an argument has one sign, or at some indices."
    MASK = "mask", "Wrong entries are 0, or should be 0."
    LINES = "lines", "In each line along an axis, all entries are off by the same factor or number."
    ALL_ALIKE = "all_alike", "All entries are the same number, and should not be."
    PROPERTY = "property", "The right numbers add up to something, or keep within bounds, and these do not."
    NEARLY = "nearly", "Every entry is nearly right."
    CONDITION = "condition", "It is wrong exactly in the calls in which an argument has some property."
    RANGE = "range", "It is wrong where an argument is beyond a bound, or close to 0, and stays the same there."

    # why numbers are wrong
    SIGN = "sign", "The result, or an argument in it, has the wrong sign."
    FACTOR = "factor", "A factor is missing, or one too many: a number, a size, an argument."
    OFFSET = "offset", "Every entry is off by the same number."
    TERM = "term", "The error is an argument, or a multiple of one."
    OFF_BY_ONE = "off_by_one", "It would be right with a whole number that is 1 more or less."
    COMPLEMENT = "complement", "It is 1 minus what it should be."
    FUNCTION = "function", "A step at the end, such as a square root or a tangent, is missing or one too many."
    SLOPE = "slope", "The upstream gradient is multiplied by the slope of another function, or at another point."
    OTHER_FACTOR = "other_factor", "Another array is used than should be: a factor, an argument, a gradient."
    TIES = "ties", "Where several numbers would be right, at a tie or a kink, it is none of them."
    MISSING_SUM = "missing_sum", "A sum over an axis is missing, or runs over another axis."
    NOT_ADDITIVE = "not_additive", "Contributions that should add up replace each other."
    MISSING_WAY = "missing_way", "A gradient leaves out one of the ways on which its input reaches the output."
    STATISTICS = "statistics", "A gradient leaves out the way through a mean or a variance."
    RUNNING = "running", "Only running statistics are wrong."
    TRANSPOSED = "transposed", "Axes are exchanged."
    PERMUTED = "permuted", "The right numbers stand in another order."
    OTHER_AXIS = "other_axis", "A sum, a mean, a maximum or a softmax runs over another axis than it should."
    UNCHANGED = "unchanged", "An argument came back as it was."
    EXCHANGED = "exchanged", "Two results, two arguments, or height and width, have changed places."
    IGNORES_ARGUMENT = "ignores_argument", "An argument, or an entry of one, has no influence."
    IGNORES_UPSTREAM = "ignores_upstream", "The upstream gradient has no influence, or is left out."


UNEXPLAINED = frozenset({Finding.VALUE, Finding.NOT_FINITE, Finding.INVALID})  # a later example may tell more
PLACES = frozenset(
    {Finding.SOME_ENTRIES, Finding.CONDITION, Finding.LINES, Finding.ALL_ALIKE, Finding.PROPERTY, Finding.NEARLY}
)  # no reasons
FORWARD_FIRST = frozenset({Finding.FORWARD_ERROR, Finding.FORWARD_WRONG, Finding.CALLS_WRONG})
