"""Recurrent networks: what the exercises ask for."""
