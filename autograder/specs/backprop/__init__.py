"""Backpropagation: what the exercises ask for."""
