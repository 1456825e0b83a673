"""`/api/v1/meetings/`: workshops, their agenda, minutes and participants."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import mixins, status, viewsets
from rest_framework.decorators import action
from rest_framework.response import Response

from backend.accounts.requests import caller
from backend.paging import CursorPages
from documents import selectors as documents
from documents.models import Document
from documents.services import files
from reviews import selectors
from reviews.api import meeting_serializers as shapes
from reviews.api.requests import given, query
from reviews.models import (
    AgendaItem,
    Meeting,
)
from reviews.selectors import meetings
from reviews.services.answers.decisions import Answer
from reviews.services.workshops import meetings as services
from reviews.services.workshops import minutes
from reviews.services.workshops.meetings import Attendee, Facts

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from rest_framework.request import Request

DOCUMENT = OpenApiParameter("document", OpenApiTypes.STR, description="The document's slug")
MEETING = OpenApiParameter("meeting", OpenApiTypes.UUID, description="The meeting")


class Newest(CursorPages):
    """Newest first."""

    ordering = "-id"


class Meetings(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[Meeting]):
    """Meetings of documents that the caller sees."""

    serializer_class = shapes.MeetingSerializer
    pagination_class = Newest
    queryset = Meeting.objects.none()
    lookup_field = "uid"
    lookup_value_converter = "uuid"
    filter_backends = ()

    def get_queryset(self) -> QuerySet[Meeting]:
        rows = meetings.meetings_visible_to(self.request.user).select_related("document__owner")
        return rows.prefetch_related("hosts", "organisers")

    @extend_schema(parameters=[DOCUMENT])
    def list(self, request: Request, *args: object, **kwargs: object) -> Response:
        """Meetings, newest first."""
        rows = self.get_queryset()
        if slug := query(request, "document").get("document"):
            rows = rows.filter(document__slug=slug)
        page = self.paginate_queryset(rows)
        return self.get_paginated_response(shapes.MeetingSerializer(page, many=True).data)

    @extend_schema(request=shapes.NewMeetingSerializer, responses={201: shapes.MeetingSerializer})
    def create(self, request: Request) -> Response:
        """Put a meeting on record."""
        body = given(shapes.NewMeetingSerializer(data=request.data))
        seen = documents.documents_visible_to(request.user)
        document = get_object_or_404(seen, slug=body.pop("document"))
        meeting = services.call_meeting(document=document, facts=_facts(body), by=caller(request))
        return Response(shapes.MeetingSerializer(meeting).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=shapes.MeetingSerializer)
    def update(self, request: Request, uid: str) -> Response:
        """Put other facts in the place of the present ones."""
        body = given(shapes.MeetingSerializer(data=request.data))
        meeting = self.get_object()
        facts = _facts(body, documents_=tuple(meeting.documents.all()))
        revision = str(dict(request.data).get("revision", ""))
        done = services.describe_meeting(
            meeting=meeting, facts=facts, by=caller(request),
            revision=int(revision) if revision.isdecimal() else None,
        )
        return Response(shapes.MeetingSerializer(done).data)

    @extend_schema(responses=shapes.ParticipantSerializer(many=True), methods=["GET"])
    @extend_schema(
        request=shapes.ParticipantSerializer(many=True),
        responses={201: shapes.ParticipantSerializer(many=True)}, methods=["POST"],
    )
    @action(detail=True, methods=["get", "post"], pagination_class=None)
    def participants(self, request: Request, uid: str) -> Response:
        """Who was there."""
        meeting = self.get_object()
        if request.method != "POST":
            rows = meeting.participants.select_related("agency").order_by("name")
            return Response(shapes.ParticipantSerializer(rows, many=True).data)
        checked = shapes.ParticipantSerializer(data=request.data, many=True)
        checked.is_valid(raise_exception=True)
        people = [Attendee(**one) for one in checked.validated_data]
        added = services.add_participants(meeting=meeting, attendees=people, by=caller(request))
        return Response(shapes.ParticipantSerializer(added, many=True).data, status=status.HTTP_201_CREATED)

    @extend_schema(responses=shapes.AgendaItemSerializer(many=True), methods=["GET"])
    @extend_schema(
        request=shapes.AgendaItemSerializer, responses={201: shapes.AgendaItemSerializer}, methods=["POST"],
    )
    @action(detail=True, methods=["get", "post"], pagination_class=None)
    def agenda(self, request: Request, uid: str) -> Response:
        """The points of the agenda, in order."""
        meeting = self.get_object()
        if request.method == "POST":
            body = given(shapes.AgendaItemSerializer(data=request.data))
            item = services.add_item(
                meeting=meeting, title=body["title"], starts=body.get("starts", ""), by=caller(request),
            )
            return Response(shapes.AgendaItemSerializer(item).data, status=status.HTTP_201_CREATED)
        return Response(shapes.AgendaItemSerializer(_items(request, meeting), many=True).data)

    @extend_schema(request=shapes.FromCommentsSerializer, responses=shapes.CountSerializer)
    @action(detail=True, methods=["post"], url_path="agenda/comments")
    def agenda_from_comments(self, request: Request, uid: str) -> Response:
        """Make points of the open comments of a severity."""
        body = given(shapes.FromCommentsSerializer(data=request.data))
        count = services.agenda_from_comments(meeting=self.get_object(), by=caller(request), **body)
        return Response({"count": count})

    @extend_schema(request=shapes.MinuteSerializer, responses=shapes.AgendaItemSerializer)
    @action(detail=True, methods=["post"], url_path="agenda/<uuid:item>/minute")
    def minute(self, request: Request, uid: str, item: str) -> Response:
        """Write what was said, and decide the point's comment where the meeting did."""
        found = get_object_or_404(_items(request, self.get_object()), uid=item)
        body = given(shapes.MinuteSerializer(data=request.data))
        answer = Answer(body["disposition"], body["response"]) if body.get("disposition") else None
        done = services.minute_item(
            item=found, minutes=body["minutes"], answer=answer, by=caller(request), seen=body.get("seen"),
        )
        return Response(shapes.AgendaItemSerializer(done).data)

    @extend_schema(responses={(200, files.WORD): OpenApiTypes.BINARY})
    @action(detail=True, url_path="minutes.docx")
    def minutes(self, request: Request, uid: str) -> HttpResponse:
        """The minutes as a Word file."""
        data = minutes.word(meeting=self.get_object(), person=caller(request))
        return HttpResponse(data, content_type=files.WORD)


def _items(request: Request, meeting: Meeting) -> QuerySet[AgendaItem]:
    hidden = meeting.agenda.exclude(comment=None).exclude(
        comment__in=selectors.comments_visible_to(request.user),
    )
    rows = meeting.agenda.exclude(pk__in=hidden.values("pk"))
    return rows.select_related("comment", "decision", "meeting__document").order_by("ordinal", "id")


def _facts(body: dict[str, Any], documents_: tuple[Document, ...] = ()) -> Facts:
    return Facts(
        body["title"], body["starts_on"], body.get("ends_on"), body.get("place", ""),
        body.get("summary", ""), tuple(body.get("hosts", ())), tuple(body.get("organisers", ())), documents_,
    )
