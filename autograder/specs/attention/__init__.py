"""Attention and transformers: what the exercises ask for."""
