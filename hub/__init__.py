"""A JupyterHub for this course: students with their assignments in Lab, instructors with formgrader."""
