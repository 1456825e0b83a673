"""Pages about documents and versions. Each view: fetch what this person may see, check, act, answer."""
