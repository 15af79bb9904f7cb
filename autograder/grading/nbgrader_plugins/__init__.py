"""What nbgrader's configuration names."""
