"""What the class got wrong: marks, functions, slips, and who needs a person; of an assignment, and over the term."""
