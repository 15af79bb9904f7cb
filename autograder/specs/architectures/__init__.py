"""Architectures: what the exercises ask for."""
