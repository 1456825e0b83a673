"""`/api/v1/operations/`: acts on one or many comments of a document at once, and undoing them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import mixins, serializers, status, viewsets
from rest_framework.decorators import action
from rest_framework.response import Response

from backend.accounts.models import Person
from backend.accounts.requests import caller
from backend.errors import BadInput
from backend.paging import CursorPages
from documents import selectors as documents
from reviews import selectors
from reviews.api.requests import given, query
from reviews.models import Comment, Disposition, Operation
from reviews.services.answers import acts, operations
from reviews.services.answers.operations import MOST, Chosen
from reviews.services.talk.comments import LONGEST

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from rest_framework.request import Request

    from documents.models import Document


class OperationSerializer(serializers.ModelSerializer[Operation]):
    """What was done to how many comments at once; `undoes` names the operation that it undid."""

    document: Any = serializers.SlugRelatedField(slug_field="slug", read_only=True)
    by = serializers.CharField(source="by.name", read_only=True)
    undoes: Any = serializers.SlugRelatedField(slug_field="uid", read_only=True)

    class Meta:
        model = Operation
        fields: ClassVar = ["uid", "document", "kind", "count", "at", "by", "undoes"]
        read_only_fields = fields


class UndoneSerializer(OperationSerializer):
    """The undoing, and the register numbers of those that changed since and stay as they are."""

    kept: Any = serializers.ListField(child=serializers.CharField(), read_only=True)

    class Meta(OperationSerializer.Meta):
        fields: ClassVar = [*OperationSerializer.Meta.fields, "kept"]
        read_only_fields = fields


class ChosenSerializer(serializers.Serializer[Any]):
    """A comment; `revision` refuses the whole operation when the comment has changed since."""

    uid = serializers.UUIDField()
    revision = serializers.IntegerField(default=None, allow_null=True)


class NewOperationSerializer(serializers.Serializer[Any]):
    """What to do with which comments. `answer` decides where the caller may, and proposes elsewhere.

    Another answer to a decided comment needs a `note`; `done` needs a `version`.
    """

    document = serializers.CharField(max_length=80, help_text="The document's slug")
    kind = serializers.ChoiceField(choices=acts.CHOICES)
    comments = serializers.ListField(child=ChosenSerializer(), min_length=1, max_length=MOST)
    disposition = serializers.ChoiceField(choices=Disposition.choices, default="", allow_blank=True)
    response = serializers.CharField(max_length=LONGEST, default="", allow_blank=True)
    duplicate_of = serializers.UUIDField(default=None, allow_null=True)
    note = serializers.CharField(max_length=LONGEST, default="", allow_blank=True)
    reference = serializers.CharField(max_length=120, default="", allow_blank=True)
    assignee = serializers.UUIDField(default=None, allow_null=True, help_text="The uid of a person")
    version = serializers.UUIDField(default=None, allow_null=True)


class Operations(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[Operation]):
    """Operations on comments in documents that the caller steers."""

    serializer_class = OperationSerializer
    pagination_class = CursorPages
    queryset = Operation.objects.none()
    lookup_field = "uid"
    lookup_value_converter = "uuid"
    filter_backends = ()

    def get_queryset(self) -> QuerySet[Operation]:
        rows = selectors.operations_visible_to(self.request.user)
        return rows.select_related("document", "by", "undoes")

    @extend_schema(parameters=[OpenApiParameter("document", OpenApiTypes.STR)])
    def list(self, request: Request, *args: object, **kwargs: object) -> Response:
        """Operations, newest first."""
        asked = query(request, "document")
        rows = self.get_queryset()
        if "document" in asked:
            rows = rows.filter(document__slug=asked["document"])
        return self.get_paginated_response(OperationSerializer(self.paginate_queryset(rows), many=True).data)

    @extend_schema(request=NewOperationSerializer, responses={201: OperationSerializer})
    def create(self, request: Request) -> Response:
        """Do something to all of these comments, or to none."""
        body = given(NewOperationSerializer(data=request.data))
        document = get_object_or_404(
            documents.documents_visible_to(request.user), slug=body.pop("document"),
        )
        chosen = chosen_in(request, document, body.pop("comments"))
        operation = acts.perform(
            wish=wish_of(request, document, body), document=document, chosen=chosen, by=caller(request),
        )
        return Response(OperationSerializer(operation).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=None, responses=UndoneSerializer)
    @action(detail=True, methods=["post"])
    def undo(self, request: Request, uid: str) -> Response:
        """Put each comment back to what it was; what changed since stays, and is named in `kept`."""
        undone = operations.undo_operation(operation=self.get_object(), by=caller(request))
        answer = OperationSerializer(undone.operation).data | {"kept": list(undone.kept)}
        return Response(answer)


def chosen_in(request: Request, document: Document, asked: list[dict[str, Any]]) -> list[Chosen]:
    """The comments that a body names, of those that the caller sees; `BadInput` for others."""
    visible = selectors.comments_visible_to(request.user).filter(document=document)
    found = {row.uid: row for row in visible.filter(uid__in=[one["uid"] for one in asked])}
    if missing := [str(one["uid"]) for one in asked if one["uid"] not in found]:
        raise BadInput(f"There is no comment {missing[0]} here.", code="comments")
    return [Chosen(found[one["uid"]], one["revision"]) for one in asked]


def wish_of(request: Request, document: Document, body: dict[str, Any]) -> acts.Wish:
    """The wish in a body, what it names found among what the caller sees."""
    named = {
        "duplicate_of": selectors.comments_visible_to(request.user).filter(document=document),
        "version": documents.versions_visible_to(request.user).filter(document=document),
        "assignee": Person.objects.filter(pk__in=selectors.people_in(document).values("pk")),
    }
    for name, rows in named.items():
        if body[name] is not None:
            body[name] = _one(rows, name, body[name])
    return acts.Wish(**body)


def _one(rows: QuerySet[Any], name: str, uid: object) -> Comment | Person | Any:
    found = rows.filter(uid=uid).first()
    if found is None:
        raise BadInput(f"{name}: there is no {uid} here.", code=name)
    return found
