"""`/api/v1/milestones/`: the dated steps of documents."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import mixins, status, viewsets
from rest_framework.decorators import action
from rest_framework.response import Response

from backend.accounts.requests import caller
from backend.paging import CursorPages
from documents import selectors as documents
from reviews import selectors
from reviews.api import serializers
from reviews.api.requests import given, query
from reviews.models import Milestone
from reviews.services import milestones

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from rest_framework.request import Request

_ONE = serializers.MilestoneSerializer


class ByDate(CursorPages):
    """In the order of their dates."""

    ordering = ("to_on", "id")


class Milestones(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[Milestone]):
    """Steps of the documents that the caller sees."""

    serializer_class = _ONE
    pagination_class = ByDate
    queryset = Milestone.objects.none()
    lookup_field = "uid"
    lookup_value_converter = "uuid"
    filter_backends = ()

    def get_queryset(self) -> QuerySet[Milestone]:
        return selectors.milestones_visible_to(self.request.user).select_related("document")

    @extend_schema(parameters=[
        OpenApiParameter("document", OpenApiTypes.STR, description="The document's slug"),
    ])
    def list(self, request: Request, *args: object, **kwargs: object) -> Response:
        """Steps, the earliest first."""
        asked = query(request, "document")
        rows = self.get_queryset()
        if "document" in asked:
            rows = rows.filter(document__slug=asked["document"])
        return self.get_paginated_response(_ONE(self.paginate_queryset(rows), many=True).data)

    @extend_schema(request=serializers.NewMilestoneSerializer, responses={201: _ONE})
    def create(self, request: Request) -> Response:
        """Add a step to a document's plan."""
        body = given(serializers.NewMilestoneSerializer(data=request.data))
        seen = documents.documents_visible_to(request.user)
        body["document"] = get_object_or_404(seen, slug=body["document"])
        milestone = milestones.set_milestone(by=caller(request), **body)
        return Response(_ONE(milestone).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=serializers.MoveSerializer, responses=_ONE)
    @action(detail=True, methods=["post"])
    def move(self, request: Request, uid: str) -> Response:
        """Give it another date, with the reason."""
        found = self.get_object()
        body = given(serializers.MoveSerializer(data=request.data))
        return Response(_ONE(milestones.move_milestone(milestone=found, by=caller(request), **body)).data)

    @extend_schema(request=serializers.MeetSerializer, responses=_ONE)
    @action(detail=True, methods=["post"])
    def meet(self, request: Request, uid: str) -> Response:
        """Say that it was reached."""
        found = self.get_object()
        body = given(serializers.MeetSerializer(data=request.data))
        return Response(_ONE(milestones.meet_milestone(milestone=found, by=caller(request), **body)).data)
