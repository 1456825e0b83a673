"""`/api/v1/findings/` and `assignments/`: what meetings found, and whether the text says it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, status, viewsets
from rest_framework.decorators import action
from rest_framework.response import Response

from backend.accounts.requests import caller
from backend.errors import BadInput
from documents import selectors as documents
from reviews import selectors
from reviews.api import meeting_serializers as shapes
from reviews.api.meetings import DOCUMENT, MEETING, Newest
from reviews.api.requests import given, query
from reviews.api.serializers import CommentSerializer
from reviews.models import Assignment, Finding
from reviews.selectors import meetings
from reviews.services.talk.comments import Place
from reviews.services.workshops import findings, passages

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from rest_framework.request import Request


class Findings(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[Finding]):
    """Findings and recommendations that the caller sees."""

    serializer_class = shapes.FindingSerializer
    pagination_class = Newest
    queryset = Finding.objects.none()
    lookup_field = "uid"
    lookup_value_converter = "uuid"
    filter_backends = ()

    def get_queryset(self) -> QuerySet[Finding]:
        return meetings.for_page(meetings.findings_visible_to(self.request.user), self.request.user)

    @extend_schema(parameters=[DOCUMENT, MEETING])
    def list(self, request: Request, *args: object, **kwargs: object) -> Response:
        """Findings, newest first."""
        asked = query(request, "document", "meeting")
        rows = self.get_queryset()
        if "document" in asked:
            rows = rows.filter(meeting__document__slug=asked["document"])
        if "meeting" in asked:
            rows = rows.filter(meeting__uid=asked["meeting"])
        page = self.paginate_queryset(rows)
        return self.get_paginated_response(shapes.FindingSerializer(page, many=True).data)

    @extend_schema(request=shapes.NewFindingSerializer, responses={201: shapes.FindingSerializer})
    def create(self, request: Request) -> Response:
        """Write one down, as a draft."""
        body = given(shapes.NewFindingSerializer(data=request.data))
        seen = meetings.meetings_visible_to(request.user).select_related("document")
        meeting = get_object_or_404(seen, uid=body.pop("meeting"))
        wanted = body.pop("rests_on")
        rests_on = list(meetings.findings_visible_to(request.user).filter(uid__in=wanted))
        if len(rests_on) != len(set(wanted)):
            raise BadInput("There is no such finding.", code="rests_on")
        made = findings.draft_finding(meeting=meeting, by=caller(request), rests_on=rests_on, **body)
        return self._answer(made, status.HTTP_201_CREATED)

    @extend_schema(request=shapes.WordsSerializer, responses=shapes.FindingSerializer)
    def update(self, request: Request, uid: str) -> Response:
        """Put other words in the place of the old ones."""
        body = given(shapes.WordsSerializer(data=request.data))
        return self._answer(findings.edit_finding(finding=self.get_object(), by=caller(request), **body))

    @extend_schema(request=None, responses=shapes.FindingSerializer)
    @action(detail=True, methods=["post"])
    def adopt(self, request: Request, uid: str) -> Response:
        """Let it count."""
        return self._answer(findings.adopt_finding(finding=self.get_object(), by=caller(request)))

    @extend_schema(request=None, responses=shapes.FindingSerializer)
    @action(detail=True, methods=["post"])
    def close(self, request: Request, uid: str) -> Response:
        """Say that it is dealt with."""
        return self._answer(findings.close_finding(finding=self.get_object(), by=caller(request)))

    @extend_schema(request=shapes.WhySerializer, responses=shapes.FindingSerializer)
    @action(detail=True, methods=["post"])
    def reopen(self, request: Request, uid: str) -> Response:
        """Take it up again."""
        body = given(shapes.WhySerializer(data=request.data))
        return self._answer(findings.reopen_finding(finding=self.get_object(), by=caller(request), **body))

    @extend_schema(request=shapes.WhySerializer, responses=shapes.FindingSerializer)
    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, uid: str) -> Response:
        """Take it back."""
        body = given(shapes.WhySerializer(data=request.data))
        return self._answer(findings.withdraw_finding(finding=self.get_object(), by=caller(request), **body))

    @extend_schema(request=shapes.AssignSerializer, responses={201: shapes.AssignmentSerializer})
    @action(detail=True, methods=["post"])
    def assign(self, request: Request, uid: str) -> Response:
        """Say where it belongs."""
        body = given(shapes.AssignSerializer(data=request.data))
        finding = self.get_object()
        seen = documents.documents_visible_to(request.user)
        document = get_object_or_404(seen, slug=body["document"])
        version = meetings.newest_version(request.user, document)
        heading = findings.heading_of(version, body["heading"]) if version and body["heading"] else None
        if body["heading"] and heading is None:
            raise BadInput("There is no such section in the newest version.", code="section")
        steps = selectors.milestones_visible_to(request.user).filter(document=document)
        step = get_object_or_404(steps, uid=body["milestone"]) if "milestone" in body else None
        made = findings.assign_finding(
            finding=finding, document=document, heading=heading, milestone=step, by=caller(request),
        )
        return Response(shapes.AssignmentSerializer(made).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=shapes.SaySerializer, responses={201: CommentSerializer})
    @action(detail=True, methods=["post"])
    def say(self, request: Request, uid: str) -> Response:
        """Make a comment of it on a version."""
        body = given(shapes.SaySerializer(data=request.data))
        seen = documents.versions_visible_to(request.user).select_related("document")
        version = get_object_or_404(seen, uid=body["version"])
        comment = findings.comment_from(
            finding=self.get_object(), version=version, block=body["block"], by=caller(request),
        )
        return Response(CommentSerializer(comment).data, status=status.HTTP_201_CREATED)

    def _answer(self, finding: Finding, code: int = status.HTTP_200_OK) -> Response:
        return Response(shapes.FindingSerializer(self.get_queryset().get(pk=finding.pk)).data, status=code)


class Assignments(mixins.RetrieveModelMixin, viewsets.GenericViewSet[Assignment]):
    """Where findings belong."""

    serializer_class = shapes.AssignmentSerializer
    queryset = Assignment.objects.none()
    lookup_field = "uid"
    lookup_value_converter = "uuid"
    filter_backends = ()

    def get_queryset(self) -> QuerySet[Assignment]:
        rows = meetings.assignments_visible_to(self.request.user)
        return rows.select_related("finding__meeting__document__owner", "document", "milestone")

    @extend_schema(responses={204: None})
    def destroy(self, request: Request, uid: str) -> Response:
        """Say that it does not belong there."""
        findings.end_assignment(assignment=self.get_object(), by=caller(request))
        return Response(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(request=shapes.JudgeSerializer, responses=shapes.AssignmentSerializer)
    @action(detail=True, methods=["post"])
    def judge(self, request: Request, uid: str) -> Response:
        """Say whether the text reflects it there."""
        body = given(shapes.JudgeSerializer(data=request.data))
        done = findings.judge_assignment(assignment=self.get_object(), by=caller(request), **body)
        return Response(shapes.AssignmentSerializer(done).data)

    @extend_schema(request=shapes.LinkSerializer, responses={201: shapes.PassageSerializer})
    @action(detail=True, methods=["post"])
    def link(self, request: Request, uid: str) -> Response:
        """Point at words that reflect it."""
        body = given(shapes.LinkSerializer(data=request.data))
        assignment = self.get_object()
        seen = documents.versions_visible_to(request.user).filter(document=assignment.document)
        version = get_object_or_404(seen, uid=body["version"])
        kind = "range" if body.get("end") else "block"
        made = passages.link_passage(
            assignment=assignment, version=version, by=caller(request),
            place=Place(kind, body["block"], body["start"], body.get("end")),
        )
        return Response(shapes.PassageSerializer(made).data, status=status.HTTP_201_CREATED)
