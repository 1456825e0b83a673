"""Finding the place in a version that a row of a sheet speaks of: clauses, tables, quotes, pages and lines.

    places = locating.Places(pieces, lines)      # once for a version
    found = places.find(locator)                 # thousands of times

What a row says is taken as several witnesses. Where they agree the place is sure; where they do not, the
likelier one is taken with less confidence, and a person is asked (design.md §7.8). The words of the
locator itself are never changed.
"""

from reviews.core.locating.finding import Found, Places
from reviews.core.locating.index import Piece, Printed

__all__ = ["Found", "Piece", "Places", "Printed"]
