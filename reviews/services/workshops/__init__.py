"""Meetings: called and minuted, what they found, and the words that reflect it."""
