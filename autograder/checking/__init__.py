"""What a student has: the check in a notebook or on the command line."""
