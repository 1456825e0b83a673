"""The Science White Paper as Word files: our own prose, in the five versions of its life.

`text/` holds the prose with its variants per version, `figures/` the drawings; `writing.paper(4)`
gives the bytes of version 4. The same version is always the same bytes.
"""
