"""The numbers and bullets that Word shows before paragraphs (ISO 29500-1 §17.9), and within them.

    numbering = Numbering(root of numbering.xml, styles)
    counter = Counter(numbering)
    counter.label(properties, style)     # → Label(text="3.2", level=1) or None, in reading order
    within = Within(numbering, counter)
    within.begin()                       # after each paragraph's label
    within.number("LISTNUM", behind_words=True)     # → "i)"
"""

from documents.core.numbering.counting import Counter, Label
from documents.core.numbering.definitions import Numbering
from documents.core.numbering.within import Within

__all__ = ["Counter", "Label", "Numbering", "Within"]
