"""A Word file is clean text and what lies on it: comments and tracked changes.

    clean, markup = lift(data)                    # take it all off; the clean file reads as reject-all
    data = lay(clean, markup)                     # put it on; raises CannotLay naming what does not fit
    laid = try_lay(clean, markup)                 # put on what can be: laid.data, laid.problems
    data = settle(data, accept=True)              # accept (or reject, or choose by change) in the file
    data = apply(clean, edits)                    # the next version: edits done in the base's own package
    data = redline(old, new, author, date)        # a comparison as tracked changes on the old file
    report = check(clean, data, markup)           # what an export proves about itself

All work on bytes and raise `Unreadable` for files that cannot be taken in. Parts that the markup does
not concern keep their zip records byte for byte (`package.patching`). `Comment.id` is the caller's
name for a comment; `identity.key_of(id)` is what of it survives in Word (see `identity`).
"""

from documents.core.markup.checking import CheckReport, check
from documents.core.markup.laying import Laid, lay, try_lay
from documents.core.markup.lifting import lift
from documents.core.markup.problems import CannotLay, Problem
from documents.core.markup.redlining import redline
from documents.core.markup.settlement import apply, settle

__all__ = [
    "CannotLay",
    "CheckReport",
    "Laid",
    "Problem",
    "apply",
    "check",
    "lay",
    "lift",
    "redline",
    "settle",
    "try_lay",
]
