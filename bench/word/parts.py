"""Law 3: parts of a package that markup does not concern are the same, in their order, with their dates."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator

from documents.core.markup.settlement import stories
from documents.core.package import open_package

#: Parts that comments and changes may concern; those of the text are asked of the package itself.
CONCERNED = re.compile(r"(^\[Content_Types\]\.xml$|\.rels$|comments\w*\.xml$|people\d*\.xml$)")


def faults(before: bytes, after: bytes) -> Iterator[str]:
    """What is wrong with the parts of `after`, that `before` was made into."""
    with zipfile.ZipFile(io.BytesIO(before)) as old, zipfile.ZipFile(io.BytesIO(after)) as new:
        names = [name for name in new.namelist() if name in set(old.namelist())]
        if names != [name for name in old.namelist() if name in set(new.namelist())]:
            yield "law 3: the order of the package's parts has changed"
        text = set(stories(open_package(before)))
        for name in names:
            one, two = old.getinfo(name), new.getinfo(name)
            if (one.date_time, one.external_attr, one.create_system) != (
                    two.date_time, two.external_attr, two.create_system):  # fmt: skip
                yield f"law 3: {name} has another date or attributes"
            if name not in text and not CONCERNED.search(name) and old.read(name) != new.read(name):
                yield f"law 3: {name} was changed"
        for name in set(old.namelist()) - set(new.namelist()):
            if not CONCERNED.search(name):
                yield f"law 3: {name} has gone"
