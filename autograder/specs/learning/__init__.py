"""Learning from data: what the exercises ask for."""
