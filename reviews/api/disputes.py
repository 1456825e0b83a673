"""`/api/v1/documents/{slug}/disputes/`: answers that did not satisfy, for whoever approves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.generics import GenericAPIView
from rest_framework.response import Response

from backend.paging import CursorPages
from documents import selectors as documents
from reviews.api.requests import query
from reviews.api.serializers import CommentSerializer
from reviews.models import Comment, Overruling
from reviews.table import responding

if TYPE_CHECKING:
    from rest_framework.request import Request


class OverrulingSerializer(serializers.ModelSerializer[Overruling]):
    """That a coordinator lets the answer stand, and why."""

    by = serializers.CharField(source="by.name", read_only=True)

    class Meta:
        model = Overruling
        fields: ClassVar = ["reason", "at", "by"]
        read_only_fields = fields


class DisputeSerializer(serializers.Serializer[Any]):
    """An objection: the comment with its answer, what is still wrong, whether it was overruled."""

    comment = CommentSerializer()
    reason = serializers.CharField()
    overruling = OverrulingSerializer(allow_null=True)


class Oldest(CursorPages):
    ordering = "id"


class Disputes(GenericAPIView[Comment]):
    """Objections that stand, overruled ones too."""

    serializer_class = DisputeSerializer
    pagination_class = Oldest
    queryset = Comment.objects.none()

    @extend_schema(operation_id="documents_disputes", responses=DisputeSerializer(many=True))
    def get(self, request: Request, slug: str) -> Response:
        """Those on comments that the caller sees."""
        document = get_object_or_404(documents.documents_visible_to(request.user), slug=slug)
        query(request)
        rows = responding.with_reasons(responding.disputes_visible_to(request.user, document))
        page: Any = self.paginate_queryset(rows)
        shown = responding.judged(request.user, document, page)
        return self.get_paginated_response(DisputeSerializer(shown, many=True).data)
