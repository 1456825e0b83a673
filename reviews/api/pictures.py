"""`/api/v1/comments/{uid}/pictures/`: the pictures that a proposal brings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from reviews.room import pictures as proposed_pictures
from reviews.views import pictures

if TYPE_CHECKING:
    from django.http import HttpResponse
    from rest_framework.request import Request

    from reviews.room.pictures import Brought


class PictureSerializer(serializers.Serializer[Any]):
    """A picture; `url` gives its bytes, "" when it is of a type that no browser may be given."""

    url: Any = serializers.SerializerMethodField()
    content_type = serializers.CharField(source="picture.content_type")
    alt = serializers.CharField(source="picture.alt", allow_blank=True)
    width = serializers.IntegerField(source="picture.width", help_text="Pixels at 96 dpi, 0 when unknown")
    height = serializers.IntegerField(source="picture.height")

    @extend_schema_field(OpenApiTypes.STR)
    def get_url(self, one: Brought) -> str:
        """Where its bytes are."""
        return reverse("api:comment-picture", args=[self.context["uid"], one.place]) if one.is_shown else ""


class Pictures(APIView):
    """What a proposal brings that is not words."""

    @extend_schema(responses=PictureSerializer(many=True))
    def get(self, request: Request, uid: str) -> Response:
        """The pictures that a proposal brings, in the order of its edits."""
        found = proposed_pictures.brought(pictures.proposal(request.user, uid))
        return Response(PictureSerializer(found, many=True, context={"uid": uid}).data)


class Picture(APIView):
    """One picture of a proposal."""

    @extend_schema(responses={(200, "image/*"): OpenApiTypes.BINARY})
    def get(self, request: Request, uid: str, place: int) -> HttpResponse:
        """The picture's bytes, as they came."""
        return pictures.answer(pictures.proposal(request.user, uid), place)
