"""The embedded search engine: Whoosh 2.7.4 as a durable store of postings, ranked by our own code.

Whoosh writes and reads the files. What it would do wrong or slowly is done here: readers are never
refreshed, its query parser, collectors, scorers and write locks are not used, nothing is compound,
and every commit is synced to disk before it counts. Why: `docs/decisions/0011`.
"""

from search.core.whoosh_engine.engine import WhooshEngine

__all__ = ["WhooshEngine"]
