"""Backpropagation: for each layer its reference, how people get it wrong, and other right answers."""
