"""A link in formgrader's menu to the pages about the whole class.

nbgrader 0.9.6 has no setting for its menu. Its server reads the course's configuration before it opens its templates
and takes its list of addresses, and both are names in modules: the configuration can add to them.
"""

import re
import sys
from pathlib import Path

from jinja2 import FileSystemLoader

FORMGRADER = "nbgrader.server_extensions.formgrader"
LAST = re.compile(r"<li[^>]*><a href=[^>]*/formgrader/manage_students[^>]*>Manage Students</a></li>")
OURS = '<li role="presentation"><a href="{{ base_url }}/formgrader/class">The Class</a></li>'


def install() -> None:
    """Add the link and the pages, where formgrader is loaded; every other program needs neither."""
    if f"{FORMGRADER}.formgrader" not in sys.modules:
        return
    from autograder.grading.nbgrader_plugins.class_pages import HANDLERS

    sys.modules[f"{FORMGRADER}.formgrader"].__dict__["FileSystemLoader"] = MenuLoader
    known = sys.modules[f"{FORMGRADER}.handlers"].default_handlers
    known += [each for each in HANDLERS if each not in known]  # the configuration may be read again


class MenuLoader(FileSystemLoader):
    """Finds formgrader's templates and ours; where one writes the menu, as most do, a link more stands in it."""

    def __init__(self, paths):
        super().__init__([*paths, str(Path(__file__).parent)])

    def get_source(self, environment, template):
        """The text of a template, its path, and whether it is still the same."""
        source, path, is_same = super().get_source(environment, template)
        return LAST.sub(lambda found: f"{found[0]}\n{OURS}", source), path, is_same
