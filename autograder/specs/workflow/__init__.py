"""The workflow: what the exercises ask for."""
