"""One module a stem: what is asked of the student and how an answer is judged."""
