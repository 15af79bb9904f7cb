"""What runs inside the sandbox: copied in there, never imported by the grader."""
