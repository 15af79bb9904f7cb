"""What an author uses: a new layer with all its files."""
