"""Optimizers: what the exercises ask for."""
