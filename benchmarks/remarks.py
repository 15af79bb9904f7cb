"""What pages call faster: `python -m benchmarks.remarks` times it and the model answer on the same large arrays.

Both in turn, in one process and with one thread; the number is the model answer's least time by the other's.
"""

import time

import numpy as np
from threadpoolctl import threadpool_limits

from autograder.grading.assignments.prerequisites_file import run_model_answers
from book.tools.model_answers import ROOT, remarks

POOL = {"pool_height": 2, "pool_width": 2, "stride": 2}
ROUNDS = 7


def inputs(rng):
    """Large arguments for each function, by its name."""
    images, maps = rng.normal(size=(32, 16, 32, 32)), rng.normal(size=(32, 16, 16, 16))
    norms = np.sqrt((images.reshape(32, 16, 16, 2, 16, 2) ** 2).sum((3, 5)))
    return {
        "max_pool_forward": (images, POOL),
        "avg_pool_forward": (images, POOL),
        "avg_pool_backward": (maps, (images.shape, POOL)),
        "l2_pool_backward": (maps, (images, norms, POOL)),
        "nearest_neighbors": (rng.normal(size=(1500, 64)), rng.normal(size=(200, 64)), 5),
        "pca": (rng.normal(size=(5000, 64)) @ rng.normal(size=(64, 64)), 3),
        "majority_vote": (rng.integers(0, 100, (25, 1000)),),
        "topk_accuracy": (rng.normal(size=(500, 1000)), rng.integers(0, 1000, 500), 5),
    }


def compiled(name, code):
    """The function that a remark's code defines."""
    namespace = {}
    exec(f"import numpy as np\n\n{code}", namespace)
    return namespace[name]


def least(functions, arguments):
    """The least seconds of each function, run in turn."""
    found = [[] for _ in functions]
    for _ in range(ROUNDS):
        for seconds, function in zip(found, functions, strict=True):
            start = time.process_time()
            function(*arguments)
            seconds.append(time.process_time() - start)
    return map(min, found)


def main():
    """Print a line for each."""
    models, arguments = run_model_answers(ROOT / "exercises"), inputs(np.random.default_rng(0))
    for name, some in remarks().items():
        for code in (each["code"] for each in some if "code" in each):
            model, other = least((models[name], compiled(name, code)), arguments[name])
            print(f"{name:20} {1e3 * model:8.2f} ms, faster one {1e3 * other:8.2f} ms: {model / other:5.1f} times")


if __name__ == "__main__":
    with threadpool_limits(1):
        main()
