"""Pictures as numbers: where lines, marks and words go. Templates draw them, each with a table behind it."""
