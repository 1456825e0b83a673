"""`/api/v1/versions/{uid}/holds/`: which accepted proposals a version that was finished elsewhere holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.accounts.requests import caller
from documents import selectors as documents
from reviews.services.room import merging, recognising

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rest_framework.request import Request

    from reviews.core.merging.showing import Line
    from reviews.services.room.recognising import Found


class HeldSerializer(serializers.Serializer[Any]):
    """An accepted change: the comments that ask for it, and its words as [kind, text] pieces."""

    comments: Any = serializers.ListField(child=serializers.CharField())
    words: Any = serializers.ListField(child=serializers.ListField(child=serializers.CharField()))


class HoldingSerializer(serializers.Serializer[Any]):
    """What a version holds of what was accepted for its base; `extra` are changes that nobody proposed."""

    base: Any = serializers.IntegerField(allow_null=True)
    held = HeldSerializer(many=True)
    changed = HeldSerializer(many=True)
    missing = HeldSerializer(many=True)
    extra: Any = serializers.ListField(child=serializers.ListField(child=serializers.CharField()))


class Holds(APIView):
    """The accepted proposals that a version holds."""

    @extend_schema(responses=HoldingSerializer)
    def get(self, request: Request, uid: str) -> Response:
        """Found by comparing the version with its base: held, held otherwise, missing, and extra."""
        rows = documents.versions_visible_to(request.user).select_related("document__owner")
        version = get_object_or_404(rows.filter(block_count__gt=0), uid=uid)
        merging.demand_editor(caller(request), version)
        found = recognising.holding(version, caller(request))
        body = {
            "base": found.base.number if found else None,
            "held": _changes(found.held if found else ()),
            "changed": _changes(found.changed if found else ()),
            "missing": _changes(found.missing if found else ()),
            "extra": [piece for line in (found.extra if found else ()) for piece in _words(line)],
        }
        return Response(HoldingSerializer(body).data)


def _changes(found: Iterable[Found]) -> list[dict[str, Any]]:
    return [
        {
            "comments": [comment.register_number or str(comment.uid) for comment in one.comments],
            "words": [piece for line in one.lines for piece in _words(line)],
        }
        for one in found
    ]


def _words(line: Line) -> list[list[str]]:
    return [[kind, text] for kind, text in line.segments] or [[line.kind, line.detail]]
