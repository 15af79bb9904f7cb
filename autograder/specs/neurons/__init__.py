"""Neurons: what the exercises ask for."""
