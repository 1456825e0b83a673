"""`/api/v1/documents/{slug}/stands/`: how agencies stand to what others want."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers, status
from rest_framework.generics import GenericAPIView
from rest_framework.response import Response

from backend.accounts.requests import caller
from backend.errors import BadInput
from backend.paging import CursorPages
from documents import selectors as documents
from reviews import selectors
from reviews.api.requests import given, query, uid_of
from reviews.models import Side, Stand
from reviews.services.answers import stands

if TYPE_CHECKING:
    from rest_framework.request import Request

    from documents.models import Document
    from reviews.models import Comment


class StandSerializer(serializers.ModelSerializer[Stand]):
    """What an agency says of a comment of another one; `counts` until it says something else."""

    comment: Any = serializers.SlugRelatedField(slug_field="uid", read_only=True)
    agency: Any = serializers.SlugRelatedField(slug_field="code", read_only=True)

    class Meta:
        model = Stand
        fields: ClassVar = ["uid", "comment", "agency", "side", "reason", "counts", "at"]
        read_only_fields = fields


class StateSerializer(serializers.Serializer[Any]):
    """A stand on these comments; whoever is against says why. `agency` where one speaks for several."""

    comments = serializers.ListField(child=serializers.UUIDField(), min_length=1, max_length=stands.MOST)
    side = serializers.ChoiceField(choices=Side.choices)
    reason = serializers.CharField(max_length=4_000, default="", allow_blank=True)
    agency = serializers.CharField(max_length=20, default="")


class Stands(GenericAPIView[Stand]):
    """Agencies for and against comments of others, as the caller may see them."""

    serializer_class = StandSerializer
    pagination_class = CursorPages
    queryset = Stand.objects.none()

    def _document(self, slug: str) -> Document:
        return get_object_or_404(documents.documents_visible_to(self.request.user), slug=slug)

    @extend_schema(
        parameters=[
            OpenApiParameter("comment", OpenApiTypes.UUID, description="Only those on this comment"),
            OpenApiParameter("agency", OpenApiTypes.STR, description="Only those of this agency, by code"),
        ],
        operation_id="documents_stands",
        responses=StandSerializer(many=True),
    )
    def get(self, request: Request, slug: str) -> Response:
        """What agencies say, and said before; the newest first."""
        document, asked = self._document(slug), query(request, "comment", "agency")
        rows = selectors.stands_visible_to(request.user).filter(comment__document=document)
        if comment := asked.get("comment"):
            rows = rows.filter(comment__uid=uid_of(comment))
        if agency := asked.get("agency"):
            rows = rows.filter(agency__code=agency)
        page: Any = self.paginate_queryset(rows.select_related("agency", "comment"))
        return self.get_paginated_response(StandSerializer(page, many=True).data)

    @extend_schema(
        request=StateSerializer,
        responses={201: StandSerializer(many=True)},
        operation_id="documents_state_stand",
    )
    def post(self, request: Request, slug: str) -> Response:
        """Say for an agency how it stands to one or several comments."""
        document = self._document(slug)
        body = given(StateSerializer(data=request.data))
        named = document.participations.filter(agency__code=body["agency"], ended_at=None).first()
        if body["agency"] and named is None:
            raise BadInput(f"{body['agency']} takes no part in this document.", code="agency")
        done = stands.state_stand(
            document=document,
            comments=self._comments(document, body["comments"]),
            side=body["side"],
            reason=body["reason"],
            by=caller(request),
            agency=named.agency if named else None,
        )
        return Response(StandSerializer(done, many=True).data, status=status.HTTP_201_CREATED)

    def _comments(self, document: Document, uids: list[Any]) -> list[Comment]:
        visible = selectors.comments_visible_to(self.request.user).filter(document=document, uid__in=uids)
        found = list(visible.select_related("version"))
        if len(found) < len(set(uids)):
            raise BadInput("One of these comments is not here.", code="comments")
        return found
