"""`/api/v1/milestones/`: the dated steps of documents, what they wait for, and every change of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import mixins, status, viewsets
from rest_framework.decorators import action
from rest_framework.response import Response

from backend.accounts.requests import caller
from backend.errors import BadInput
from backend.paging import CursorPages
from documents import selectors as documents
from reviews import selectors
from reviews.api import plan_serializers as serializers
from reviews.api.requests import given, query
from reviews.core.planning.lags import Lag
from reviews.models import Milestone, MilestoneChange
from reviews.selectors import rounds
from reviews.services.plans import milestones, ties, undoing
from reviews.services.plans.milestones import Link

if TYPE_CHECKING:
    from typing import Any

    from django.db.models import QuerySet
    from rest_framework.request import Request

    from documents.models import Document

_ONE = serializers.MilestoneSerializer


class ByDate(CursorPages):
    """In the order of their dates."""

    ordering = ("to_on", "id")


def linked(request: Request, document: Document, body: dict[str, Any]) -> Link | None:
    """The fact in a body, taken out of it; None when it says nothing of one."""
    fact, number, version = (body.pop(name, None) for name in ("fact", "round", "version_number"))
    if fact is None:
        return None
    found = None
    if number is not None:
        rows = rounds.rounds_visible_to(caller(request)).filter(document=document)
        found = rows.filter(number=number).first()
        if found is None:
            raise BadInput(f"There is no round {number} of this document.", code="round")
    return Link(fact, found, version)


class Milestones(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[Milestone]):
    """Steps of the documents that the caller sees; those taken out of a plan when asked by their address."""

    serializer_class = _ONE
    pagination_class = ByDate
    queryset = Milestone.objects.none()
    lookup_field = "uid"
    lookup_value_converter = "uuid"
    filter_backends = ()

    def get_queryset(self) -> QuerySet[Milestone]:
        rows = selectors.all_milestones_visible_to(self.request.user)
        return rows.select_related("document", "round").prefetch_related("waits__on")

    @extend_schema(parameters=[
        OpenApiParameter("document", OpenApiTypes.STR, description="The document's slug"),
    ])
    def list(self, request: Request, *args: object, **kwargs: object) -> Response:
        """Steps in plans, the earliest first."""
        asked = query(request, "document")
        rows = self.get_queryset().filter(cancelled_at=None)
        if "document" in asked:
            rows = rows.filter(document__slug=asked["document"])
        return self.get_paginated_response(_ONE(self.paginate_queryset(rows), many=True).data)

    @extend_schema(request=serializers.NewMilestoneSerializer, responses={201: _ONE})
    def create(self, request: Request) -> Response:
        """Add a step to a document's plan."""
        body = given(serializers.NewMilestoneSerializer(data=request.data))
        seen = documents.documents_visible_to(request.user)
        body["document"] = get_object_or_404(seen, slug=body["document"])
        link = linked(request, body["document"], body)
        milestone = milestones.set_milestone(by=caller(request), link=link, **body)
        return Response(_ONE(milestone).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=serializers.EditMilestoneSerializer, responses=_ONE)
    def partial_update(self, request: Request, uid: str) -> Response:
        """Give it another name, kind or fact that it stands for."""
        found = self.get_object()
        body = given(serializers.EditMilestoneSerializer(data=request.data))
        link = linked(request, found.document, body)
        return self._answer(milestones.edit_milestone(milestone=found, by=caller(request), link=link, **body))

    @extend_schema(request=serializers.MoveMilestoneSerializer, responses=_ONE)
    @action(detail=True, methods=["post"])
    def move(self, request: Request, uid: str) -> Response:
        """Give it another date, with the reason."""
        body = given(serializers.MoveMilestoneSerializer(data=request.data))
        found = self.get_object()
        return self._answer(milestones.move_milestone(milestone=found, by=caller(request), **body))

    @extend_schema(request=serializers.ExpectSerializer, responses=_ONE)
    @action(detail=True, methods=["post"])
    def expect(self, request: Request, uid: str) -> Response:
        """Say when it is foreseen while its plan stays."""
        body = given(serializers.ExpectSerializer(data=request.data))
        found = self.get_object()
        return self._answer(milestones.expect_milestone(milestone=found, by=caller(request), **body))

    @extend_schema(request=serializers.MeetSerializer, responses=_ONE)
    @action(detail=True, methods=["post"])
    def meet(self, request: Request, uid: str) -> Response:
        """Say that it was reached; not of a step that a fact meets."""
        body = given(serializers.MeetSerializer(data=request.data))
        found = self.get_object()
        return self._answer(milestones.meet_milestone(milestone=found, by=caller(request), **body))

    @extend_schema(request=serializers.TakeOutSerializer, responses=_ONE)
    @action(detail=True, methods=["post"])
    def remove(self, request: Request, uid: str) -> Response:
        """Take it out of the plan; it is kept."""
        body = given(serializers.TakeOutSerializer(data=request.data))
        found = self.get_object()
        return self._answer(milestones.remove_milestone(milestone=found, by=caller(request), **body))

    @extend_schema(request=None, responses=_ONE)
    @action(detail=True, methods=["post"])
    def restore(self, request: Request, uid: str) -> Response:
        """Put it back into the plan."""
        return self._answer(milestones.restore_milestone(milestone=self.get_object(), by=caller(request)))

    @extend_schema(request=serializers.WaitSerializer, responses=_ONE)
    @action(detail=True, methods=["post"])
    def wait(self, request: Request, uid: str) -> Response:
        """Let it wait for another step, also of another document; a circle is refused and named."""
        found, body, on = self._pair(request)
        lag = Lag(body["amount"], body["unit"], body["by_agencies"])
        done = ties.wait_for(
            milestone=found, on=on, by=caller(request), lag=lag, reason=body["reason"],
            revision=body["revision"],
        )
        return self._answer(done)

    @extend_schema(request=serializers.WaitSerializer, responses=_ONE)
    @action(detail=True, methods=["post"], url_path="wait-no-more")
    def wait_no_more(self, request: Request, uid: str) -> Response:
        """Let it wait for another step no longer."""
        found, body, on = self._pair(request)
        done = ties.wait_no_more(milestone=found, on=on, by=caller(request), revision=body["revision"])
        return self._answer(done)

    @extend_schema(responses=serializers.StepChangeSerializer(many=True))
    @action(detail=True, methods=["get"], pagination_class=None)
    def history(self, request: Request, uid: str) -> Response:
        """Every change, the first one first."""
        rows = self.get_object().changes.select_related("by").order_by("id")
        return Response(serializers.StepChangeSerializer(rows, many=True).data)

    @extend_schema(request=serializers.UndoSerializer, responses=_ONE(many=True))
    @action(detail=True, methods=["post"])
    def undo(self, request: Request, uid: str) -> Response:
        """Take its last change back, with all that were made together with it."""
        found = self.get_object()
        body = given(serializers.UndoSerializer(data=request.data))
        rows = MilestoneChange.objects.filter(milestone=found).select_related("milestone__document")
        change = get_object_or_404(rows, pk=body["change"])
        undone = undoing.undo_change(change=change, by=caller(request))
        return Response(_ONE(undone, many=True).data)

    def _pair(self, request: Request) -> tuple[Milestone, dict[str, Any], Milestone]:
        body = given(serializers.WaitSerializer(data=request.data))
        return self.get_object(), body, get_object_or_404(self.get_queryset(), uid=body["on"])

    def _answer(self, milestone: Milestone) -> Response:
        return Response(_ONE(self.get_queryset().get(pk=milestone.pk)).data)
