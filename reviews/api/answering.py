"""The matrix for programs: rows in reading order, groups, conflicts, views under a name, response phases."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers, status
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.accounts.requests import caller
from backend.errors import BadInput
from documents import selectors as documents
from documents.models import VersionState
from documents.services import documents as policies
from reviews import selectors
from reviews.api.operations import ChosenSerializer, OperationSerializer, chosen_in
from reviews.api.requests import FILTERS, comment_filters, given, query
from reviews.api.serializers import CommentSerializer
from reviews.api.stands import StandSerializer
from reviews.models import ResponsePhase, SavedView
from reviews.selectors import rounds
from reviews.services.answers import conflicts as settling
from reviews.services.answers import responses, views
from reviews.services.answers.operations import MOST
from reviews.services.talk.comments import LONGEST
from reviews.table import conflicts, matrix, stands

if TYPE_CHECKING:
    from rest_framework.request import Request

    from documents.models import Document, Version
    from reviews.core.clusters import Cluster
    from reviews.models import Stand

_IN = OpenApiParameter("in", OpenApiTypes.INT, description="Number of the version whose places count")


class RowSerializer(serializers.Serializer[Any]):
    """A comment and its place in the version: its block, and where that stands; null without a place."""

    comment = CommentSerializer()
    block: Any = serializers.CharField(source="placement.start_block", default=None)
    ordinal: Any = serializers.IntegerField(source="placement.ordinal", default=None)
    status: Any = serializers.CharField(source="placement.status", default=None)
    stands = StandSerializer(many=True)
    alike = serializers.IntegerField(help_text="Comments of its group that the caller sees; 0 without one")


class PieceSerializer(serializers.Serializer[Any]):
    """Rows; `after` and `before` go on from here, "" at an end; `found` counts all that were asked for."""

    rows = RowSerializer(many=True)
    after = serializers.CharField()
    before = serializers.CharField()
    found = serializers.IntegerField()


class GroupSerializer(serializers.Serializer[Any]):
    """Comments that say nearly the same, as the caller sees them."""

    uid = serializers.UUIDField()
    comments: Any = serializers.ListField(child=serializers.UUIDField())


class ClusterWordingSerializer(serializers.Serializer[Any]):
    """What a place would read as, and which agencies and comments want that."""

    text = serializers.CharField()
    voices: Any = serializers.ListField(child=serializers.CharField())
    comments: Any = serializers.ListField(child=serializers.UUIDField())
    stands = StandSerializer(many=True, help_text="What agencies state of these comments")


class ClusterSerializer(serializers.Serializer[Any]):
    """Words of a block on which agencies do not agree."""

    block = serializers.CharField()
    start = serializers.IntegerField()
    end = serializers.IntegerField()
    base = serializers.CharField()
    wordings = ClusterWordingSerializer(many=True)


class SettleSerializer(serializers.Serializer[Any]):
    """Whose wording is taken, whose is not, and why: those who are not taken read it."""

    accept = serializers.ListField(child=ChosenSerializer(), max_length=MOST, default=list)
    reject = serializers.ListField(child=ChosenSerializer(), max_length=MOST, default=list)
    reason = serializers.CharField(max_length=LONGEST)


class ViewSerializer(serializers.ModelSerializer[SavedView]):
    """A view of the matrix under a name: `query` holds filters, `order` and `columns`."""

    owner = serializers.CharField(source="owner.name", read_only=True)
    query: Any = serializers.DictField(child=serializers.CharField(max_length=400), default=dict)

    class Meta:
        model = SavedView
        fields: ClassVar = ["uid", "name", "query", "is_shared", "owner"]
        read_only_fields: ClassVar = ["uid"]


class AskSerializer(serializers.Serializer[Any]):
    """How many days the commenters have; the round's own number without a word."""

    days = serializers.IntegerField(default=None, allow_null=True)
    closes = serializers.BooleanField(default=True, help_text="Close what nobody disputes at the end")


class PhaseSerializer(serializers.ModelSerializer[ResponsePhase]):
    """A response phase: until when how many answers are judged."""

    class Meta:
        model = ResponsePhase
        fields: ClassVar = ["uid", "closes_at", "asked", "opened_at", "closed_at", "closes_comments"]
        read_only_fields = fields


def _document(request: Request, slug: str) -> Document:
    return get_object_or_404(documents.documents_visible_to(request.user), slug=slug)


def _version(request: Request, document: Document, number: str) -> Version | None:
    issued = documents.versions_visible_to(request.user).filter(document=document, state=VersionState.ISSUED)
    if not number:
        return issued.order_by("-number").first()
    if not number.isdecimal() or len(number) > 6:
        raise BadInput(f"{number[:20]} is no version.", code="version")
    return get_object_or_404(issued, number=int(number))


class Matrix(APIView):
    """All comments of a document that the caller sees, in order, piece by piece."""

    @extend_schema(
        parameters=[
            *FILTERS, _IN,
            OpenApiParameter("order", OpenApiTypes.STR, enum=list(matrix.ORDERS)),
            OpenApiParameter("after", OpenApiTypes.STR), OpenApiParameter("before", OpenApiTypes.STR),
        ],
        responses=PieceSerializer, operation_id="documents_matrix",
    )
    def get(self, request: Request, slug: str) -> Response:
        """Rows after, or before, a cursor of an earlier answer."""
        document = _document(request, slug)
        wanted, others = comment_filters(request, "in", "order", "after", "before")
        asked = matrix.Asked(
            request.user, document, _version(request, document, others.get("in", "")), wanted,
            matrix.order(others),
        )
        piece = matrix.piece(asked, after=others.get("after", ""), before=others.get("before", ""))
        for row in piece.rows:
            row.comment.document = document
        found = {"rows": piece.rows, "after": piece.after, "before": piece.before}
        return Response(PieceSerializer(found | {"found": asked.count()}).data)


class Groups(APIView):
    """Comments that say nearly the same."""

    @extend_schema(responses=GroupSerializer(many=True), operation_id="documents_groups")
    def get(self, request: Request, slug: str) -> Response:
        """The largest hundred groups, as the caller sees them."""
        document = _document(request, slug)
        query(request)
        sizes = selectors.group_counts(request.user, document)
        wanted = sorted(sizes, key=lambda pk: (-sizes[pk], pk))[:100]
        members = selectors.members_visible_to(request.user, document).filter(group__in=wanted)
        found: dict[int, dict[str, Any]] = {}
        for pk, uid, comment in members.order_by("comment_id").values_list(
            "group", "group__uid", "comment__uid",
        ):
            found.setdefault(pk, {"uid": uid, "comments": []})["comments"].append(comment)
        return Response(GroupSerializer([found[pk] for pk in wanted if pk in found], many=True).data)


class Conflicts(APIView):
    """Words on which agencies do not agree."""

    @extend_schema(
        parameters=[_IN], responses=ClusterSerializer(many=True), operation_id="documents_conflicts",
    )
    def get(self, request: Request, slug: str) -> Response:
        """The first hundred conflicts among the proposals on a version, in the order of the text."""
        document = _document(request, slug)
        version = _version(request, document, query(request, "in").get("in", ""))
        found = conflicts.found(request.user, version)[:100] if version else []
        ids = {pk for cluster in found for pk in cluster.comments}
        uids, stated = selectors.uids_of(ids), stands.by_comment(request.user, ids)
        shown = [_conflict(each, uids, stated) for each in found]
        return Response(ClusterSerializer(shown, many=True).data)

    @extend_schema(
        request=SettleSerializer, responses={201: OperationSerializer}, operation_id="documents_settle",
    )
    def post(self, request: Request, slug: str) -> Response:
        """Take one wording, and reject its rivals with the reason."""
        document = _document(request, slug)
        body = given(SettleSerializer(data=request.data))
        operation = settling.settle_conflict(
            document=document, by=caller(request), reason=body["reason"],
            accepted=chosen_in(request, document, body["accept"]),
            rejected=chosen_in(request, document, body["reject"]),
        )
        return Response(OperationSerializer(operation).data, status=status.HTTP_201_CREATED)


def _conflict(
    cluster: Cluster,
    uids: dict[int, Any],
    stated: dict[int, list[Stand]],
) -> dict[str, Any]:
    wordings = [
        {
            "text": each.text,
            "voices": each.voices,
            "comments": [uids[pk] for pk in each.comments],
            "stands": [stand for pk in each.comments for stand in stated.get(pk, ())],
        }
        for each in cluster.wordings
    ]
    return {"block": cluster.block, "start": cluster.start, "end": cluster.end, "base": cluster.base,
            "wordings": wordings}


class Views(APIView):
    """Views of the matrix, kept under a name."""

    @extend_schema(responses=ViewSerializer(many=True), operation_id="documents_views")
    def get(self, request: Request, slug: str) -> Response:
        """The caller's own views of a document, and those that are shared."""
        document = _document(request, slug)
        query(request)
        rows = selectors.views_visible_to(request.user, document).select_related("owner")[:500]
        return Response(ViewSerializer(rows, many=True).data)

    @extend_schema(
        request=ViewSerializer, responses={201: ViewSerializer}, operation_id="documents_save_view",
    )
    def post(self, request: Request, slug: str) -> Response:
        """Keep a view; under a name that the caller has, it takes the old one's place."""
        document = _document(request, slug)
        body = given(ViewSerializer(data=request.data))
        view = views.save_view(
            document=document, name=body["name"], query=body["query"], by=caller(request),
            shared=body.get("is_shared", False),
        )
        return Response(ViewSerializer(view).data, status=status.HTTP_201_CREATED)


class View(APIView):
    """One view of the matrix."""

    @extend_schema(responses={204: None}, operation_id="documents_delete_view")
    def delete(self, request: Request, slug: str, uid: str) -> Response:
        """Forget it."""
        document = _document(request, slug)
        view = get_object_or_404(selectors.views_visible_to(request.user, document), uid=uid)
        views.delete_view(view=view, by=caller(request))
        return Response(status=status.HTTP_204_NO_CONTENT)


class Ask(APIView):
    """The response phase of a round."""

    @extend_schema(
        request=AskSerializer, responses={201: PhaseSerializer}, operation_id="rounds_ask_responses",
    )
    def post(self, request: Request, uid: str) -> Response:
        """Ask the commenters whether the answers satisfy them; again for what was decided since."""
        round_ = get_object_or_404(rounds.rounds_for_pages(rounds.rounds_visible_to(request.user)), uid=uid)
        body = given(AskSerializer(data=request.data))
        phase = responses.ask_for_responses(round_=round_, by=caller(request), **body)
        return Response(PhaseSerializer(phase).data, status=status.HTTP_201_CREATED)


class DecideSerializer(serializers.Serializer[Any]):
    """Whether editors decide comments; otherwise they propose answers, and coordinators decide."""

    editors_decide = serializers.BooleanField()


class WhoDecides(APIView):
    """Who decides the comments of a document."""

    @extend_schema(
        request=DecideSerializer, responses=DecideSerializer, operation_id="documents_who_decides",
    )
    def post(self, request: Request, slug: str) -> Response:
        """Let editors decide, or only propose."""
        document = _document(request, slug)
        body = given(DecideSerializer(data=request.data))
        now = policies.set_who_decides(
            document=document, editors_decide=body["editors_decide"], by=caller(request),
        )
        return Response(DecideSerializer(now).data)
