"""Plans: how steps keep their history, wait for others, stand for facts, are replanned and undone."""
