"""What a step that multiplies, cuts or takes apart a matrix could have been; see `step_kinds`."""

import numpy as np

from autograder.hints.step_edits import Change, with_function
from autograder.verdict.findings import Finding

ORDERS = {
    "": lambda a, b: a @ b,
    "The second one transposed.": lambda a, b: a @ _turned(b),
    "The first one transposed.": lambda a, b: _turned(a) @ b,
    "Both transposed.": lambda a, b: _turned(a) @ _turned(b),
    "The other order.": lambda a, b: b @ a,
    "The other order, the first one of yours transposed.": lambda a, b: b @ _turned(a),
    "The other order, the second one of yours transposed.": lambda a, b: _turned(b) @ a,
}


def matrix_product(step):
    """Other orders and transpositions of a matrix product, the inverse, and a product entry by entry."""
    if step.function not in (np.matmul, np.dot):
        return
    sentence = "It would be right if an array in the matrix product {where} were transposed, or the order another one."
    for words, product in ORDERS.items():
        if words:
            yield Change(Finding.TRANSPOSED, sentence, words, as_product(product))
    sentence = "It would be right with the inverse of the matrix {where}."
    yield Change(Finding.FUNCTION, sentence, "A product where a system is to be solved.", _solved)
    sentence = "It would be right if the matrix product {where} were a product entry by entry."
    yield Change(Finding.FUNCTION, sentence, "", with_function(np.multiply))


def as_product(product):
    """A step that is a product of its two operands."""
    return lambda f, v, o, r: product(*v[:2])


def _solved(function, operands, options, _):
    return np.linalg.solve(*operands[:2])


def _turned(array):
    return np.swapaxes(array, -1, -2)


def triangle(step):
    """The other triangle, or another diagonal."""
    pairs = {np.tril: np.triu, np.triu: np.tril}
    if step.function in pairs:
        sentence = "It would be right with the other triangle {where}."
        yield Change(Finding.MASK, sentence, "", with_function(pairs[step.function]))
        for by in (1, -1):
            detail = f"The diagonal {by:+d}."
            do = lambda f, v, o, r, by=by: f(v[0], k=o.get("k", v[1] if len(v) > 1 else 0) + by)  # noqa: E731
            yield Change(Finding.OFF_BY_ONE, "It would be right with another diagonal {where}.", detail, do)
            do = lambda f, v, o, r, by=by: pairs[f](v[0], k=o.get("k", v[1] if len(v) > 1 else 0) + by)  # noqa: E731
            yield Change(Finding.MASK, sentence, detail, do)


def eigenvectors(step):
    """Eigenvectors from the other end."""
    if step.function is np.linalg.eigh:
        sentence = "It would be right if the eigenvectors {where} stood in the reverse order."
        detail = "They come with the smallest eigenvalue first."
        yield Change(Finding.PERMUTED, sentence, detail, _from_the_other_end)


def _from_the_other_end(function, operands, options, _):
    values, vectors = function(*operands, **options)
    return values[::-1], vectors[:, ::-1]
