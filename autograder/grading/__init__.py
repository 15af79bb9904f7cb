"""The instructor's side: examiner, sandbox, nbgrader plug-ins. Students never get it."""
