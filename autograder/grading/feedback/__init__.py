"""What comes back to a student: what is said of each function and question, then code and outputs, as one page."""
