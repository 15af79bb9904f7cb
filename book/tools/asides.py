"""Short notes "In the lecture" stand in the margin: who does not teach that lecture reads past them."""

from docutils import nodes

LONGEST = 420  # letters that a narrow column holds in the height of the paragraph beside it
WIDE = nodes.math_block, nodes.literal_block, nodes.table, nodes.image, nodes.list_item


def to_margin(app, doctree):
    """Send the notes of a page that was read to the margin, if they are short and nothing in them is wide."""
    for note in doctree.findall(nodes.admonition):
        if "note" in note["classes"] and fits(note):
            note["classes"].append("margin")


def fits(note):
    """Whether a note is short, and holds nothing that needs more width than a margin has."""
    return len(note.astext()) <= LONGEST and not any(note.findall(lambda node: isinstance(node, WIDE)))


def setup(app):
    """Run after each page is read."""
    app.connect("doctree-read", to_margin)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
