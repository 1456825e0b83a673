"""What a focal point does with one comment of the agency: actions of `/api/v1/comments/{uid}/`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action

from backend.accounts.requests import caller
from reviews.api import serializers
from reviews.api.requests import IF_MATCH, demand_match, given
from reviews.models import Comment
from reviews.services.talk import voices
from reviews.services.talk.comments import Saying

if TYPE_CHECKING:
    from rest_framework.request import Request
    from rest_framework.response import Response

_ONE = serializers.CommentSerializer


class RewordSerializer(serializers.SayingSerializer):
    """The agency's words for a member's comment, and why; the author reads it."""

    reason = serializers.ReasonSerializer().fields["reason"]


class FocalPoints:
    """Mixed into the comments' routes; the comment is fetched as one that the caller sees."""

    get_object: Any
    _answer: Any
    _move: Any

    @extend_schema(request=RewordSerializer, responses=_ONE, parameters=[IF_MATCH])
    @action(detail=True, methods=["post"])
    def reword(self, request: Request, uid: str) -> Response:
        """Put it into the agency's words; the original is kept, and its author told."""
        comment: Comment = self.get_object()
        revision = demand_match(request, comment)
        body = given(RewordSerializer(data=request.data))
        saying = Saying(body["body"], body["type"], body["severity"], body["proposal"])
        done: Response = self._answer(voices.reword_comment(
            comment=comment, saying=saying, reason=body["reason"], by=caller(request), revision=revision,
        ))
        return done

    @extend_schema(request=serializers.ReasonSerializer, responses=_ONE, parameters=[IF_MATCH])
    @action(detail=True, methods=["post"], url_path="return", url_name="return")
    def give_back(self, request: Request, uid: str) -> Response:
        """Give it back to its author, with what to change."""
        done: Response = self._move(request, serializers.ReasonSerializer, voices.return_comment)
        return done

    @extend_schema(request=serializers.ReasonSerializer, responses=_ONE, parameters=[IF_MATCH])
    @action(detail=True, methods=["post"])
    def hold(self, request: Request, uid: str) -> Response:
        """Hold it back within the agency."""
        done: Response = self._move(request, serializers.ReasonSerializer, voices.hold_comment)
        return done

    @extend_schema(request=None, responses=_ONE, parameters=[IF_MATCH])
    @action(detail=True, methods=["post"])
    def free(self, request: Request, uid: str) -> Response:
        """Hold it back no longer, or take it out of the comment that it was put together with."""
        comment: Comment = self.get_object()
        revision = demand_match(request, comment)
        done: Response = self._answer(voices.free_comment(
            comment=comment, by=caller(request), revision=revision,
        ))
        return done
