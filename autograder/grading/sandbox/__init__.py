"""Where student code runs: isolation, limits, sessions."""
