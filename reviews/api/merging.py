"""`/api/v1/rooms/`, named by their version: what is proposed and decided; `/api/v1/merges/`: the files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import mixins, serializers, status, viewsets
from rest_framework.decorators import action
from rest_framework.response import Response

from backend.accounts.requests import caller
from backend.errors import BadInput, Missing
from backend.paging import CursorPages
from documents import selectors as documents
from documents.core import codec
from documents.models import Version
from documents.services import files
from documents.views.versions import download
from reviews import selectors
from reviews.api.requests import FILTERS, comment_filters, given, query, uid_of
from reviews.api.serializers import CommentSerializer
from reviews.models import Disposition, Merge, Wording
from reviews.room import gathering, showing
from reviews.services.answers.decisions import Answer
from reviews.services.answers.operations import MOST
from reviews.services.room import in_place, merging, next_version, wordings
from reviews.services.talk.comments import LONGEST
from reviews.views.next_version import redline_name

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import FileResponse
    from rest_framework.request import Request

    from reviews.room.gathering import Place, Topic

#: Places that one answer holds at most.
PAGE = 50
_LINES: Any = serializers.ListField(
    child=serializers.ListField(child=serializers.CharField()), help_text="[kind, text] pieces",
)


class TopicSerializer(serializers.Serializer[Any]):
    """One distinct change, with all comments that ask for it; `state` open, granted, worded or refused."""

    key = serializers.UUIDField()
    state = serializers.CharField()
    fate = serializers.ChoiceField(
        choices=["here", "gone", "done"],
        help_text="Whether it can be done here, its words are gone, or the text reads like it already",
    )
    comments: Any = serializers.ListField(child=serializers.DictField())
    edits: Any = serializers.ListField(child=serializers.DictField())
    from_versions: Any = serializers.ListField(
        child=serializers.IntegerField(), help_text="Earlier versions on which it was asked for",
    )


class ConflictSerializer(serializers.Serializer[Any]):
    """Topics that cannot be had together: `at` names the place for one's own words, `base` is what stands."""

    at = serializers.CharField()
    base = serializers.CharField()
    sides: Any = serializers.ListField(child=serializers.DictField())
    is_order = serializers.BooleanField(help_text="They can be had one after the other")


class PlaceSerializer(serializers.Serializer[Any]):
    """Paragraphs that some changes share: what is asked, what is in conflict, what is decided gives."""

    key = serializers.CharField()
    section = serializers.CharField()
    paragraph = serializers.IntegerField(allow_null=True)
    blocks: Any = serializers.ListField(child=serializers.DictField())
    topics = TopicSerializer(many=True)
    conflicts = ConflictSerializer(many=True)
    result: Any = serializers.ListField(child=_LINES, help_text="The redline, a list of pieces a paragraph")


class RoomSerializer(serializers.Serializer[Any]):
    """A room: counts, what stands in the way of the next version ("" when nothing), and a page of places."""

    version = serializers.UUIDField()
    counts: Any = serializers.DictField(child=serializers.IntegerField())
    obstacle = serializers.CharField()
    places = PlaceSerializer(many=True)
    next = serializers.CharField(allow_blank=True, help_text="`after` of the next page")
    elsewhere = TopicSerializer(
        many=True,
        help_text="Of earlier versions: those whose words are gone (`fate` gone) or that the text reads like",
    )


class SeenSerializer(serializers.Serializer[Any]):
    """`seen` are comments' revisions by uid as the caller read them: 409 when one has changed since."""

    topics = serializers.ListField(child=serializers.UUIDField(), min_length=1, max_length=MOST)
    seen = serializers.DictField(child=serializers.IntegerField(), default=dict)


class VerdictSerializer(SeenSerializer):
    """The answer to all who ask for these changes. `rivals` rejects what cannot be had with them."""

    disposition = serializers.ChoiceField(choices=Disposition.choices)
    response = serializers.CharField(max_length=LONGEST, default="", allow_blank=True)
    note = serializers.CharField(max_length=LONGEST, default="", allow_blank=True)
    rivals = serializers.BooleanField(default=False)


class NewWordingSerializer(SeenSerializer):
    """Words in the place `at` of these topics; with `line_up`, all that they put there in their order."""

    at = serializers.CharField(max_length=100, default="", allow_blank=True)
    text = serializers.CharField(max_length=LONGEST, default="", allow_blank=True, trim_whitespace=False)
    note = serializers.CharField(max_length=LONGEST, default="", allow_blank=True)
    rejected = serializers.ListField(child=serializers.UUIDField(), default=list)
    line_up = serializers.BooleanField(default=False)


class WordingSerializer(serializers.ModelSerializer[Wording]):
    """The editors' own words in the place of some proposals."""

    made_by: Any = serializers.CharField(source="made_by.name", read_only=True)
    operation = serializers.UUIDField(source="operation.uid", read_only=True)

    class Meta:
        model = Wording
        fields: ClassVar = [
            "uid", "start_block", "start_offset", "end_block", "end_offset", "original", "text", "made_at",
            "made_by", "operation",
        ]
        read_only_fields = fields


class NewEditSerializer(serializers.Serializer[Any]):
    """A paragraph's whole new text. `was` is its text as the caller read it: 409 when it reads otherwise."""

    block = serializers.CharField(max_length=24)
    text = serializers.CharField(max_length=LONGEST, allow_blank=True, trim_whitespace=False)
    note = serializers.CharField(max_length=LONGEST, default="", allow_blank=True)
    was = serializers.CharField(max_length=LONGEST, default="", allow_blank=True, trim_whitespace=False)


class DoneSerializer(serializers.Serializer[Any]):
    """The operation (to be undone at `/operations/{uid}/undo/`), and how many comments it answered."""

    operation = serializers.UUIDField()
    count = serializers.IntegerField()


class MergeSerializer(serializers.ModelSerializer[Merge]):
    """The files of a merge: `version` is the next version, `report` what they hold, prove and leave out."""

    base = serializers.UUIDField(source="base.uid", read_only=True)
    version: Any = serializers.UUIDField(source="version.uid", read_only=True, default=None)

    class Meta:
        model = Merge
        fields: ClassVar = ["uid", "base", "version", "makes_version", "state", "report", "ordered_at"]
        read_only_fields = fields


class NewMergeSerializer(serializers.Serializer[Any]):
    """A version whose accepted proposals become the next one (or, without, only a redline)."""

    base = serializers.UUIDField()
    makes_version = serializers.BooleanField(default=True)
    label: Any = serializers.CharField(max_length=120, default="", allow_blank=True)
    note = serializers.CharField(max_length=2000, default="", allow_blank=True)


class Rooms(viewsets.GenericViewSet[Version]):
    """The merge rooms of versions that the caller steers."""

    serializer_class = RoomSerializer
    queryset = Version.objects.none()
    lookup_field = "uid"
    lookup_value_converter = "uuid"
    filter_backends = ()
    pagination_class = None

    def get_queryset(self) -> QuerySet[Version]:
        return documents.versions_visible_to(self.request.user).select_related("document", "file")

    def _version(self) -> Version:
        version = self.get_object()
        merging.demand_editor(caller(self.request), version)
        return version

    @extend_schema(parameters=[
        *FILTERS,
        OpenApiParameter("show", OpenApiTypes.STR, enum=[value for value, _ in showing.SHOWN if value]),
        OpenApiParameter("after", OpenApiTypes.STR, description="Places behind this one"),
    ])
    def retrieve(self, request: Request, uid: str) -> Response:
        """The room, or what a filter lets through, in reading order, 50 places at a time."""
        wanted, others = comment_filters(request, "show", "after")
        room = gathering.room_of(caller(request), self._version())
        places = showing.chosen(room, wanted, others.get("show", ""), caller(request))
        start = _behind(places, others.get("after", ""))
        page, rest = places[start : start + PAGE], places[start + PAGE :]
        answer = {
            "version": room.version.uid, "counts": room.counts,
            "obstacle": next_version.obstacles(room).reason,
            "places": [_place(place, room.version) for place in page],
            "next": page[-1].key if rest else "",
            "elsewhere": [_topic(topic, room.version) for topic in room.lost],
        }
        return Response(answer)

    @extend_schema(request=VerdictSerializer, responses=DoneSerializer)
    @action(detail=True, methods=["post"])
    def decide(self, request: Request, uid: str) -> Response:
        """Answer all who ask for some changes alike, in one operation."""
        version, body = self._version(), given(VerdictSerializer(data=request.data))
        operation = merging.decide(
            version=version, topics=_names(body["topics"]), by=caller(request), seen=body["seen"],
            rivals=body["rivals"], answer=Answer(body["disposition"], body["response"], note=body["note"]),
        )
        return Response({"operation": operation.uid, "count": operation.count})

    @extend_schema(request=NewWordingSerializer, responses={201: WordingSerializer})
    @action(detail=True, methods=["post"])
    def word(self, request: Request, uid: str) -> Response:
        """Put one's own words where changes meet, and answer all of them with it."""
        version, body = self._version(), given(NewWordingSerializer(data=request.data))
        shared: dict[str, Any] = {
            "version": version, "topics": _names(body["topics"]), "at": body["at"], "by": caller(request),
            "note": body["note"], "seen": body["seen"],
        }
        if body["line_up"]:
            made = wordings.line_up(**shared)
        else:
            made = wordings.word(**shared, text=body["text"], rejected=_names(body["rejected"]))
        return Response(WordingSerializer(made).data, status=status.HTTP_201_CREATED)


    @extend_schema(request=NewEditSerializer, responses={201: CommentSerializer})
    @action(detail=True, methods=["post"])
    def edit(self, request: Request, uid: str) -> Response:
        """Change a paragraph's text: a proposal of the caller's own, accepted at once."""
        version, body = self._version(), given(NewEditSerializer(data=request.data))
        made = in_place.edit(
            version=version, key=body["block"], text=body["text"], note=body["note"], by=caller(request),
            was=in_place.fingerprint(body["was"]) if body["was"] else "",
        )
        return Response(CommentSerializer(made).data, status=status.HTTP_201_CREATED)


def _names(uids: list[Any]) -> list[str]:
    return [str(uid) for uid in uids]


def _behind(places: list[Place], key: str) -> int:
    if not key:
        return 0
    at = next((n for n, place in enumerate(places) if place.key == key), None)
    if at is None:
        raise BadInput(f"There is no place {key[:24]} here.", code="after")
    return at + 1


def _place(place: Place, version: Version) -> dict[str, Any]:
    card = showing.card(place)
    return {
        "key": place.key, "section": place.row.section, "paragraph": place.row.paragraph,
        "blocks": [{"key": row.key, "kind": row.kind, "text": row.text} for row in place.rows],
        "topics": [_topic(topic, version) for topic in place.topics],
        "conflicts": [
            {
                "at": dispute.region.name, "base": dispute.region.original, "is_order": dispute.is_order,
                "sides": [{"topic": side.card.topic.key, "text": side.text} for side in dispute.sides],
            }
            for dispute in card.disputes
        ],
        "result": [line.segments for line in card.result],
    }


def _topic(topic: Topic, version: Version) -> dict[str, Any]:
    return {
        "key": topic.key, "state": topic.state,
        "comments": [
            {
                "uid": one.uid, "number": one.register_number, "revision": one.revision,
                "agency": one.agency.code if one.agency else None, "author": one.author_name,
                "body": one.body, "disposition": one.disposition,
            }
            for one in topic.comments
        ],
        "edits": [codec.edit_to_json(edit) for edit in topic.edits],
        "from_versions": topic.origins(version.pk), "fate": topic.fate,
    }


class Merges(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[Merge]):
    """Merges of the documents that the caller steers."""

    serializer_class = MergeSerializer
    pagination_class = CursorPages
    queryset = Merge.objects.none()
    lookup_field = "uid"
    lookup_value_converter = "uuid"
    filter_backends = ()

    def get_queryset(self) -> QuerySet[Merge]:
        rows = selectors.merges_visible_to(self.request.user)
        return rows.select_related("base__document", "version", "redline")

    @extend_schema(parameters=[OpenApiParameter("base", OpenApiTypes.UUID)])
    def list(self, request: Request, *args: object, **kwargs: object) -> Response:
        """Merges, newest first."""
        asked = query(request, "base")
        rows = self.get_queryset()
        if "base" in asked:
            rows = rows.filter(base__uid=uid_of(asked["base"]))
        return self.get_paginated_response(MergeSerializer(self.paginate_queryset(rows), many=True).data)

    @extend_schema(request=NewMergeSerializer, responses={202: MergeSerializer})
    def create(self, request: Request) -> Response:
        """Have the next version made by a task; `state` and `report` tell how it went."""
        body = given(NewMergeSerializer(data=request.data))
        seen = documents.versions_visible_to(request.user).select_related("document")
        made = next_version.order(
            version=get_object_or_404(seen, uid=body.pop("base")), by=caller(request), **body,
        )
        return Response(MergeSerializer(made).data, status=status.HTTP_202_ACCEPTED)

    @extend_schema(responses={(200, files.WORD): OpenApiTypes.BINARY})
    @action(detail=True)
    def redline(self, request: Request, uid: str) -> FileResponse:
        """The base with the accepted changes under their proposers' names, and the answers as comments."""
        found = self.get_object()
        if found.redline is None:
            raise Missing("The redline is not made yet.")
        return download(found.redline, redline_name(found.base))
