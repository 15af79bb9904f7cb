"""What cells show things with."""

from page_shell import clear_output, display, update_display

__all__ = ["HTML", "SVG", "Markdown", "clear_output", "display", "update_display"]


class _Text:
    def __init__(self, data):
        self.data = data


class HTML(_Text):
    """Text of a page."""

    def _repr_html_(self):
        return self.data


class SVG(_Text):
    """A drawing."""

    def _repr_svg_(self):
        return self.data


class Markdown(_Text):
    """Text with marks; shown as it is."""

    def __repr__(self):
        return self.data
