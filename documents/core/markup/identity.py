"""Names for comments that survive a round through Word.

Word renumbers `w:id` when it saves. It keeps `w14:paraId` of a comment's last paragraph as long as
that paragraph is not retyped, and `w16cid:durableId` for the comment's life. `lay` writes both, with
one value, made from the caller's `Comment.id`: the same id gives the same key in every export, so a
returned file is matched by `key_of(id)`. LibreOffice and Google Docs drop durable ids; then author,
date and text have to do.
"""

from __future__ import annotations

import hashlib
import re

_KEY = re.compile(r"[0-9A-F]{8}")
#: ST_LongHexNumber for paraId and durableId: above 0 and below 0x80000000 ([MS-DOCX] 2.2.4).
_LIMIT = 0x7FFFFFFE


def key_of(name: str, salt: int = 0) -> str:
    """The key of a comment from the name its owner gives it: eight hex digits, never zero."""
    digest = (
        hashlib.sha256(f"{salt}:{name}".encode()).digest() if salt else hashlib.sha256(name.encode()).digest()
    )
    return f"{int.from_bytes(digest[:8], 'big') % _LIMIT + 1:08X}"


def is_key(text: str) -> bool:
    """Whether `text` can stand as a paraId."""
    return _KEY.fullmatch(text) is not None and 0 < int(text, 16) <= _LIMIT


def free_key(wanted: str, name: str, taken: set[str]) -> str:
    """`wanted` when it is a free key, else one made from `name`; the key returned is then taken."""
    salt = 0
    key = wanted if is_key(wanted) else key_of(name)
    while key in taken:
        salt += 1
        key = key_of(name, salt)
    taken.add(key)
    return key
