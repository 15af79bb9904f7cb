"""The styles of the demo's class."""

from autograder.grading.demo_class import columns, einsum, loops
from autograder.specification import load

STYLES = {
    style: {name: getattr(module, name) for name in load() if hasattr(module, name)}
    for style, module in (("loops", loops), ("einsum", einsum), ("columns", columns))
}
