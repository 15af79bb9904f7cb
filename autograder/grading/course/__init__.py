"""A course on disk: submissions, parallel grading, gradebook, summary."""
