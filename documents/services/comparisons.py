"""How one version became another: compared once by the core, then kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from documents.core import codec
from documents.core.comparing import compare
from documents.models import Version, VersionMap
from documents.services.drafts import draft_of

if TYPE_CHECKING:
    from documents.core.model import Comparison


def comparison_of(older: Version, newer: Version) -> Comparison:
    """The comparison of two versions; versions never change, so it is kept for ever."""
    kept = VersionMap.objects.filter(older=older, newer=newer).first()
    if kept:
        return codec.comparison_from_json(kept.comparison)
    comparison = compare(draft_of(older), draft_of(newer))
    keep(older=older, newer=newer, comparison=comparison)
    return comparison


def keep(*, older: Version, newer: Version, comparison: Comparison) -> None:
    """Store a comparison; whoever comes second finds it there."""
    VersionMap.objects.get_or_create(
        older=older,
        newer=newer,
        defaults={"comparison": codec.comparison_to_json(comparison), "changed": len(comparison.edits)},
    )
