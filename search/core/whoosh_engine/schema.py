"""How an item lies in a Whoosh index: two fields of words, one record of numbers, and labels.

`text` holds stems with their weights, `exact` the words as written with their places. Everything that
filters, ranks and counts lies in columns, read whole as arrays; items are found by the hash of their id.
"""

from __future__ import annotations

import struct
from typing import Any

import numpy as np
from whoosh import columns, fields, formats
from whoosh.codec.whoosh3 import W3Codec, W3PerDocReader

from search.core.items import stable_hash

#: Part of the directory's name: an index of another format is not opened but rebuilt.
FORMAT = 3
INDEX_NAME = "MAIN"
#: Where a posting list lies in its file, and how long it is.
EXTENT = struct.Struct("<QI")

RECORD = np.dtype([
    ("document", ">i4"), ("first_version", ">i4"), ("last_version", ">i4"), ("length", ">i4"),
    ("date", ">i8"), ("tie", ">i8"), ("fingerprint", ">i8"), ("number", ">i8"),
])
#: Columns of words from small sets. More than 65,535 of one kind in one segment and Whoosh drops
#: some: such an item is then found by nobody rather than by the wrong person.
LABELS = ("scope", "kind", "author", "agency", "type", "status", "severity", "disposition", "round",
          "section")


def numbered(number: str) -> int:
    """A register number as the record keeps it: they are too many for a column of labels."""
    return stable_hash(number.casefold()) if number else 0


class Weights(formats.Format):  # type: ignore[misc]
    """Postings with a weight and nothing else."""

    posting_size = 0


class Places(formats.Format):  # type: ignore[misc]
    """Postings whose payload is the places of the word, as unsigned 32-bit numbers."""

    posting_size = -1


FORMATS: dict[str, formats.Format] = {"text": Weights(), "exact": Places()}


COLUMNS = {
    "name": columns.VarBytesColumn(),
    "record": columns.FixedBytesColumn(RECORD.itemsize),
    **{name: columns.RefBytesColumn() for name in LABELS},
}


def schema() -> fields.Schema:
    """A new schema object; Whoosh changes schemas while it writes."""
    made = {name: fields.FieldType(postings, analyzer=None) for name, postings in FORMATS.items()}
    made |= {name: fields.COLUMN(column) for name, column in COLUMNS.items()}
    return fields.Schema(**made)


class Codec(W3Codec):  # type: ignore[misc]
    """Whoosh's codec without its lengths, which it rounds to a byte."""

    length_stats = False

    def per_document_reader(self, storage: Any, segment: Any) -> W3PerDocReader:
        return _PerDocumentReader(storage, segment)


class _PerDocumentReader(W3PerDocReader):  # type: ignore[misc]
    def doc_field_length(self, *_: Any, **__: Any) -> int:
        """Lengths lie in the record; asking the disk for each document would cost a merge minutes."""
        return 0
