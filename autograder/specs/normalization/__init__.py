"""Initialization and normalization: what the exercises ask for."""
