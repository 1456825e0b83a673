"""Which version came before which, and since which version words stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.cache import cache

from documents.core import ancestry
from documents.models import VersionState
from documents.services import comparisons

if TYPE_CHECKING:
    from documents.core.ancestry import Run
    from documents.core.model import BlockId
    from documents.models import Version

#: Versions never change, so what is derived from them may be kept as long as there is room.
_KEPT_FOR = 7 * 24 * 3600


def predecessor(version: Version) -> Version | None:
    """The version that this one was made from: its newest parent, or else the issued one before it."""
    parent = version.parents.order_by("-number").first()
    earlier = version.document.versions.filter(state=VersionState.ISSUED, number__lt=version.number)
    return parent or earlier.order_by("-number").first()


def ancestry_of(version: Version) -> dict[BlockId, tuple[Run, ...]]:
    """Every block's words with the number of the version that brought them."""
    line: list[Version] = []
    walked: Version | None = version
    runs: dict[BlockId, tuple[Run, ...]] | None = None
    while walked is not None and runs is None:
        runs = cache.get(_key(walked))
        if runs is None:
            line.append(walked)
            walked = predecessor(walked)
    older = walked
    for each in reversed(line):
        texts: dict[BlockId, str] = dict(each.blocks.values_list("key", "text"))
        if runs is None or older is None:
            runs = ancestry.begun(texts, each.number)
        else:
            kept = comparisons.comparison_of(older, each).kept
            runs = ancestry.carried(runs, kept, texts, each.number)
        cache.set(_key(each), runs, _KEPT_FOR)
        older = each
    return runs or {}


def _key(version: Version) -> str:
    return f"documents.ancestry.{version.uid}"
