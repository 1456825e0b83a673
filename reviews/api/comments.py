"""`/api/v1/comments/`: what reviewers say, with replies, answers and Word files."""

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
from backend.errors import BadInput
from backend.paging import CursorPages
from documents import selectors as documents
from documents.services import files
from reviews import selectors
from reviews.api import serializers
from reviews.api.desks import FocalPoints
from reviews.api.requests import (
    FILTERS,
    IDEMPOTENCY_KEY,
    IF_MATCH,
    comment_filters,
    demand_match,
    etag,
    given,
    uid_of,
)
from reviews.models import Comment, Source
from reviews.services.answers import decisions, disputes, responses
from reviews.services.answers.decisions import Answer
from reviews.services.talk import comments, releases, replies
from reviews.services.talk.comments import Place, Saying
from reviews.services.word import exports
from reviews.table import filters

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.models import QuerySet
    from rest_framework.request import Request

DOCUMENT = OpenApiParameter("document", OpenApiTypes.STR, description="The document's slug")
VERSION = OpenApiParameter("version", OpenApiTypes.UUID, description="Placed in this version")
_ONE = serializers.CommentSerializer


class Oldest(CursorPages):
    """Oldest first, so that new ones come at the end."""

    ordering = "id"


class Comments(
    FocalPoints, mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[Comment],
):
    """Comments that the caller sees."""

    serializer_class = _ONE
    pagination_class = Oldest
    queryset = Comment.objects.none()
    lookup_field = "uid"
    lookup_value_converter = "uuid"
    filter_backends = ()

    def get_queryset(self) -> QuerySet[Comment]:
        rows = selectors.comments_visible_to(self.request.user)
        return rows.select_related(
            "document", "version", "agency", "duplicate_of", "proposal", "received_in", "implemented_in",
            "assignee",
        )

    @extend_schema(parameters=[*FILTERS, DOCUMENT, VERSION])
    def list(self, request: Request, *args: object, **kwargs: object) -> Response:
        """Comments by document, version, agency, type …; withdrawn ones by `state=withdrawn` or `all`."""
        wanted, others = comment_filters(request, "document", "version")
        rows = filters.narrow(self.get_queryset(), wanted, caller(request))
        if "document" in others:
            rows = rows.filter(document__slug=others["document"])
        if "version" in others:
            rows = rows.filter(placements__version__uid=uid_of(others["version"]))
        page = self.paginate_queryset(rows)
        return self.get_paginated_response(_ONE(page, many=True).data)

    def retrieve(self, request: Request, *args: object, **kwargs: object) -> Response:
        """One comment; its `ETag` is what changes are made against."""
        return self._answer(self.get_object())

    @extend_schema(
        request=serializers.NewCommentSerializer, responses={201: _ONE}, parameters=[IDEMPOTENCY_KEY],
    )
    def create(self, request: Request) -> Response:
        """Say something about a version."""
        body = given(serializers.NewCommentSerializer(data=request.data))
        seen = documents.versions_visible_to(request.user).select_related("document")
        version = get_object_or_404(seen, uid=body["version"])
        comment = comments.post_comment(
            version=version, place=Place(**body.get("place", {})), saying=_saying(body),
            audience=body["audience"], agency=body["agency"], by=caller(request), source=Source.API,
            key=request.headers.get("Idempotency-Key", ""),
        )
        return self._answer(comment, status.HTTP_201_CREATED)

    @extend_schema(request=serializers.SayingSerializer, responses=_ONE, parameters=[IF_MATCH])
    def partial_update(self, request: Request, uid: str) -> Response:
        """Put new words in the place of the author's old ones; what is left out stays."""
        comment = self.get_object()
        revision = demand_match(request, comment)
        body = _present_words(comment) | given(serializers.SayingSerializer(data=request.data, partial=True))
        done = comments.edit_comment(
            comment=comment, saying=_saying(body), by=caller(request), revision=revision,
        )
        return self._answer(done)

    @extend_schema(request=serializers.ReasonSerializer, responses=_ONE, parameters=[IF_MATCH])
    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, uid: str) -> Response:
        """Take the comment back; its number stays."""
        return self._move(request, serializers.ReasonSerializer, comments.withdraw_comment)

    @extend_schema(request=serializers.ReleaseSerializer, responses=_ONE, parameters=[IF_MATCH])
    @action(detail=True, methods=["post"])
    def release(self, request: Request, uid: str) -> Response:
        """Let the agency, or everyone with the document, see it."""
        return self._move(request, serializers.ReleaseSerializer, releases.release_comment)

    @extend_schema(request=serializers.ReasonSerializer, responses=_ONE, parameters=[IF_MATCH])
    @action(detail=True, methods=["post"])
    def reopen(self, request: Request, uid: str) -> Response:
        """Take a decided comment up again."""
        return self._move(request, serializers.ReasonSerializer, decisions.reopen_comment)

    @extend_schema(request=serializers.AnswerSerializer, responses=_ONE, parameters=[IF_MATCH])
    @action(detail=True, methods=["post"])
    def propose(self, request: Request, uid: str) -> Response:
        """Prepare the editors' answer."""
        return self._decide(request, decisions.propose_decision)

    @extend_schema(request=serializers.AnswerSerializer, responses=_ONE, parameters=[IF_MATCH])
    @action(detail=True, methods=["post"])
    def decide(self, request: Request, uid: str) -> Response:
        """Give the editors' answer."""
        return self._decide(request, decisions.decide_comment)

    @extend_schema(request=serializers.RespondSerializer, responses=_ONE, parameters=[IF_MATCH])
    @action(detail=True, methods=["post"])
    def respond(self, request: Request, uid: str) -> Response:
        """Say for its commenter whether the answer satisfies."""
        return self._move(request, serializers.RespondSerializer, responses.respond)

    @extend_schema(request=serializers.ReasonSerializer, responses=_ONE, parameters=[IF_MATCH])
    @action(detail=True, methods=["post"])
    def overrule(self, request: Request, uid: str) -> Response:
        """Let the answer stand against its commenter's objection."""
        return self._move(request, serializers.ReasonSerializer, disputes.overrule_dispute)

    @extend_schema(
        methods=["get"], responses=serializers.ReplySerializer(many=True),
    )
    @extend_schema(
        methods=["post"], request=serializers.ReplySerializer,
        responses={201: serializers.ReplySerializer}, parameters=[IDEMPOTENCY_KEY],
    )
    @action(detail=True, methods=["get", "post"], url_path="replies", pagination_class=Oldest)
    def replies(self, request: Request, uid: str) -> Response:
        """The comment's thread, oldest first; POST answers in it."""
        comment = self.get_object()
        if request.method == "POST":
            body = given(serializers.ReplySerializer(data=request.data))
            reply = replies.reply_to(
                comment=comment, body=body["body"], by=caller(request), source=Source.API,
                key=request.headers.get("Idempotency-Key", ""),
            )
            return Response(serializers.ReplySerializer(reply).data, status=status.HTTP_201_CREATED)
        rows: Any = comment.replies.filter(withdrawn_at=None).select_related("agency")
        page: Any = self.paginate_queryset(rows)
        return self.get_paginated_response(serializers.ReplySerializer(page, many=True).data)

    @extend_schema(
        parameters=[*FILTERS, OpenApiParameter("version", OpenApiTypes.UUID, required=True)],
        responses={(200, files.WORD): OpenApiTypes.BINARY},
    )
    @action(detail=False)
    def word(self, request: Request) -> HttpResponse:
        """A version's Word file with the comments that the caller sees, and their proposals."""
        wanted, others = comment_filters(request, "version")
        if "version" not in others:
            raise BadInput("Name the `version` by its uid.", code="version")
        seen = documents.versions_visible_to(request.user).select_related("document", "file")
        version = get_object_or_404(seen, uid=uid_of(others["version"]))
        marked = exports.make(version=version, by=caller(request), filters=wanted.asked())
        disposition = f'attachment; filename="{marked.file_name}"'
        return HttpResponse(
            marked.data, content_type=files.WORD, headers={"Content-Disposition": disposition},
        )

    def _move(self, request: Request, serializer: type[Any], service: Callable[..., Comment]) -> Response:
        """One of the moves that take their body's fields as they are."""
        comment = self.get_object()
        revision = demand_match(request, comment)
        body = given(serializer(data=request.data))
        body["revision"] = revision if revision is not None else body["revision"]
        return self._answer(service(comment=comment, by=caller(request), **body))

    def _decide(self, request: Request, service: Callable[..., Comment]) -> Response:
        comment = self.get_object()
        revision = demand_match(request, comment)
        form = serializers.AnswerSerializer(data=request.data)
        target: Any = form.fields["duplicate_of"]
        target.queryset = self.get_queryset().filter(document=comment.document)
        body = given(form)
        answer = Answer(body["disposition"], body["response"], body["duplicate_of"])
        return self._answer(service(
            comment=comment, answer=answer, by=caller(request),
            revision=revision if revision is not None else body["revision"],
        ))

    def _answer(self, comment: Comment, code: int = status.HTTP_200_OK) -> Response:
        fresh = self.get_queryset().get(pk=comment.pk)
        return Response(_ONE(fresh).data, status=code, headers={"ETag": etag(fresh)})


def _saying(body: dict[str, Any]) -> Saying:
    return Saying(
        body=body["body"], type=body["type"], severity=body["severity"], proposal=body["proposal"],
    )


def _present_words(comment: Comment) -> dict[str, Any]:
    proposal = getattr(comment, "proposal", None)
    return {
        "body": comment.body, "type": comment.type, "severity": comment.severity,
        "proposal": proposal.text if proposal else None,
    }
