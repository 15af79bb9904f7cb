"""Representation learning: what the exercises ask for."""
