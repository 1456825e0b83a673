"""Reading a Word file into a `Draft`: blocks, comments, changes, media, properties, warnings.

    draft = read(data)                       # bytes of a .docx or .dotx
    lines = text(data, view="final")         # plain text, a line a paragraph

Both raise `Unreadable` for a file that cannot be taken in, and nothing else. Formatting and numbering
are those of the clean view: properties that a tracked change replaced count as before the change.
"""

from documents.core.reading.amending import Amendment, amendments
from documents.core.reading.changes import arrivals
from documents.core.reading.drafting import read, read_map
from documents.core.reading.views import View, text

__all__ = ["Amendment", "View", "amendments", "arrivals", "read", "read_map", "text"]
