"""Regularization: what the exercises ask for."""
