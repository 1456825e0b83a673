"""`/api/v1/approvals/`: agencies are asked for their positions on a version, and state them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import mixins, serializers, status, viewsets
from rest_framework.decorators import action
from rest_framework.response import Response

from backend.accounts.models import Agency
from backend.accounts.requests import caller
from backend.paging import CursorPages
from documents import selectors as documents
from reviews.api.requests import given, query
from reviews.models import Approval, Policy, Position, Silence, Stance
from reviews.selectors import meetings, positions
from reviews.services.approvals import positions as services
from reviews.services.approvals.positions import Question, Stated
from reviews.services.workshops import findings

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from rest_framework.request import Request

DOCUMENT = OpenApiParameter("document", OpenApiTypes.STR, description="The document's slug")


class ApprovalSerializer(serializers.ModelSerializer[Approval]):
    """An approval; `outcome` are the counts by which it ended."""

    document: Any = serializers.SlugRelatedField(slug_field="slug", read_only=True)
    version = serializers.IntegerField(source="version.number", read_only=True)

    class Meta:
        model = Approval
        fields = (
            "uid", "document", "number", "version", "title", "policy", "silence", "quorum", "needed",
            "most_against", "words", "zone", "closes_at", "state", "outcome", "opened_at", "ended_at",
        )


class NewApprovalSerializer(serializers.Serializer[Any]):
    """What to ask of a version; `ends` is a moment with a clock time, `sections` are keys of headings."""

    version = serializers.UUIDField()
    title = serializers.CharField(max_length=200)
    policy = serializers.ChoiceField(choices=Policy.choices)
    ends = serializers.CharField(max_length=80)
    zone = serializers.CharField(max_length=60, required=False, default="")
    silence = serializers.ChoiceField(choices=Silence.choices, default=Silence.MISSING)
    quorum = serializers.IntegerField(default=50, min_value=0, max_value=100)
    needed = serializers.IntegerField(default=67, min_value=0, max_value=100)
    most_against = serializers.IntegerField(default=25, min_value=0, max_value=100)
    sections: Any = serializers.ListField(child=serializers.CharField(max_length=24), default=list)
    observers: Any = serializers.SlugRelatedField(
        slug_field="code", queryset=Agency.objects.all(), many=True, required=False,
    )


class PositionSerializer(serializers.ModelSerializer[Position]):
    """A position."""

    agency: Any = serializers.SlugRelatedField(slug_field="code", read_only=True)
    by = serializers.CharField(source="stated_by.name", read_only=True)
    changed_in: Any = serializers.SlugRelatedField(slug_field="number", read_only=True)

    class Meta:
        model = Position
        fields = (
            "uid", "agency", "section", "lineage", "stance", "text", "block", "quote", "stated_at", "by",
            "changed_in",
        )


class NewPositionSerializer(serializers.Serializer[Any]):
    """What an agency says; `section` is the lineage of a heading, left out for the whole."""

    agency: Any = serializers.SlugRelatedField(slug_field="code", queryset=Agency.objects.all())
    stance = serializers.ChoiceField(choices=Stance.choices)
    text = serializers.CharField(required=False, default="", allow_blank=True, max_length=10_000)
    section = serializers.UUIDField(required=False)
    block = serializers.CharField(required=False, default="", allow_blank=True, max_length=24)
    quote = serializers.CharField(required=False, default="", allow_blank=True, max_length=2_000)
    comments = serializers.CharField(required=False, default="", allow_blank=True, max_length=400)


class AgreementSerializer(serializers.Serializer[Any]):
    """What the positions come to now."""

    approve = serializers.IntegerField()
    against = serializers.IntegerField()
    conditional = serializers.IntegerField()
    abstain = serializers.IntegerField()
    silent = serializers.IntegerField()
    verdict = serializers.CharField()
    reason = serializers.CharField()


class TakenBackSerializer(serializers.Serializer[Any]):
    """Why it is taken back."""

    reason = serializers.CharField(max_length=2_000)


class AgainSerializer(serializers.Serializer[Any]):
    """Until when the same is asked of the newest version."""

    ends = serializers.CharField(max_length=80)
    zone = serializers.CharField(max_length=60, required=False, default="")


class Newest(CursorPages):
    """Newest first."""

    ordering = "-id"


class Approvals(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[Approval]):
    """Approvals of versions that the caller sees."""

    serializer_class = ApprovalSerializer
    pagination_class = Newest
    queryset = Approval.objects.none()
    lookup_field = "uid"
    lookup_value_converter = "uuid"
    filter_backends = ()

    def get_queryset(self) -> QuerySet[Approval]:
        rows = positions.approvals_visible_to(self.request.user)
        return rows.select_related("document__owner", "version")

    @extend_schema(parameters=[DOCUMENT])
    def list(self, request: Request, *args: object, **kwargs: object) -> Response:
        """Approvals, newest first."""
        rows = self.get_queryset()
        if slug := query(request, "document").get("document"):
            rows = rows.filter(document__slug=slug)
        return self.get_paginated_response(ApprovalSerializer(self.paginate_queryset(rows), many=True).data)

    @extend_schema(request=NewApprovalSerializer, responses={201: ApprovalSerializer})
    def create(self, request: Request) -> Response:
        """Ask the agencies that take part."""
        body = given(NewApprovalSerializer(data=request.data))
        seen = documents.versions_visible_to(request.user).select_related("document__owner")
        version = get_object_or_404(seen, uid=body.pop("version"))
        keys = body.pop("sections")
        headings = version.blocks.select_related("version").filter(key__in=keys).order_by("ordinal")
        question = Question(**{**body, "sections": list(headings), "observers": body.get("observers", ())})
        made = services.ask_approval(version=version, question=question, by=caller(request))
        return Response(ApprovalSerializer(made).data, status=status.HTTP_201_CREATED)

    @extend_schema(responses=PositionSerializer(many=True), methods=["GET"])
    @extend_schema(request=NewPositionSerializer, responses={201: PositionSerializer}, methods=["POST"])
    @action(detail=True, methods=["get", "post"])
    def positions(self, request: Request, uid: str) -> Response:
        """Positions, newest first; focal points state theirs."""
        approval = self.get_object()
        if request.method != "POST":
            rows = approval.positions.select_related("agency", "stated_by", "changed_in")
            return self.get_paginated_response(
                PositionSerializer(self.paginate_queryset(rows), many=True).data,  # type: ignore[arg-type]
            )
        body = given(NewPositionSerializer(data=request.data))
        section = body.get("section")
        heading = findings.heading_by_lineage(approval.version, section) if section else None
        named = services.comments_named(caller(request), approval.document, body["comments"])
        stated = Stated(body["stance"], body["text"], heading, body["block"], body["quote"], named)
        made = services.state_position(
            approval=approval, agency=body["agency"], stated=stated, by=caller(request),
        )
        return Response(PositionSerializer(made).data, status=status.HTTP_201_CREATED)

    @extend_schema(responses=AgreementSerializer)
    @action(detail=True)
    def count(self, request: Request, uid: str) -> Response:
        """What the positions come to now."""
        return Response(AgreementSerializer(positions.table(self.get_object()).count).data)

    @extend_schema(request=TakenBackSerializer, responses=ApprovalSerializer)
    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, uid: str) -> Response:
        """Take the question back."""
        body = given(TakenBackSerializer(data=request.data))
        done = services.withdraw_approval(approval=self.get_object(), by=caller(request), **body)
        return Response(ApprovalSerializer(done).data)

    @extend_schema(request=AgainSerializer, responses={201: ApprovalSerializer})
    @action(detail=True, methods=["post"])
    def again(self, request: Request, uid: str) -> Response:
        """Ask the same of the newest version."""
        body = given(AgainSerializer(data=request.data))
        approval = self.get_object()
        version = meetings.newest_version(request.user, approval.document) or approval.version
        made = services.run_again(approval=approval, version=version, by=caller(request), **body)
        return Response(ApprovalSerializer(made).data, status=status.HTTP_201_CREATED)
