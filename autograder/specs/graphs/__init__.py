"""Computational graphs: what the exercises ask for."""
