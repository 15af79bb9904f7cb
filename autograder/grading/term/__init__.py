"""A whole term of a course of 300, played by one command."""
