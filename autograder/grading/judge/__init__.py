"""The examiner, outside the student's process: challenges, verdicts, misconceptions."""
