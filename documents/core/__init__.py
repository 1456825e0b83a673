"""Word files and text: read, lift, lay, compare, merge, follow, render.

Pure Python: bytes and frozen values in, values and bytes out. No Django, clock, settings,
randomness or network. The command line is `python -m documents.core`.
"""
