"""Rounds: planned and held, who is asked, what they did in it, how they are reminded."""
