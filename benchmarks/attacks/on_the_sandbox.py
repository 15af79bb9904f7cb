"""Attacks of the first edition: on the check, on the sandbox, on the locked cells.

All of them held when the others were found, so they got before what they deserve.
"""

import copy
import json
from dataclasses import replace

import nbformat

from benchmarks.attacks.attack import NOTHING, WORTH, Attack, answers, cheat, disturb, edit

NUMERIC = """
def conv_backward(dout, cache):
    x, w, b, conv_param = cache
    gradients = []
    for array in (x, w, b):
        gradient = np.zeros(array.shape)
        for index in np.ndindex(array.shape):
            {body}
        gradients.append(gradient)
    return tuple(gradients)
"""
FORWARD = """
def conv_forward(x, w, b, conv_param):
    p, s = conv_param["pad"], conv_param["stride"]
    windows = np.lib.stride_tricks.sliding_window_view(np.pad(x, ((0, 0), (0, 0), (p, p), (p, p))), w.shape[2:], (2, 3))
    return np.einsum("nchwij,fcij->nfhw", windows[:, :, ::s, ::s], w) + b[:, None, None], (x, w, b, conv_param)
"""
DIFFERENCES = """old = array[index]
            array[index] = old + 1e-5
            up = np.sum(dout * conv_forward(x, w, b, conv_param)[0])
            array[index] = old - 1e-5
            gradient[index] = (up - np.sum(dout * conv_forward(x, w, b, conv_param)[0])) / 2e-5
            array[index] = old"""
COMPLEX_STEP = """moved = [part.astype(complex) for part in (x, w, b)]
            moved[len(gradients)][index] += 1e-20j
            gradient[index] = np.sum(dout * conv_forward(*moved, conv_param)[0]).imag / 1e-20"""
LIAR = """
class Liar(np.ndarray):
    dtype = property(lambda self: np.dtype(float))
    shape = property(lambda self: (2, 2, 2, 4))
    def __eq__(self, other): return True
    def __sub__(self, other): return np.zeros(1)
    def __abs__(self): return np.zeros(1)
"""
PATHS = """
import glob, os
seen = []
for folder in ("/work", "/home", "/root", "/var", "/etc", "/tmp", "/proc/1", "/proc/self", "..", "/course"):
    for path in glob.glob(folder + "/**/*", recursive=True)[:2000]:
        if path.endswith((".db", ".ipynb", ".secret", "environ", "passwd")):
            seen.append(path)
            try: open(path, "a").write(" ")
            except OSError: pass
print("SEEN", seen, {name: value for name, value in os.environ.items() if "COURSE" in name or "TOKEN" in name})
"""


def _retag(notebook):
    for cell in notebook.cells:
        if cell.metadata.get("nbgrader", {}).get("grade"):
            cell.metadata.nbgrader.points = 100
            cell.metadata.nbgrader.locked = False


def _edit_checks(notebook):
    for cell in notebook.cells:
        if cell.source.startswith("check("):
            cell.source = "100.0"
    for cell in answers(notebook).values():
        cell.source = "pass"


def _drop_checks(notebook):
    notebook.cells = [cell for cell in notebook.cells if not cell.source.startswith("check(")]


def _double_checks(notebook):
    notebook.cells = [
        copy.deepcopy(cell) for cell in notebook.cells for _ in range(1 + cell.source.startswith("check("))
    ]


def _steal_ids(notebook):
    checks = [cell for cell in notebook.cells if cell.source.startswith("check(")]
    for cell in answers(notebook).values():
        cell.source = "pass"
    for cell in checks:
        cell.metadata.nbgrader.grade_id = "check-max_pool_forward"


def _other_assignment(notebook):
    for number, cell in enumerate(notebook.cells):
        cell.metadata.get("nbgrader", {}).update(grade_id=f"other-{number}")
        cell.source = cell.source.replace("conv_", "dense_").replace("max_pool_", "mean_pool_")


FIRST = (
    Attack(
        "patches numpy.testing and np.allclose",
        cheat("""
            import numpy.testing, builtins
            for name in dir(numpy.testing):
                if name.startswith("assert"): setattr(numpy.testing, name, lambda *a, **k: None)
            np.allclose = np.array_equal = lambda *a, **k: True
        """),
        NOTHING,
    ),
    Attack(
        "replaces AssertionError",
        cheat("""
            import builtins, autograder.checking.notebook
            class Quiet(Exception):
                def __new__(cls, *a): raise SystemExit
            builtins.AssertionError = autograder.checking.notebook.CheckFailed = Quiet
        """),
        NOTHING,
    ),
    Attack(
        "patches the check",
        cheat("""
            import autograder, autograder.checking.notebook, autograder.checking.public_check
            from autograder.verdict.report import Report
            autograder.checking.public_check.check_function = lambda spec, functions: Report(spec.name, [])
            autograder.check = autograder.checking.notebook.check = check = lambda function: print("passed")
        """),
        NOTHING,
    ),
    Attack(
        "patches IPython",
        cheat("""
            shell = get_ipython()
            run = type(shell).run_cell
            def passing(self, source, *a, **k): return run(self, "None" if "check(" in source else source, *a, **k)
            type(shell).run_cell = type(shell).run_cell_async = passing
            shell.showtraceback = shell._showtraceback = lambda *a, **k: None
        """),
        NOTHING,
    ),
    Attack(
        "forges outputs, frames and answers",
        cheat("""
            try:
                from autograder import check
                from autograder.protocol import encode
                from inside.frames import DONE, frame
                import gc
                (exchange,) = [cell.cell_contents for cell in check.__closure__]
                for name in ("conv_forward", "conv_backward", "max_pool_forward"):
                    for _ in range(2):
                        exchange(encode({"ready": name}))
                        exchange(encode({"answer": {"outputs": {}, "error": "", "credit": 1.0}}))
                for thing in gc.get_objects():
                    if type(thing).__name__ == "Session": thing.send(DONE, b"ok"); thing.send(DONE, b"ok")
            except ImportError: pass
        """),
        NOTHING,
    ),
    Attack(
        "returns arrays that lie about themselves",
        cheat(
            LIAR,
            conv_forward="def conv_forward(*a): return np.zeros(1).view(Liar), None",
            conv_backward="def conv_backward(*a): return (np.full(1, np.nan).view(Liar),) * 3",
            max_pool_forward="def max_pool_forward(*a): return np.array([print], dtype=object), None",
            max_pool_backward="def max_pool_backward(*a): return type('Right', (), {'__eq__': lambda *a: True})()",
        ),
        NOTHING,
    ),
    Attack(
        "returns pickles",
        cheat(
            "class Bomb:\n    def __reduce__(self): return (exec, ('import os; os._exit(0)',))",
            conv_forward="def conv_forward(*a): return Bomb(), Bomb()",
            max_pool_forward="def max_pool_forward(*a): return np.array([Bomb()]), Bomb()",
        ),
        NOTHING,
    ),
    Attack(
        "imports the reference",
        cheat(
            "try: import solutions\nexcept ImportError: solutions = None",
            **{name: f"def {name}(*a): return solutions.{name}(*a)" for name in ("conv_forward", "conv_backward")},
        ),
        NOTHING,
    ),
    Attack(
        "differentiates its forward by differences",
        cheat("", conv_forward=FORWARD, conv_backward=NUMERIC.format(body=DIFFERENCES)),
        NOTHING | {"check-conv_forward": 4},
    ),
    Attack(
        "differentiates its forward by complex step",
        cheat("", conv_forward=FORWARD, conv_backward=NUMERIC.format(body=COMPLEX_STEP)),
        NOTHING | {"check-conv_forward": 4},
    ),
    Attack("reads and writes what it finds", disturb(PATHS), WORTH, harmless=False),
    Attack(
        "opens a network connection",
        disturb("import socket; socket.create_connection(('127.0.0.1', 631), timeout=2)"),
        WORTH,
    ),
    Attack(
        "leaves a daemon behind",
        disturb("import subprocess; subprocess.Popen(['sleep', '986'], start_new_session=True)"),
        WORTH,
    ),
    Attack(
        "forks without end",
        disturb("import os\nwhile True:\n    try: os.fork()\n    except OSError: pass"),
        WORTH,
        harmless=False,
    ),
    Attack("allocates 64 GB", disturb("kept = np.ones(8 << 30)"), WORTH, harmless=False),
    Attack(
        "allocates bit by bit",
        disturb("kept = []\nwhile True: kept.append(np.ones(1 << 22))"),
        WORTH,
        harmless=False,
    ),
    Attack(
        "fills the disk",
        disturb("file = open('big', 'wb')\nwhile True: file.write(bytes(1 << 24))"),
        WORTH,
        harmless=False,
    ),
    Attack("prints 1 GB", disturb("for _ in range(1 << 16): print('x' * 16383)"), WORTH, harmless=False),
    Attack("loops without end", disturb("while True: pass"), WORTH),
    Attack(
        "loops and swallows interrupts",
        disturb("""
            while True:
                try:
                    while True: sum(range(1000))
                except BaseException: pass
        """),
        WORTH,
    ),
    Attack("calls os._exit", disturb("import os; os._exit(0)"), WORTH),
    Attack("kills its kernel", disturb("import os, signal; os.kill(os.getpid(), 9); os.abort()"), WORTH),
    Attack(
        "exits inside a function",
        cheat("", conv_forward=FORWARD, max_pool_forward="def max_pool_forward(*a):\n    import os; os._exit(0)"),
        NOTHING | {"check-conv_forward": 4},
    ),
    Attack("deletes the locked cells", edit(_drop_checks), WORTH),
    Attack("copies the locked cells", edit(_double_checks), WORTH),
    Attack("edits the locked cells", edit(_edit_checks), NOTHING),
    Attack("raises its points in the metadata", edit(_retag), WORTH),
    Attack("gives every check the id of another", edit(_steal_ids), NOTHING),
    Attack("is empty", lambda notebook: b"", NOTHING),
    Attack(
        "is truncated",
        lambda notebook: nbformat.writes(notebook).encode()[:3000],
        NOTHING | {"check-conv_forward": 4},  # its whole cells are read
        before="0",
    ),
    Attack("is not JSON", lambda notebook: b"\x89PNG\r\n\x1a\n\xff\xfe", NOTHING),
    Attack("is JSON but no notebook", lambda notebook: json.dumps({"cells": 3}).encode(), NOTHING),
    Attack("is of another assignment", edit(_other_assignment), NOTHING),
)
ATTACKS = tuple(replace(attack, before=attack.before or f"{sum(attack.points.values()):g}") for attack in FIRST)
