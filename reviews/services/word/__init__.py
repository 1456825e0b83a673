"""Word files: given out with comments, received as returns, answered by the same door."""
