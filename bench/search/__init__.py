"""Search measured beside its peers: `python -m bench.search`, `python -m bench.relevance`."""
