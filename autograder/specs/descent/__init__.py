"""Gradient descent: what the exercises ask for."""
