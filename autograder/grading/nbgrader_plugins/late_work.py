"""Late penalties for `nbgrader autograde` and formgrader: by the rules of the course, as `autograder grade` does it."""

from typing import Any

from nbformat import NotebookNode
from nbgrader.api import Gradebook
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import AssignLatePenalties

from autograder.grading.course.policy import read_policy
from autograder.grading.course.settlement import settle


class LateWork(AssignLatePenalties):
    """Fills in dates and penalty; where the rules say nothing of late work, nbgrader's own plug-in decides."""

    def preprocess(self, nb: NotebookNode, resources: dict[str, Any]) -> tuple[NotebookNode, dict[str, Any]]:
        """Settle one submission.

        Raises
        ------
        CourseError
            If `course.toml` can't be read.
        """
        names = resources["nbgrader"]
        policy = read_policy(CourseDirectory(config=self.config).root)
        with Gradebook(names["db_url"]) as gradebook:
            penalty = settle(policy, gradebook.find_submission(names["assignment"], names["student"]))
            gradebook.db.commit()
        return (nb, resources) if penalty is not None else super().preprocess(nb, resources)
