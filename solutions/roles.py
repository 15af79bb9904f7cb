"""The files of a layer, told apart by a suffix: `conv.py` is the reference, `conv_wrong.py` how people get it wrong.

Every chapter has a folder. The other suffixes are `right`, right answers in other styles, `bench`, what the kernels
are timed on, and `oracle`, a forward function that can be differentiated exactly.
"""

import importlib
import pkgutil
from pathlib import Path

ROLES = ("wrong", "right", "bench", "oracle")
HERE = Path(__file__).parent
CHAPTERS = sorted(path.parent.name for path in HERE.glob("*/__init__.py"))


def modules(role):
    """Import all modules of one role.

    Parameters
    ----------
    role : {"wrong", "right", "bench", "oracle"}

    Returns
    -------
    dict of str to module
        By the name of their layer, chapter by chapter.
    """
    found = {}
    for chapter in CHAPTERS:
        for module in pkgutil.iter_modules([str(HERE / chapter)]):
            if module.name.endswith(f"_{role}"):
                layer = module.name.removesuffix(f"_{role}")
                found[layer] = importlib.import_module(f"solutions.{chapter}.{module.name}")
    return found
