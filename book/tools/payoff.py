"""What a chapter ends with: the directive `payoff`, a cell that runs on the reader's own functions.

`payoff WIDGET` holds the cell's Python. `:functions:` names the functions that it calls, `:files:` the assignment whose
data it reads; `:options:` and `:controls:` are JSON for the widget, one of those in `page/src/widgets/index.js`.
"""

import json

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective

from autograder.registry import load


class payoff(nodes.General, nodes.Element):
    """A cell, and what says how it is played with."""


def object_of_json(text):
    """Check that an option is an object in JSON, and return its text."""
    if not isinstance(json.loads(text), dict):
        raise ValueError("expected a JSON object")
    return text


class Payoff(SphinxDirective):
    """`payoff WIDGET`: Python that calls the reader's functions."""

    has_content = True
    required_arguments = 1
    option_spec = {  # noqa: RUF012 (how docutils asks for options)
        "functions": directives.unchanged_required,
        "files": directives.unchanged_required,
        "options": object_of_json,
        "controls": object_of_json,
    }

    def run(self):
        unknown = [name for name in self.options.get("functions", "").split() if name not in load()]
        if unknown:
            raise self.error(f"no exercise asks for {', '.join(unknown)}")
        code = "\n".join(self.content)
        block = nodes.literal_block(code, code, language="ipython3")
        shown = nodes.container("", block, classes=["cell_input"])
        return [payoff("", shown, widget=self.arguments[0], settings=self.options)]


def visit_payoff(self, node):
    data = {f"data-{name}": value for name, value in node["settings"].items()}
    self.body.append(self.starttag(node, "div", CLASS="cell payoff", **{"data-widget": node["widget"]}, **data))


def depart_payoff(self, node):
    self.body.append("</div>\n")


def setup(app):
    """Make directive and node known to Sphinx."""
    app.add_directive("payoff", Payoff)
    app.add_node(payoff, html=(visit_payoff, depart_payoff))
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
