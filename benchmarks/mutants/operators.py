"""What a slip can change in one place of a NumPy function: from a node of its text to the nodes that could stand there.

Every operator is a function from a node to (kind, other node) pairs; nodes are never changed themselves.
"""

import ast
import copy
from collections.abc import Iterator

from benchmarks.mutants.replacements import OTHER_COMPARISONS, OTHER_FUNCTIONS, OTHER_OPERATORS

ZONES = (1e-6, 1e-3, 0.05)  # half widths of dead zones
CLIPS = (20.0, 50.0, 500.0)  # where people clip what goes into an exponential
Changes = Iterator[tuple[str, ast.AST]]

REMOVABLE = {"abs", "sqrt", "exp", "log", "square", "tanh", "sign", "reversed", "sorted", "copy", "cumsum", "transpose"}
COMMUTE = (ast.Add, ast.Mult, ast.BitAnd, ast.BitOr)


def alternatives(node: ast.AST) -> Changes:
    """All that could stand in a node's place after one slip."""
    for kind_of_node, operators in OPERATORS.items():
        if isinstance(node, kind_of_node):
            for operator in operators:
                yield from operator(node)


def statements_left_out(body: list[ast.stmt]) -> Changes:
    """The body of a function, a loop or a branch without one of its statements."""
    for place, statement in enumerate(body):
        if not isinstance(statement, (ast.Return, ast.Pass)):
            left = [*body[:place], *body[place + 1 :]]
            yield "statement left out", left or [ast.Pass()]


def _changed(node, **fields):
    """A copy of a node with other fields."""
    other = copy.copy(node)
    for name, value in fields.items():
        setattr(other, name, value)
    return other


def _swapped(items):
    """Lists with two neighbours exchanged."""
    for place in range(len(items) - 1):
        yield [*items[:place], items[place + 1], items[place], *items[place + 2 :]]


def _negative(node):
    return ast.UnaryOp(ast.USub(), node)


def _number(value):
    return ast.Constant(value)


def _numpy(name, *arguments):
    return ast.Call(ast.Attribute(ast.Name("np", ast.Load()), name, ast.Load()), list(arguments), [])


def _name_of(call):
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def _is_zero(node):
    return isinstance(node, ast.Constant) and node.value == 0


def other_operator(node):
    """`+` for `-`, `*` for `/`, `@`, `//`."""
    for other in OTHER_OPERATORS.get(type(node.op), ()):
        yield "operator", _changed(node, op=other())


def operand_left_out(node):
    """A term or a factor is forgotten."""
    if not isinstance(node.op, ast.MatMult):
        yield "term or factor left out", node.left
        yield "term or factor left out", _negative(node.right) if isinstance(node.op, ast.Sub) else node.right


def operands_exchanged(node):
    """`b - a` for `a - b`."""
    if not isinstance(node.op, COMMUTE):
        yield "order of operands", _changed(node, left=node.right, right=node.left)


def term_outside_the_root(node):
    """`sqrt(a) + e` for `sqrt(a + e)`, or the other way round."""
    if isinstance(node, ast.Call) and _name_of(node) == "sqrt" and len(node.args) == 1:
        inner = node.args[0]
        if isinstance(inner, ast.BinOp) and isinstance(inner.op, ast.Add):
            yield "place of eps", _changed(inner, left=_changed(node, args=[inner.left]))
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add) and isinstance(node.left, ast.Call):
        root = node.left
        if _name_of(root) == "sqrt" and len(root.args) == 1:
            yield "place of eps", _changed(root, args=[_changed(node, left=root.args[0])])


def sign_left_out(node):
    """`x` for `-x`, `not x` and `~x`."""
    yield "sign", node.operand


def other_constant(node):
    """Other numbers: axes, indices, powers, factors, small constants."""
    value = node.value
    if isinstance(value, bool):
        yield "flag", _number(not value)
    elif isinstance(value, int):
        yield "axis, index or constant", _number(value + 1)
        yield "axis, index or constant", _number(value - 1)
    elif isinstance(value, float):
        for other in (2 * value, value / 10, value + 1, -value, 0.0):
            yield "constant", _number(other)


def other_comparison(node):
    """`>=` for `>`, and the other way round."""
    for other in OTHER_COMPARISONS.get(type(node.ops[0]), ()):
        yield "comparison", _changed(node, ops=[other(), *node.ops[1:]])


def comparison_with_a_dead_zone(node):
    """The threshold lies a little higher or lower; equal means close."""
    operator, right = node.ops[0], node.comparators[0]
    if len(node.ops) > 1 or (isinstance(right, ast.Constant) and not isinstance(right.value, (int, float))):
        return
    for zone in ZONES:
        if isinstance(operator, (ast.Gt, ast.GtE, ast.Lt, ast.LtE)):
            for width in (zone, -zone):
                moved = ast.BinOp(right, ast.Add(), _number(width))
                yield "dead zone", _changed(node, comparators=[moved])
        elif isinstance(operator, (ast.Eq, ast.NotEq)):
            apart = _numpy("abs", ast.BinOp(node.left, ast.Sub(), right))
            other = ast.LtE() if isinstance(operator, ast.Eq) else ast.Gt()
            yield "dead zone", ast.Compare(apart, [other], [_number(zone)])


def dead_zone_of_a_function(node):
    """A maximum, an absolute value or a sign that is 0 near the kink."""
    name = _name_of(node)
    if name in ("maximum", "minimum") and len(node.args) == 2:
        zero_first = _is_zero(node.args[0])
        left, right = node.args[::-1] if zero_first else node.args
        for zone in ZONES:
            edge = ast.BinOp(right, ast.Add() if name == "maximum" else ast.Sub(), _number(zone))
            above = ast.Compare(left, [ast.Gt() if name == "maximum" else ast.Lt()], [edge])
            yield "dead zone", _numpy("where", above, left, right)
    if name in ("abs", "sign") and len(node.args) == 1:
        for zone in ZONES:
            far = ast.Compare(_numpy("abs", node.args[0]), [ast.Gt()], [_number(zone)])
            yield "dead zone", ast.BinOp(node, ast.Mult(), far)


def clipped_exponent(node):
    """What goes into an exponential is clipped."""
    if _name_of(node) in ("exp", "expm1", "tanh", "logaddexp") and len(node.args) == 1:
        for bound in CLIPS:
            clipped = _numpy("clip", node.args[0], _number(-bound), _number(bound))
            yield "clipping", _changed(node, args=[clipped])


def arguments_exchanged(node):
    """Two neighbouring arguments in the other order."""
    for arguments in _swapped(node.args):
        yield "order of arguments", _changed(node, args=arguments)


def argument_left_out(node):
    """Without one of the arguments that have a name, or without an axis that has none."""
    for place, keyword in enumerate(node.keywords):
        left = [*node.keywords[:place], *node.keywords[place + 1 :]]
        yield f"{keyword.arg} left out", _changed(node, keywords=left)
    if _name_of(node) in OTHER_FUNCTIONS and len(node.args) == 1 + (isinstance(node.func, ast.Name)):
        yield "argument left out", _changed(node, args=[])


def other_function(node):
    """The mean for the sum, the smallest for the largest."""
    for other in OTHER_FUNCTIONS.get(_name_of(node), ()):
        if isinstance(node.func, ast.Attribute):
            yield "function", _changed(node, func=_changed(node.func, attr=other))


def function_left_out(node):
    """`x` for `sqrt(x)`, and the like."""
    if _name_of(node) in REMOVABLE:
        if len(node.args) == 1:
            yield "function left out", node.args[0]
        elif not node.args and isinstance(node.func, ast.Attribute):
            yield "function left out", node.func.value


def shorter_range(node):
    """A loop that ends one step early."""
    if _name_of(node) == "range":
        place = 0 if len(node.args) == 1 else 1
        stop = ast.BinOp(node.args[place], ast.Sub(), _number(1))
        yield "range", _changed(node, args=[*node.args[:place], stop, *node.args[place + 1 :]])


def transpose_left_out(node):
    """`x` for `x.T`."""
    if node.attr == "T":
        yield "transpose left out", node.value


def other_index(node):
    """The index is left out, or two of its parts are exchanged."""
    yield "index left out", node.value
    if isinstance(node.slice, ast.Tuple):
        for parts in _swapped(node.slice.elts):
            yield "order of indices", _changed(node, slice=_changed(node.slice, elts=parts))


def other_slice(node):
    """A bound is left out, or one off."""
    for bound in ("lower", "upper", "step"):
        value = getattr(node, bound)
        if value is not None:
            yield "slice", _changed(node, **{bound: None})
        if value is not None and not isinstance(value, ast.Constant) and bound != "step":
            yield "slice", _changed(node, **{bound: ast.BinOp(value, ast.Add(), _number(1))})
            yield "slice", _changed(node, **{bound: ast.BinOp(value, ast.Sub(), _number(1))})


def other_condition(node):
    """A condition that is the other way round, or without influence."""
    for test in (ast.UnaryOp(ast.Not(), node.test), _number(True), _number(False)):
        yield "condition", _changed(node, test=test)


def other_connective(node):
    """`or` for `and`, or one of the conditions left out."""
    yield "connective", _changed(node, op=ast.Or() if isinstance(node.op, ast.And) else ast.And())
    for place in range(len(node.values)):
        left = [*node.values[:place], *node.values[place + 1 :]]
        yield "connective", left[0] if len(left) == 1 else _changed(node, values=left)


def sign_of_an_assigned_value(node):
    """`-x` is assigned for `x`."""
    if not isinstance(node.value, (ast.Tuple, ast.UnaryOp, ast.Dict, ast.List, ast.ListComp, ast.Lambda)):
        yield "sign", _changed(node, value=_negative(node.value))


def other_update(node):
    """`-=` or `=` for `+=`."""
    for other in OTHER_OPERATORS.get(type(node.op), ()):
        yield "operator", _changed(node, op=other())
    yield "assignment for update", ast.Assign([node.target], node.value)


def other_result(node):
    """Results in another order, of the other sign, or with fewer digits."""
    value = node.value
    parts = value.elts if isinstance(value, ast.Tuple) else [value]
    for place, part in enumerate(parts):
        single = ast.Call(_numpy("asarray", part).func, [part, ast.Attribute(ast.Name("np"), "float32")], [])
        for kind, other in (("sign", _negative(part)), ("dtype", single)):
            results = [*parts[:place], other, *parts[place + 1 :]]
            yield kind, _changed(node, value=ast.Tuple(results) if isinstance(value, ast.Tuple) else results[0])
    if isinstance(value, ast.Tuple):
        for results in _swapped(parts):
            yield "order of results", _changed(node, value=ast.Tuple(results))


OPERATORS = {
    ast.BinOp: (other_operator, operand_left_out, operands_exchanged, term_outside_the_root),
    ast.UnaryOp: (sign_left_out,),
    ast.Constant: (other_constant,),
    ast.Compare: (other_comparison, comparison_with_a_dead_zone),
    ast.Call: (
        term_outside_the_root,
        dead_zone_of_a_function,
        clipped_exponent,
        arguments_exchanged,
        argument_left_out,
        other_function,
        function_left_out,
        shorter_range,
    ),
    ast.Attribute: (transpose_left_out,),
    ast.Subscript: (other_index,),
    ast.Slice: (other_slice,),
    (ast.If, ast.IfExp, ast.While): (other_condition,),
    ast.BoolOp: (other_connective,),
    ast.Assign: (sign_of_an_assigned_value,),
    ast.AugAssign: (other_update,),
    ast.Return: (other_result,),
}
