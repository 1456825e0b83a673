"""`/api/v1/meetings/`, `findings/` and `assignments/`: workshops and what became of what they found."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import mixins, serializers, status, viewsets
from rest_framework.decorators import action
from rest_framework.response import Response

from backend.accounts.models import Agency
from backend.accounts.requests import caller
from backend.errors import BadInput
from backend.paging import CursorPages
from documents import selectors as documents
from documents.models import Document
from documents.services import files
from reviews import meetings, selectors
from reviews.api.requests import given, query
from reviews.api.serializers import CommentSerializer
from reviews.models import (
    AgendaItem,
    Assignment,
    Disposition,
    Finding,
    FindingKind,
    Meeting,
    Participant,
    Passage,
    Reflection,
    Severity,
)
from reviews.services import findings, minutes, passages
from reviews.services import meetings as services
from reviews.services.comments import Place
from reviews.services.decisions import Answer
from reviews.services.meetings import Attendee, Facts

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from rest_framework.request import Request

DOCUMENT = OpenApiParameter("document", OpenApiTypes.STR, description="The document's slug")
MEETING = OpenApiParameter("meeting", OpenApiTypes.UUID, description="The meeting")


def _codes(**more: Any) -> Any:
    return serializers.SlugRelatedField(
        slug_field="code", queryset=Agency.objects.all(), many=True, required=False, **more,
    )


class MeetingSerializer(serializers.ModelSerializer[Meeting]):
    """A meeting."""

    document: Any = serializers.SlugRelatedField(slug_field="slug", read_only=True)
    hosts: Any = _codes()
    organisers: Any = _codes()

    class Meta:
        model = Meeting
        fields = (
            "uid", "document", "title", "place", "starts_on", "ends_on", "hosts", "organisers", "summary",
            "revision",
        )
        read_only_fields: tuple[str, ...] = ("uid", "document", "revision")
        extra_kwargs = {"ends_on": {"required": False}}


class NewMeetingSerializer(MeetingSerializer):
    """What it takes to put a meeting on record."""

    document: Any = serializers.SlugField()

    class Meta(MeetingSerializer.Meta):
        read_only_fields = ("uid", "revision")


class ParticipantSerializer(serializers.ModelSerializer[Participant]):
    """Somebody who was there."""

    agency: Any = serializers.SlugRelatedField(
        slug_field="code", queryset=Agency.objects.all(), required=False, allow_null=True,
    )

    class Meta:
        model = Participant
        fields = ("id", "name", "affiliation", "country", "agency", "part")


class AgendaItemSerializer(serializers.ModelSerializer[AgendaItem]):
    """A point of the agenda."""

    comment: Any = serializers.CharField(source="comment.register_number", read_only=True, default="")
    decision: Any = serializers.CharField(source="decision.disposition", read_only=True, default="")

    class Meta:
        model = AgendaItem
        fields = ("uid", "ordinal", "starts", "title", "comment", "minutes", "decision")
        read_only_fields = ("uid", "ordinal", "minutes")


class FromCommentsSerializer(serializers.Serializer[Any]):
    """Which open comments become points."""

    severity = serializers.ChoiceField(choices=Severity.choices, default=Severity.CRITICAL)


class CountSerializer(serializers.Serializer[Any]):
    """How many."""

    count = serializers.IntegerField()


class MinuteSerializer(serializers.Serializer[Any]):
    """What was said; a disposition decides the point's comment."""

    minutes = serializers.CharField(allow_blank=True, max_length=20_000)
    disposition = serializers.ChoiceField(choices=Disposition.choices, required=False)
    response = serializers.CharField(required=False, default="", allow_blank=True, max_length=20_000)


class PassageSerializer(serializers.ModelSerializer[Passage]):
    """Words that reflect a finding, and where they lie now."""

    version = serializers.IntegerField(source="version.number", read_only=True)
    now: Any = serializers.SerializerMethodField()
    lost_in: Any = serializers.SerializerMethodField()

    class Meta:
        model = Passage
        fields = ("uid", "quote", "version", "now", "lost_in")

    @extend_schema(responses=OpenApiTypes.OBJECT)
    def get_now(self, passage: Passage) -> dict[str, Any] | None:
        place = meetings.place_now(passage)
        if place is None:
            return None
        return {"version": place.version.number, "status": place.status, "segments": place.segments}

    def get_lost_in(self, passage: Passage) -> int | None:
        version = meetings.lost_in(passage)
        return version.number if version else None


class AssignmentSerializer(serializers.ModelSerializer[Assignment]):
    """Where a finding belongs, and whether the text says it."""

    document: Any = serializers.SlugRelatedField(slug_field="slug", read_only=True)
    milestone: Any = serializers.SlugRelatedField(slug_field="uid", read_only=True)
    passages: Any = PassageSerializer(many=True, read_only=True)

    class Meta:
        model = Assignment
        fields = (
            "uid", "document", "section", "lineage", "milestone", "reflection", "reason", "judged_at",
            "passages", "revision",
        )


class FindingSerializer(serializers.ModelSerializer[Finding]):
    """A finding or recommendation."""

    meeting: Any = serializers.SlugRelatedField(slug_field="uid", read_only=True)
    rests_on: Any = serializers.SlugRelatedField(slug_field="uid", many=True, read_only=True)
    assignments = AssignmentSerializer(many=True, read_only=True)

    class Meta:
        model = Finding
        fields = (
            "uid", "meeting", "kind", "number", "code", "text", "rationale", "state", "rests_on",
            "assignments", "revision",
        )


class NewFindingSerializer(serializers.Serializer[Any]):
    """A finding to write down; `rests_on` are uids of findings of the same meeting."""

    meeting = serializers.UUIDField()
    kind = serializers.ChoiceField(choices=FindingKind.choices)
    text = serializers.CharField(max_length=5_000)
    rationale = serializers.CharField(required=False, default="", allow_blank=True, max_length=5_000)
    rests_on: Any = serializers.ListField(child=serializers.UUIDField(), required=False, default=list)


class WordsSerializer(serializers.Serializer[Any]):
    """Other words of a finding; `revision` is what was read."""

    text = serializers.CharField(max_length=5_000)
    rationale = serializers.CharField(required=False, default="", allow_blank=True, max_length=5_000)
    revision = serializers.IntegerField(required=False)


class WhySerializer(serializers.Serializer[Any]):
    """A reason, where one is needed."""

    reason = serializers.CharField(required=False, default="", allow_blank=True, max_length=5_000)


class AssignSerializer(serializers.Serializer[Any]):
    """Where it belongs: a document, and in it the key of a heading in its newest version, or a step."""

    document = serializers.SlugField()
    heading = serializers.CharField(required=False, default="", max_length=24)
    milestone = serializers.UUIDField(required=False)


class JudgeSerializer(serializers.Serializer[Any]):
    """Whether the text reflects it."""

    reflection = serializers.ChoiceField(choices=Reflection.choices)
    reason = serializers.CharField(required=False, default="", allow_blank=True, max_length=5_000)
    revision = serializers.IntegerField(required=False)


class LinkSerializer(serializers.Serializer[Any]):
    """Words of a version: `start`..`end` of a block (code points), or the whole block."""

    version = serializers.UUIDField()
    block = serializers.CharField(max_length=24)
    start = serializers.IntegerField(required=False, default=0, min_value=0)
    end = serializers.IntegerField(required=False, min_value=0)


class SaySerializer(serializers.Serializer[Any]):
    """The version that the comment is made on, and a block of it if there is one."""

    version = serializers.UUIDField()
    block = serializers.CharField(required=False, default="", max_length=24)


class Newest(CursorPages):
    """Newest first."""

    ordering = "-id"


class Meetings(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[Meeting]):
    """Meetings of documents that the caller sees."""

    serializer_class = MeetingSerializer
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
        return self.get_paginated_response(MeetingSerializer(self.paginate_queryset(rows), many=True).data)

    @extend_schema(request=NewMeetingSerializer, responses={201: MeetingSerializer})
    def create(self, request: Request) -> Response:
        """Put a meeting on record."""
        body = given(NewMeetingSerializer(data=request.data))
        seen = documents.documents_visible_to(request.user)
        document = get_object_or_404(seen, slug=body.pop("document"))
        meeting = services.call_meeting(document=document, facts=_facts(body), by=caller(request))
        return Response(MeetingSerializer(meeting).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=MeetingSerializer)
    def update(self, request: Request, uid: str) -> Response:
        """Put other facts in the place of the present ones."""
        body = given(MeetingSerializer(data=request.data))
        meeting = self.get_object()
        facts = _facts(body, documents_=tuple(meeting.documents.all()))
        revision = str(dict(request.data).get("revision", ""))
        done = services.describe_meeting(
            meeting=meeting, facts=facts, by=caller(request),
            revision=int(revision) if revision.isdecimal() else None,
        )
        return Response(MeetingSerializer(done).data)

    @extend_schema(responses=ParticipantSerializer(many=True), methods=["GET"])
    @extend_schema(
        request=ParticipantSerializer(many=True), responses={201: ParticipantSerializer(many=True)},
        methods=["POST"],
    )
    @action(detail=True, methods=["get", "post"], pagination_class=None)
    def participants(self, request: Request, uid: str) -> Response:
        """Who was there."""
        meeting = self.get_object()
        if request.method != "POST":
            rows = meeting.participants.select_related("agency").order_by("name")
            return Response(ParticipantSerializer(rows, many=True).data)
        checked = ParticipantSerializer(data=request.data, many=True)
        checked.is_valid(raise_exception=True)
        people = [Attendee(**one) for one in checked.validated_data]
        added = services.add_participants(meeting=meeting, attendees=people, by=caller(request))
        return Response(ParticipantSerializer(added, many=True).data, status=status.HTTP_201_CREATED)

    @extend_schema(responses=AgendaItemSerializer(many=True), methods=["GET"])
    @extend_schema(request=AgendaItemSerializer, responses={201: AgendaItemSerializer}, methods=["POST"])
    @action(detail=True, methods=["get", "post"], pagination_class=None)
    def agenda(self, request: Request, uid: str) -> Response:
        """The points of the agenda, in order."""
        meeting = self.get_object()
        if request.method == "POST":
            body = given(AgendaItemSerializer(data=request.data))
            item = services.add_item(
                meeting=meeting, title=body["title"], starts=body.get("starts", ""), by=caller(request),
            )
            return Response(AgendaItemSerializer(item).data, status=status.HTTP_201_CREATED)
        return Response(AgendaItemSerializer(_items(request, meeting), many=True).data)

    @extend_schema(request=FromCommentsSerializer, responses=CountSerializer)
    @action(detail=True, methods=["post"], url_path="agenda/comments")
    def agenda_from_comments(self, request: Request, uid: str) -> Response:
        """Make points of the open comments of a severity."""
        body = given(FromCommentsSerializer(data=request.data))
        count = services.agenda_from_comments(meeting=self.get_object(), by=caller(request), **body)
        return Response({"count": count})

    @extend_schema(request=MinuteSerializer, responses=AgendaItemSerializer)
    @action(detail=True, methods=["post"], url_path="agenda/<uuid:item>/minute")
    def minute(self, request: Request, uid: str, item: str) -> Response:
        """Write what was said, and decide the point's comment where the meeting did."""
        found = get_object_or_404(_items(request, self.get_object()), uid=item)
        body = given(MinuteSerializer(data=request.data))
        answer = Answer(body["disposition"], body["response"]) if body.get("disposition") else None
        done = services.minute_item(item=found, minutes=body["minutes"], answer=answer, by=caller(request))
        return Response(AgendaItemSerializer(done).data)

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


class Findings(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[Finding]):
    """Findings and recommendations that the caller sees."""

    serializer_class = FindingSerializer
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
        return self.get_paginated_response(FindingSerializer(self.paginate_queryset(rows), many=True).data)

    @extend_schema(request=NewFindingSerializer, responses={201: FindingSerializer})
    def create(self, request: Request) -> Response:
        """Write one down, as a draft."""
        body = given(NewFindingSerializer(data=request.data))
        seen = meetings.meetings_visible_to(request.user).select_related("document")
        meeting = get_object_or_404(seen, uid=body.pop("meeting"))
        wanted = body.pop("rests_on")
        rests_on = list(meetings.findings_visible_to(request.user).filter(uid__in=wanted))
        if len(rests_on) != len(set(wanted)):
            raise BadInput("There is no such finding.", code="rests_on")
        made = findings.draft_finding(meeting=meeting, by=caller(request), rests_on=rests_on, **body)
        return self._answer(made, status.HTTP_201_CREATED)

    @extend_schema(request=WordsSerializer, responses=FindingSerializer)
    def update(self, request: Request, uid: str) -> Response:
        """Put other words in the place of the old ones."""
        body = given(WordsSerializer(data=request.data))
        return self._answer(findings.edit_finding(finding=self.get_object(), by=caller(request), **body))

    @extend_schema(request=None, responses=FindingSerializer)
    @action(detail=True, methods=["post"])
    def adopt(self, request: Request, uid: str) -> Response:
        """Let it count."""
        return self._answer(findings.adopt_finding(finding=self.get_object(), by=caller(request)))

    @extend_schema(request=None, responses=FindingSerializer)
    @action(detail=True, methods=["post"])
    def close(self, request: Request, uid: str) -> Response:
        """Say that it is dealt with."""
        return self._answer(findings.close_finding(finding=self.get_object(), by=caller(request)))

    @extend_schema(request=WhySerializer, responses=FindingSerializer)
    @action(detail=True, methods=["post"])
    def reopen(self, request: Request, uid: str) -> Response:
        """Take it up again."""
        body = given(WhySerializer(data=request.data))
        return self._answer(findings.reopen_finding(finding=self.get_object(), by=caller(request), **body))

    @extend_schema(request=WhySerializer, responses=FindingSerializer)
    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, uid: str) -> Response:
        """Take it back."""
        body = given(WhySerializer(data=request.data))
        return self._answer(findings.withdraw_finding(finding=self.get_object(), by=caller(request), **body))

    @extend_schema(request=AssignSerializer, responses={201: AssignmentSerializer})
    @action(detail=True, methods=["post"])
    def assign(self, request: Request, uid: str) -> Response:
        """Say where it belongs."""
        body = given(AssignSerializer(data=request.data))
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
        return Response(AssignmentSerializer(made).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=SaySerializer, responses={201: CommentSerializer})
    @action(detail=True, methods=["post"])
    def say(self, request: Request, uid: str) -> Response:
        """Make a comment of it on a version."""
        body = given(SaySerializer(data=request.data))
        seen = documents.versions_visible_to(request.user).select_related("document")
        version = get_object_or_404(seen, uid=body["version"])
        comment = findings.comment_from(
            finding=self.get_object(), version=version, block=body["block"], by=caller(request),
        )
        return Response(CommentSerializer(comment).data, status=status.HTTP_201_CREATED)

    def _answer(self, finding: Finding, code: int = status.HTTP_200_OK) -> Response:
        return Response(FindingSerializer(self.get_queryset().get(pk=finding.pk)).data, status=code)


class Assignments(mixins.RetrieveModelMixin, viewsets.GenericViewSet[Assignment]):
    """Where findings belong."""

    serializer_class = AssignmentSerializer
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

    @extend_schema(request=JudgeSerializer, responses=AssignmentSerializer)
    @action(detail=True, methods=["post"])
    def judge(self, request: Request, uid: str) -> Response:
        """Say whether the text reflects it there."""
        body = given(JudgeSerializer(data=request.data))
        done = findings.judge_assignment(assignment=self.get_object(), by=caller(request), **body)
        return Response(AssignmentSerializer(done).data)

    @extend_schema(request=LinkSerializer, responses={201: PassageSerializer})
    @action(detail=True, methods=["post"])
    def link(self, request: Request, uid: str) -> Response:
        """Point at words that reflect it."""
        body = given(LinkSerializer(data=request.data))
        assignment = self.get_object()
        seen = documents.versions_visible_to(request.user).filter(document=assignment.document)
        version = get_object_or_404(seen, uid=body["version"])
        kind = "range" if body.get("end") else "block"
        made = passages.link_passage(
            assignment=assignment, version=version, by=caller(request),
            place=Place(kind, body["block"], body["start"], body.get("end")),
        )
        return Response(PassageSerializer(made).data, status=status.HTTP_201_CREATED)
