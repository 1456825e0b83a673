"""Revisions that nothing was tuned on: versions and merges made of real Word files, with exact truth.

`python -m bench.unseen [CORPUS] [--seed N] [--documents N] [--keep FOLDER] [--only align,follow,merge]`
takes long Word files of the corpus, changes them as people do (words, sentences, splits, joins, moves,
repeated paragraphs, rows of cells), writes the versions in the formats of `bench.revisions` and prints its
figures for them, peers beside. Every word has a number of its own for life, so that the truth is known and
not guessed. Where a changed paragraph stands several times in a version and its copies do not keep their
places, any of the equal ones is right. The real pairs of `SHARED/revisions` come too, turned round, and
its series with every second version left out.
"""
