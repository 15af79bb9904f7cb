"""A folder a chapter, a module a layer: what is asked of the student and how an answer is judged."""
