"""What happened, in words, and who is told of it."""
