"""Linear classifiers: what the exercises ask for."""
