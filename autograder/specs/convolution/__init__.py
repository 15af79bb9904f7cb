"""Convolutional networks: what the exercises ask for."""
