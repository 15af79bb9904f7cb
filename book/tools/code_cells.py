"""How the cells of a page look: imports folded away, one bar for code that draws, edges in the colors of the passes.

All is read from the cell's code, so no page has to say it.
"""

import ast

from docutils import nodes

LOOK = {"use_style"}  # what a cell of imports may call
FOLDED = {"import": ("Show the imports", "Hide the imports"), "draw": ("Show the code", "Hide the code")}


def passes(code):
    """Return which passes a piece of code defines or calls, in the order "forward", "backward".

    A loss does both: it returns the loss and the gradient of the scores.
    """
    names = [name for name in map(_name, ast.walk(_tree(code))) if name]
    forward = any(_ends(name, "forward", "loss") for name in names)
    backward = any(_ends(name, "backward", "loss") for name in names)
    return [side for side, is_there in (("forward", forward), ("backward", backward)) if is_there]


def _tree(code):
    try:
        return ast.parse(code)
    except SyntaxError:  # a magic command, or what the text shows to be wrong
        return ast.Module([], [])


def _name(node):
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        return node.name
    return getattr(node, "id", None) or getattr(node, "attr", None)


def _ends(name, *words):
    return any(name == word or name.endswith(f"_{word}") for word in words)


def only_imports(code):
    """Whether a cell imports, sets the look of the figures, and does nothing else."""
    body = _tree(code).body
    return bool(body) and all(isinstance(node, ast.Import | ast.ImportFrom) or _sets_look(node) for node in body)


def _sets_look(node):
    call = getattr(node, "value", None)
    return isinstance(node, ast.Expr) and isinstance(call, ast.Call) and getattr(call.func, "id", "") in LOOK


def dress(app, doctree):
    """Fold and mark the cells of a page that was read."""
    is_lesson = not app.env.docname.startswith("exercises/")  # there a reader's own cells begin with the imports
    cells = [node for node in doctree.findall(nodes.container) if node.get("nb_element") == "cell_code"]
    for cell in cells:
        if is_lesson and not cell.get("hide_mode") and only_imports(_code(cell)):
            _fold(cell, "import")
    for cell in reversed(cells):  # from the end: what is merged goes on to the next
        _merge_into_next(cell)
    for cell in cells:
        cell["classes"] += passes(_code(cell))
    for block in doctree.findall(nodes.literal_block):  # code that is shown and not run
        if block.get("language", "").startswith(("python", "ipython")) and not _in_cell(block):
            block["classes"] += passes(block.astext())


def _code(cell):
    source = cell.children[0] if cell.children else None
    return source.astext() if getattr(source, "attributes", {}).get("nb_element") == "cell_code_source" else ""


def _fold(cell, kind):
    cell["hide_mode"] = "input"
    cell["prompt_show"], cell["prompt_hide"] = FOLDED[kind]
    cell["classes"].append("tag_hide-input")


def _merge_into_next(cell):
    """Give the code of a folded cell that shows nothing to the folded cell right after it."""
    following = cell.next_node(lambda node: not isinstance(node, nodes.comment), descend=False, siblings=True)
    folded = [each for each in (cell, following) if getattr(each, "attributes", {}).get("hide_mode") == "input"]
    if len(folded) < 2 or len(cell.children) > 1 or not (_code(cell) and _code(following)):
        return
    block = next(following.children[0].findall(nodes.literal_block))
    code = f"{_code(cell)}\n\n\n{block.astext()}"
    block.rawsource, block.children = code, []
    block += nodes.Text(code)
    if not only_imports(code):
        following["prompt_show"], following["prompt_hide"] = FOLDED["draw"]
    cell.parent.remove(cell)


def _in_cell(node):
    return node.parent is not None and "cell_input" in node.parent.get("classes", [])


def setup(app):
    """Dress each page after it is read."""
    app.connect("doctree-read", dress)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
