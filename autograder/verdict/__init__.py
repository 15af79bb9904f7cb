"""What a verdict is made of, the same for the check and for the grader: calls, comparisons, reports."""
