"""Formulas in two colors: gradients of the loss, and in their equations what the forward pass has kept for them.

A gradient is found by how it is written: dX, or the loss differentiated by something. A page may name more symbols in
comments, `% backward: \\delta` and `% forward: x w \\hat{x}`. The pages' own text stays plain TeX, which notebooks and
other programs understand as well.
"""

import re
from html import escape, unescape

from docutils import nodes

EQUATION_NUMBER = r'(?:\s*<span class="eqno">.*?</span>)?'
SHOWN = re.compile(rf'(<(?:div|span) class="math [^>]*>{EQUATION_NUMBER})(.*?)(?=</(?:div|span)>)', re.DOTALL)
NOTE = re.compile(r"^(forward|backward): (.+)$", re.MULTILINE)
GROUP = r"\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\}"
ACCENT = r"\\(?:hat|tilde|bar|vec|mathbf|boldsymbol|mathrm)\s*(?:[A-Za-z]|\\[a-z]+|" + GROUP + ")"
GREEK = r"\\(?:alpha|beta|gamma|delta|epsilon|eta|theta|lambda|mu|nu|xi|rho|sigma|phi)(?![A-Za-z])"
SYMBOL = rf"(?:{ACCENT}|{GREEK}|[A-Za-z])"
SCRIPTS = rf"(?:\s*[_^]\s*(?:{GROUP}|\\text\s*{GROUP}|\\[a-z]+|[A-Za-z0-9*])|')*"
LOSS = r"(?:L|E|\\ell)" + SCRIPTS
BEHIND = r"(?<![A-Za-z\\])"  # neither in a word nor in a command
KEEP = rf"(?P<keep>\\(?:begin|end|text|operatorname|tag|label|mathrm)\s*{GROUP}|[_^]\s*(?:{GROUP}|\w))"
GRADIENT = re.compile(
    KEEP + rf"|\\[dt]?frac\{{\s*\\partial\s*{LOSS}\s*\}}{GROUP}"
    rf"|\\partial\s*{LOSS}\s*/\s*\\partial\s*{SYMBOL}{SCRIPTS}"
    rf"|\\nabla{SCRIPTS}\s*{LOSS}(?![A-Za-z])"
    rf"|{BEHIND}d{SYMBOL}(?![A-Za-z]){SCRIPTS}"
)
OTHERWISE = re.compile(r"\\int|\\mathrm\s*\{?d|\\[dt]?frac\{d|d[A-Za-z]/d")  # a d that is no gradient of the loss


def colored(tex, forward=(), backward=()):
    """Return TeX with gradients, and in their formula what the forward pass has kept, in their classes.

    Parameters
    ----------
    tex : str
    forward, backward : collection of str
        More symbols of either side, as in "\\\\hat{x}".
    """
    if OTHERWISE.search(tex):
        return tex
    parts = [(None, tex)]
    if backward:
        parts = _split(parts, _any_of(backward), "backward")
    parts = _split(parts, GRADIENT, "backward")
    if forward and any(side for side, _ in parts):
        parts = _split(parts, _any_of(forward), "forward")
    return "".join(rf"{{\class{{{side}}}{{{part}}}}}" if side else part for side, part in parts)


def _any_of(symbols):
    """What finds these symbols with their indices, outside of indices and words."""
    names = "|".join(map(_written, sorted(symbols, key=len, reverse=True)))
    return re.compile(rf"{KEEP}|{BEHIND}(?:{names}){SCRIPTS}")


def _written(symbol):
    """A symbol as people write it: \\hat x and \\hat{x} are the same."""
    accent, _, letter = symbol.rstrip("}").partition("{")
    if letter:
        return rf"{re.escape(accent)}\s*(?:\{{\s*{re.escape(letter)}\s*\}}|{re.escape(letter)}(?![A-Za-z]))"
    return re.escape(symbol) + r"(?![A-Za-z])"


def _split(parts, pattern, side):
    """Cut what has no side yet where the pattern is found."""
    found = []
    for given, part in parts:
        if given:
            found.append((given, part))
            continue
        end = 0
        for match in pattern.finditer(part):
            if match["keep"]:
                continue
            found += [(None, part[end : match.start()]), (side, match[0])]
            end = match.end()
        found.append((None, part[end:]))
    return found


def color_page(app, name, template, context, doctree):
    """Color the formulas of a finished page."""
    if not context.get("body") or doctree is None:
        return
    symbols = {"forward": [], "backward": []}
    for comment in doctree.findall(nodes.comment):
        for side, names in NOTE.findall(comment.astext()):
            symbols[side] += names.split()

    def shown(match):
        return match[1] + escape(colored(unescape(match[2]), **symbols), quote=False)

    context["body"] = SHOWN.sub(shown, context["body"])


def setup(app):
    """Color each page before its template is filled."""
    app.connect("html-page-context", color_page)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
