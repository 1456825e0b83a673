"""The numbers and bullets that Word shows before paragraphs (ISO 29500-1 §17.9).

    numbering = Numbering(root of numbering.xml, styles)
    counter = Counter(numbering)
    counter.label(properties, style)     # → Label(text="3.2", level=1) or None, in reading order
"""

from documents.core.numbering.counting import Counter, Label
from documents.core.numbering.definitions import Numbering

__all__ = ["Counter", "Label", "Numbering"]
