"""What became of comments and of the text, found by comparing."""
