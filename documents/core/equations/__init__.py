"""Equations: Office Math (OMML, ISO 29500-1 §22.1) as MathML and as one line of text, and EQ fields.

    mathml(element)       # '<math xmlns="http://www.w3.org/1998/Math/MathML">…</math>'
    linear(element)       # "a^2+b^2=√c": every character of the equation, in reading order
    formula(r"\\r(c)")    # both of a formula from before Word 2007
"""

from documents.core.equations.legacy import formula
from documents.core.equations.linear import linear
from documents.core.equations.mathml import mathml

__all__ = ["formula", "linear", "mathml"]
