"""Comparing, merging and following judged on revision series with known truth, beside their peers.

`python -m bench.revisions [FOLDER] [--only align,show,follow,merge,speed] [--show]` takes any folder of these
formats: `align/*.json` (pairs of versions with the true links and the true places of comments),
`series/*.json` (ten versions of a document) and `merge/*.json` (a base, two or more sides, and what people
or the generator made of them). `--show` names on standard error every case that is not as it should be.
"""
