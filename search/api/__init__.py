"""API of the search."""
