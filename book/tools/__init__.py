"""Build, run, serve and print the book."""
