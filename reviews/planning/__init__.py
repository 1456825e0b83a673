"""Plans as they are read: paces, what is foreseen, pictures across documents, digests."""
