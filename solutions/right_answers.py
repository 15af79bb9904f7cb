"""Right implementations in other styles than the model answers: every check must accept them.

Each module `LAYER_right.py` has a dictionary `STYLES`: a name of the style, and the functions written in it by their
names. A backward function that has no forward beside it in its style gets the model answer's cache.
"""

from solutions.roles import modules


def styles():
    """Return (style, functions) pairs of all layers; the style is named after its layer."""
    return [
        (f"{layer}: {style}", functions)
        for layer, module in modules("right").items()
        for style, functions in module.STYLES.items()
    ]


def in_style(style):
    """Return the functions of all layers that have a style of this name, by their names."""
    found = {}
    for module in modules("right").values():
        found |= module.STYLES.get(style, {})
    return found
