"""How fast the reference is: `python -m benchmarks.kernels` times every kernel, forward and backward together.

NumPy (the exercises' model answers) and, where it is installed, PyTorch do the same work in turn, in one process
and with one thread each. The numbers are ratios of medians: below 1 the reference is faster. The grading size
is that of the specs' first case.
"""

import argparse
import copy
import ctypes
import os
import statistics
import sys
import time
import tracemalloc
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.table import Table
from threadpoolctl import threadpool_info

import solutions
from autograder.grading.assignments.prerequisites_file import run_model_answers
from autograder.registry import find, load
from autograder.verdict.invocation import packed
from solutions.bench_rows import rows

ONE_THREAD = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")
M_TRIM_THRESHOLD, M_MMAP_THRESHOLD = -1, -3  # of malloc.h
SECONDS = 0.2  # for each contestant
EXERCISES = Path(__file__).parents[1] / "exercises"
NUMPY = run_model_answers(EXERCISES)
DTYPES = {"float64": np.float64, "float32": np.float32}


def main():
    """Print a table for each size, and the geometric means."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", default="", help="only functions whose name contains this")
    options = parser.parse_args()
    _run_with_one_thread()
    _keep_freed_memory()
    torch = _torch()
    console = Console(width=130)
    console.print(f"load before the start: {os.getloadavg()[0]:.2f} on {os.cpu_count()} cores, one thread each")
    console.print(
        "PyTorch is not installed: its columns stay empty" if torch is None else f"PyTorch {torch.__version__}"
    )
    libraries = {f"{each['internal_api']} {each['version']} for {each['architecture']}" for each in _blas()}
    console.print(f"NumPy's and SciPy's BLAS: {', '.join(sorted(libraries))}")  # OPENBLAS_CORETYPE can hold it back
    chosen = [row for row in rows() if options.only in row.function]
    for size in ("grading", "real"):
        console.print(_table(chosen, size, torch))


def _blas():
    return [each for each in threadpool_info() if each["user_api"] == "blas" and "architecture" in each]


def _run_with_one_thread():
    """Start again if BLAS, which looks at the environment when it is loaded, may use several threads."""
    if any(os.environ.get(name) != "1" for name in ONE_THREAD):
        os.execve(sys.executable, sys.orig_argv, os.environ | dict.fromkeys(ONE_THREAD, "1"))


def _keep_freed_memory():
    """Have malloc keep what is freed: else whoever comes after a large array pays for its page faults."""
    if sys.platform == "linux":
        libc = ctypes.CDLL(None)
        for parameter, most in ((M_TRIM_THRESHOLD, 1 << 30), (M_MMAP_THRESHOLD, 32 << 20)):
            libc.mallopt(parameter, most)


def _torch():
    try:
        import torch
    except ImportError:
        return None
    torch.set_num_threads(1)
    return torch


def _table(chosen, size, torch):
    head = ["function", *(f"{kind}: {what}" for kind in DTYPES for what in ("ms", "/ PyTorch", "/ NumPy")), "memory"]
    table = Table(*head, title=f"{size} size; ms, and ratios of times; memory: peak over inputs and outputs")
    ratios = {}
    for row in chosen:
        cells = []
        for kind, dtype in DTYPES.items():
            ours, *others = _times(row, size, dtype, torch)
            cells.append(f"{1000 * ours:.3f}")
            for name, other in zip(("PyTorch", "NumPy"), others, strict=True):
                cells.append(f"{ours / other:.2f}" if other else "")
                ratios.setdefault((kind, name), []).extend([ours / other] if other else [])
        table.add_row(row.function, *cells, f"{_memory(row, size):.1f}")
    means = [_mean(ratios.get((kind, name), [])) for kind in DTYPES for name in ("PyTorch", "NumPy")]
    worst = [_worst(ratios.get((kind, name), [])) for kind in DTYPES for name in ("PyTorch", "NumPy")]
    for label, cells in (("geometric mean", means), ("largest", worst)):
        table.add_row(label, "", *cells[:2], "", *cells[2:], "", style="bold")
    return table


def _mean(values):
    return f"{statistics.geometric_mean(values):.2f}" if values else ""


def _worst(values):
    return f"{max(values):.2f}" if values else ""


def _times(row, size, dtype, torch):
    """Median seconds of the reference, PyTorch and NumPy; they take turns."""
    inputs = _inputs(row, size, dtype)
    model_answer = _ours(row, inputs, NUMPY) if row.same_work else None
    contestants = [_ours(row, inputs, vars(solutions)), _theirs(row, inputs, torch), model_answer]
    taken = [[] for _ in contestants]
    repeats = [_repeats(run) if run else 0 for run in contestants]
    start = time.perf_counter()
    while time.perf_counter() - start < SECONDS * sum(map(bool, contestants)) or len(taken[0]) < 5:
        for run, times, count in zip(contestants, taken, repeats, strict=True):
            if run:
                times.append(_seconds(run, count))
    return [statistics.median(times) if times else None for times in taken]


def _repeats(run):
    """Calls in a row that take about 2 ms, so that the clock's own time does not count."""
    run()
    return max(1, int(0.002 / max(_seconds(run, 1), 1e-7)))


def _seconds(run, count):
    start = time.perf_counter()
    for _ in range(count):
        run()
    return (time.perf_counter() - start) / count


def _inputs(row, size, dtype):
    rng = np.random.default_rng(0)
    inputs = row.real(rng) if size == "real" else find(row.function).cases(rng)[0].inputs
    return _cast(inputs, dtype)


def _cast(value, dtype):
    if isinstance(value, dict):
        return {name: _cast(entry, dtype) for name, entry in value.items()}
    return value.astype(dtype) if isinstance(value, np.ndarray) and value.dtype.kind == "f" else value


def _backward_of(name):
    return next((spec for spec in load().values() if spec.forward == name), None)


def _arguments(row, inputs):
    spec = find(row.function)
    return list(packed(spec.arguments, spec.prepare(copy.deepcopy(inputs))).values())


def _ours(row, inputs, functions):
    """A function without arguments that runs forward, and backward with a fixed upstream gradient."""
    forward, backward = functions[row.function], _backward_of(row.function)
    arguments = _arguments(row, inputs)
    if backward is None:
        return lambda: forward(*arguments)
    *outputs, _ = forward(*arguments)
    douts = [_upstream(out) for out in outputs]
    function = functions[backward.name]

    def run():
        *_, cache = forward(*arguments)
        return function(*douts, cache)

    return run


def _upstream(out):
    return np.random.default_rng(1).normal(size=np.shape(out)).astype(np.asarray(out).dtype)


def _theirs(row, inputs, torch):
    if torch is None or row.torch is None:
        return None
    spec = find(row.function)
    tensors = {
        name: torch.tensor(value).requires_grad_() if getattr(value, "dtype", np.dtype(int)).kind == "f" else value
        for name, value in spec.prepare(copy.deepcopy(inputs)).items()
    }
    leaves = [value for value in tensors.values() if isinstance(value, torch.Tensor)]
    backward = _backward_of(row.function)

    def forward():
        outputs = row.torch(torch, **tensors)
        return outputs if isinstance(outputs, tuple) else (outputs,)

    if backward is None and spec.kind != "loss":
        return forward
    if backward is not None:
        leaves = [tensors[name] for name in backward.differentiated]
    elif spec.kind == "loss":
        leaves = [tensors[name] for name in spec.differentiated]
    douts = [torch.as_tensor(_upstream(out.detach().numpy())) for out in forward()]
    return lambda: torch.autograd.grad(forward(), leaves, douts)


def _memory(row, size):
    """Peak of what the reference allocates, over the bytes of its inputs and outputs."""
    inputs = _inputs(row, size, np.float64)
    run = _ours(row, inputs, vars(solutions))
    run()
    forward = getattr(solutions, row.function)(*_arguments(row, inputs))
    arrays = [*_arrays(inputs), *_arrays(forward[:-1] if isinstance(forward, tuple) else forward), *_arrays(run())]
    tracemalloc.start()
    run()
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return (peak + sum(array.nbytes for array in _arrays(inputs))) / max(sum(array.nbytes for array in arrays), 1)


def _arrays(value):
    if isinstance(value, np.ndarray):
        return [value]
    if isinstance(value, (tuple, list, dict)):
        return [array for part in (value.values() if isinstance(value, dict) else value) for array in _arrays(part)]
    return []


if __name__ == "__main__":
    main()
