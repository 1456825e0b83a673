"""What requests may ask: checked bodies, allow-listed filters, `If-Match`."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter

from backend.accounts.requests import caller
from backend.errors import BadInput, Stale
from reviews.selectors import meetings
from reviews.table import filters, matrix

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rest_framework.request import Request
    from rest_framework.serializers import BaseSerializer

    from documents.models import Document
    from reviews.models import Comment

PAGING = frozenset({"cursor", "limit", "format"})
IF_MATCH = OpenApiParameter(
    "If-Match", OpenApiTypes.STR, OpenApiParameter.HEADER,
    description="The `ETag` that was read; 412 when the comment has changed since.",
)
IDEMPOTENCY_KEY = OpenApiParameter(
    "Idempotency-Key", OpenApiTypes.STR, OpenApiParameter.HEADER,
    description="Sending the same key again gives the first answer instead of doing it twice.",
)
FILTERS = [
    OpenApiParameter(
        name, OpenApiTypes.STR, enum=[value for value, _ in filters.CHOICES.get(name, [])] or None,
    )
    for name in filters.NAMES
]


def given(serializer: BaseSerializer[Any]) -> dict[str, Any]:
    """The checked body."""
    serializer.is_valid(raise_exception=True)
    return dict(serializer.validated_data)


def query(request: Request, *names: str) -> dict[str, str]:
    """The query's parameters; one that is not in `names` is an error: it would be taken for a filter."""
    asked = request.query_params.dict()
    unknown = sorted(set(asked) - set(names) - PAGING)
    if unknown:
        raise BadInput(f"There is no filter {', '.join(unknown)}.", code="unknown_filter")
    return {name: value for name, value in asked.items() if name not in PAGING and value}


def comment_filters(request: Request, *more: str) -> tuple[filters.CommentFilter, dict[str, str]]:
    """Filters over comments, and the other named parameters; a value that is none is an error."""
    asked = query(request, *filters.NAMES, *more)
    others = {name: asked.pop(name) for name in more if name in asked}
    if wrong := filters.wrong(asked):
        raise BadInput(f"There is no such value for {', '.join(wrong)}.", code="unknown_value")
    _demand_known(request, asked)
    return filters.read(asked), others


def asked_in(request: Request, document: Document, wanted: dict[str, str]) -> matrix.Asked:
    """What filters in a body ask for, over the document's newest version; one that is none is an error."""
    return asked_for(request, document, filters_in(request, wanted))


def filters_in(request: Request, wanted: dict[str, str]) -> filters.CommentFilter:
    """The filters in a body; one that is none, or a value that means nothing to the caller, is an error."""
    if wrong := sorted(set(wanted) - set(filters.NAMES)) + filters.wrong(wanted):
        raise BadInput(f"There is no such filter, or no such value for it: {', '.join(wrong)}.",
                       code="unknown_filter")
    _demand_known(request, wanted)
    return filters.read(wanted)


def asked_for(request: Request, document: Document, wanted: filters.CommentFilter) -> matrix.Asked:
    """What the caller asks for of a document's comments, over its newest version."""
    return matrix.Asked(caller(request), document, meetings.newest_version(caller(request), document), wanted)


def _demand_known(request: Request, asked: Mapping[str, str]) -> None:
    if said := filters.wrong_values(asked, caller(request)):
        raise BadInput(" ".join(said), code="unknown_value")


def uid_of(text: str) -> uuid.UUID:
    """A uid in a parameter; `BadInput` when it is none."""
    try:
        return uuid.UUID(text)
    except ValueError as error:
        raise BadInput(f"{text[:40]} is not a uid.", code="uid") from error


def etag(comment: Comment) -> str:
    """Changes whenever the comment changes."""
    return f'"{comment.uid}-{comment.revision}"'


def demand_match(request: Request, comment: Comment) -> int | None:
    """The revision that the caller read by `If-Match`; `Stale` (412) when it is another one by now."""
    wanted = request.headers.get("If-Match")
    if wanted is None or wanted.strip() == "*":
        return None
    if etag(comment) not in [tag.strip() for tag in wanted.split(",")]:
        raise Stale("The comment has changed since you read it.", revision=comment.revision)
    return comment.revision

