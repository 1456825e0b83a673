"""Search in SQL: what the engines over SQLite FTS5 and over PostgreSQL full text have in common.

Both keep items in a table and their words in the database's own full-text index, cut and folded by
`analysis` as everywhere. The rights of the searcher stand in every statement, and the statistics
that rank are counted over the searcher's own items (`ranking`), never taken from the database's
own ranking, which counts them all.
"""
