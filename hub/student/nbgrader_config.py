"""What a student's nbgrader knows: the course's name, the exchange, and who is handing in."""

import os

c = get_config()  # noqa: F821

c.CourseDirectory.course_id = "forward-and-backward"
c.CourseDirectory.student_id = os.environ.get("JUPYTERHUB_USER", "*")
c.Exchange.root = os.environ.get("NBGRADER_EXCHANGE", "/srv/nbgrader/exchange")
