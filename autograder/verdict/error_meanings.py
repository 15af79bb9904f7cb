"""What an exception in a student's function means, in plain words."""

import ast
import builtins
import difflib
import linecache
import re
from collections.abc import Callable
from typing import Any

import numpy as np

from autograder.verdict.raised import EndedTheProgram, Place, TooLong, place_of

PYTHON_2 = {
    "xrange": "range",
    "raw_input": "input",
    "unicode": "str",
    "basestring": "str",
    "long": "int",
    "izip": "zip",
    "reduce": "functools.reduce",
    "unichr": "chr",
    "cPickle": "pickle",
    "iteritems": "items",
    "itervalues": "values",
    "iterkeys": "keys",
    "has_key": "in",
}
REMOVED = {  # from NumPy, with what takes their place
    "int": "int",
    "float": "float",
    "bool": "bool",
    "object": "object",
    "str": "str",
    "complex": "complex",
    "long": "int",
    "product": "np.prod",
    "cumproduct": "np.cumprod",
    "alltrue": "np.all",
    "sometrue": "np.any",
    "float_": "np.float64",
    "complex_": "np.complex128",
    "unicode_": "np.str_",
    "string_": "np.bytes_",
    "Inf": "np.inf",
    "Infinity": "np.inf",
    "infty": "np.inf",
    "NaN": "np.nan",
    "NAN": "np.nan",
    "NINF": "-np.inf",
    "PINF": "np.inf",
    "in1d": "np.isin",
    "row_stack": "np.vstack",
    "trapz": "np.trapezoid",
    "round_": "np.round",
    "asfarray": "np.asarray(a, dtype=float)",
    "mat": "np.asmatrix",
    "msort": "np.sort(a, axis=0)",
    "find_common_type": "np.result_type",
    "cast": "np.asarray(a, dtype=...)",
}
PURE = (ast.Name, ast.Attribute, ast.Subscript, ast.Constant, ast.Slice, ast.Tuple, ast.UnaryOp, ast.USub, ast.Load)
FLOATING_POINT = (
    (("overflow", "exp"), "exp of more than 709 is infinite"),
    (("divide by zero", "log"), "log(0) is minus infinity"),
    (("invalid", "log"), "log of a negative number"),
    (("invalid", "sqrt"), "square root of a negative number"),
    (("divide by zero",), "division by 0"),
    (("invalid", "divide"), "0 / 0 or inf / inf"),
    (("invalid", "subtract"), "inf - inf"),
    (("invalid", "multiply"), "0 * inf"),
    (("overflow",), "the number is too large for a float"),
)
NOT_WHOLE = (
    "'float' object cannot be interpreted as an integer",
    "numpy.float64' object cannot be interpreted as an integer",
    "slice indices must be integers",
    "expected a sequence of integers or a single integer",
)
LONGEST = 90  # letters of a line that is quoted


def advice(error: BaseException) -> str:
    """The line of the student's that raised, and what the exception means; sentences, or nothing.

    Parameters
    ----------
    error : BaseException
    """
    place = place_of(error)
    quoted = f"That line reads `{place.text[:LONGEST]}`." if place and place.text else ""
    try:
        meaning = _meaning(error, place)
    except Exception:  # what the student's objects do when they are looked at
        meaning = ""
    return " ".join(part for part in (quoted, meaning) if part)


def _meaning(error: BaseException, place: Place | None) -> str:
    for kind, explain in MEANINGS:
        if isinstance(error, kind):
            said = explain(error, place)
            if said:
                return said
    return ""


def _name_error(error, place):
    name = getattr(error, "name", None) or _quoted(error)
    if name in PYTHON_2:
        return f"{name} is Python 2; in Python 3 it is {PYTHON_2[name]}."
    if isinstance(error, UnboundLocalError):
        return (
            f"{name} gets its value inside this function on a later line, or in a branch that did not run; "
            "give it a value first."
        )
    known = [] if place is None else [*place.frame.f_locals, *place.frame.f_globals, *dir(builtins)]
    near = difflib.get_close_matches(name or "", [each for each in known if not each.startswith("_")], 1, 0.75)
    return f"No variable has that name here; did you mean {near[0]}?" if near else f"{name} was never given a value."


def _attribute_error(error, place):
    said = str(error)
    name, owner = getattr(error, "name", None) or (re.findall(r"['`](?:np\.)?(\w+)['`]", said) or [""])[-1], error.obj
    removed = re.search(r"(?:module 'numpy' has no attribute '|`np\.)(\w+)", said)
    if removed and removed[1] in REMOVED:
        return f"NumPy has removed np.{removed[1]}: write {REMOVED[removed[1]]}."
    if said.startswith("'NoneType'"):
        return f"What stands before .{name} is None: did a function without return give it?"
    if name in PYTHON_2:
        return f".{name} is Python 2; in Python 3 it is {PYTHON_2[name]}."
    near = difflib.get_close_matches(name or "", dir(owner), 1, 0.75) if owner is not None else []
    return f"Did you mean .{near[0]}?" if near else ""


def _key_error(error, place):
    key = error.args[0] if error.args else ""
    for name, value in _dictionaries(place):
        if key not in value and place is not None and name in place.text:
            return f"{name} has no entry {key!r}; its entries are {', '.join(map(repr, list(value)[:12])) or 'none'}."
    return f"No entry is called {key!r}."


def _dictionaries(place):
    found = [] if place is None else list(place.frame.f_locals.items())
    return [(name, value) for name, value in found if isinstance(value, dict)]


def _type_error(error, place):
    said = str(error)
    if any(words in said for words in NOT_WHOLE):
        return "A size or an index must be a whole number: / gives a float, // divides whole numbers."
    if "NoneType" in said and "unpack" in said:
        return "What is unpacked there is None: is a return missing in the function that made it?"
    if "NoneType" in said:
        return "One of the values there is None: is a return missing in the function that made it?"
    if "positional argument" in said and place is None:
        return "The number of its parameters is not the one that the exercise asks for."
    return ""


def _index_error(error, place):
    said = str(error)
    if "only integers" in said:
        return "An index must be a whole number: / gives a float, // divides whole numbers."
    if "pop from" in said:
        return "The list is used up: a second call of the function finds it empty. Go through it without pop."
    return _shapes(place)


def _value_error(error, place):
    said = str(error)
    if isinstance(error, np.exceptions.AxisError):
        return "The array has fewer axes than that; axes are counted from 0. " + _shapes(place)
    if "matmul" in said or ("shapes" in said and "not aligned" in said):
        return _product(place)
    if "could not be broadcast" in said or "non-broadcastable" in said:
        return "Axes are matched from the last one on; two sizes fit if they are equal or one of them is 1. " + _shapes(
            place
        )
    if "truth value of an array" in said:
        return "if and while need one True or False: use np.where, np.any or np.all for whole arrays."
    if "unpack" in said:
        return "The number of names on the left is not the number of values on the right."
    if "setting an array element with a sequence" in said or "inhomogeneous" in said:
        return "The parts have different lengths, so that they make no array."
    return _shapes(place) if "shape" in said or "dimension" in said or "reshape" in said else ""


def _product(place):
    """Which arrays of a matrix product do not go together, by name."""
    for left, right in _operands(place):
        a, b = _value(left, place), _value(right, place)
        if isinstance(a, np.ndarray) and isinstance(b, np.ndarray) and a.ndim and b.ndim:
            inner = (a.shape[-1], b.shape[-2] if b.ndim > 1 else b.shape[0])
            if inner[0] != inner[1]:
                names = f"{ast.unparse(left)} is {a.shape} and {ast.unparse(right)} is {b.shape}"
                return f"{names}: the inner sizes {inner[0]} and {inner[1]} must be equal."
    return "In a matrix product the last size of the left array must be the first of the right one. " + _shapes(place)


def _operands(place):
    for node in ast.walk(_tree(place)):
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.MatMult):
            yield node.left, node.right
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in ("dot", "matmul"):
            if len(node.args) == 2:
                yield node.args[0], node.args[1]
            if len(node.args) == 1:
                yield node.func.value, node.args[0]


def _tree(place):
    """What was being computed, parsed: the part of the line that raised, if Python knows it."""
    if place is None:
        return ast.Module([], [])
    line = linecache.getline(place.filename, place.line, place.frame.f_globals)
    first, last = place.columns
    for text in (line.encode()[first:last].decode(errors="ignore") if first is not None else "", line):
        try:
            return ast.parse(text.strip())
        except SyntaxError:
            continue
    return ast.Module([], [])


def _value(node, place):
    """The value of an expression without calls, in the frame that raised; None if it has calls."""
    if not all(isinstance(each, PURE) for each in ast.walk(node)):
        return None
    try:
        code = compile(ast.Expression(node), "<operand>", "eval")
        return eval(code, place.frame.f_globals, place.frame.f_locals)
    except Exception:
        return None


def _shapes(place):
    """The shapes of the arrays that the line names."""
    names = dict.fromkeys(node.id for node in ast.walk(_tree(place)) if isinstance(node, ast.Name))
    variables = {} if place is None else place.frame.f_globals | place.frame.f_locals
    shapes = {name: value.shape for name in names if isinstance(value := variables.get(name), np.ndarray)}
    said = ", ".join(f"{name} is {shape}" for name, shape in list(shapes.items())[:5])
    return f"There {said}." if said else ""


def floating_point(error: FloatingPointError) -> str:
    """What overflowed, or had no value, and where; for a call under `np.errstate(all="raise")`.

    Parameters
    ----------
    error : FloatingPointError
    """
    place, said = place_of(error), str(error)
    if place is None:
        return ""
    meaning = next((meaning for words, meaning in FLOATING_POINT if all(word in said for word in words)), "")
    return f"The first of it arises {place}: {place.text[:LONGEST]}" + (f" ({meaning})" if meaning else "")


def _system_exit(error, place):
    return "sys.exit() and exit() end the whole program: return a value instead."


def _too_long(error, place):
    return "" if "waiting" in str(error) else "Is there a loop whose condition stays true?"


def _recursion(error, place):
    return "The function calls itself without an end."


def _memory(error, place):
    return "It asks for more memory than there is."


def _end_of_file(error, place):
    return "It asks for input(), and nobody is there to answer: take what you need as arguments."


def _quoted(error):
    found = re.search(r"'(\w+)'", str(error))
    return found[1] if found else ""


Meaning = Callable[[Any, Place | None], str]
MEANINGS: tuple[tuple[type[BaseException] | tuple[type[BaseException], ...], Meaning], ...] = (
    (np.exceptions.AxisError, _value_error),
    (NameError, _name_error),
    (AttributeError, _attribute_error),
    (KeyError, _key_error),
    (IndexError, _index_error),
    (TypeError, _type_error),
    (ValueError, _value_error),
    (IndexError, _value_error),
    ((SystemExit, EndedTheProgram), _system_exit),
    (TooLong, _too_long),
    (RecursionError, _recursion),
    (MemoryError, _memory),
    (EOFError, _end_of_file),
)
