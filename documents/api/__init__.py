"""The documents app over HTTP: the same services and rights as the pages."""
