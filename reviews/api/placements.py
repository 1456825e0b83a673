"""`/api/v1/placements/`: where comments lie in versions, and what people say of doubtful ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import mixins, viewsets
from rest_framework.decorators import action
from rest_framework.response import Response

from backend.accounts.requests import caller
from reviews import selectors
from reviews.api import serializers
from reviews.api.comments import Oldest
from reviews.api.requests import given, query, uid_of
from reviews.models import CommentState, Placement, PlacementStatus
from reviews.services.talk import placements
from reviews.services.talk.comments import Place

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from rest_framework.request import Request

_ONE = serializers.PlacementSerializer


class Placements(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[Placement]):
    """Places of comments that the caller sees, in versions that the caller sees."""

    serializer_class = _ONE
    pagination_class = Oldest
    queryset = Placement.objects.none()
    lookup_value_converter = "int"
    filter_backends = ()

    def get_queryset(self) -> QuerySet[Placement]:
        rows = selectors.all_placements_visible_to(self.request.user)
        return rows.select_related("comment__document", "comment__received_in", "version")

    @extend_schema(parameters=[
        OpenApiParameter("version", OpenApiTypes.UUID),
        OpenApiParameter("comment", OpenApiTypes.UUID),
        OpenApiParameter("waiting", OpenApiTypes.BOOL, description="Only those that wait for a person"),
    ])
    def list(self, request: Request, *args: object, **kwargs: object) -> Response:
        """Places by version and comment."""
        asked = query(request, "version", "comment", "waiting")
        rows = self.get_queryset()
        if "version" in asked:
            rows = rows.filter(version__uid=uid_of(asked["version"]))
        if "comment" in asked:
            rows = rows.filter(comment__uid=uid_of(asked["comment"]))
        if asked.get("waiting", "").lower() in {"1", "true"}:
            doubtful = Q(is_unsure=True) | Q(status=PlacementStatus.ORPHANED)
            rows = rows.filter(doubtful, confirmed_at=None).exclude(comment__state=CommentState.WITHDRAWN)
        return self.get_paginated_response(_ONE(self.paginate_queryset(rows), many=True).data)

    @extend_schema(request=None, responses=_ONE)
    @action(detail=True, methods=["post"])
    def confirm(self, request: Request, pk: int) -> Response:
        """Say that the comment lies there."""
        row = placements.confirm_placement(placement=self.get_object(), by=caller(request))
        return Response(_ONE(row).data)

    @extend_schema(request=serializers.PlaceSerializer, responses=_ONE)
    @action(detail=True, methods=["post"])
    def reattach(self, request: Request, pk: int) -> Response:
        """Say where it belongs instead."""
        found = self.get_object()
        place = Place(**given(serializers.PlaceSerializer(data=request.data)))
        return Response(_ONE(placements.reattach(placement=found, place=place, by=caller(request))).data)

    @extend_schema(request=None, responses=_ONE)
    @action(detail=True, methods=["post"])
    def gone(self, request: Request, pk: int) -> Response:
        """Say that its words are not in the version any more."""
        return Response(_ONE(placements.mark_gone(placement=self.get_object(), by=caller(request))).data)
