"""Activation functions and losses: what the exercises ask for."""
