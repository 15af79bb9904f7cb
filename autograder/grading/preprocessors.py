"""nbgrader plug-ins: student code never runs in a kernel of the instructor's."""

from nbgrader.converters.base import NbGraderException
from nbgrader.preprocessors import NbGraderPreprocessor

MESSAGE = (
    "Autograding stops here: no sandbox judges this course yet, and student code is never run without one. "
    "Students check their work with `autograder check FILE`."
)


class RefuseWithoutSandbox(NbGraderPreprocessor):
    """Stands where nbgrader would execute a submission in an open kernel."""

    def preprocess(self, nb, resources):
        raise NbGraderException(MESSAGE)
