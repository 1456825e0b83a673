"""Pages about what is said of documents, and by when."""
