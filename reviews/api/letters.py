"""`/api/v1/documents/{slug}/letters/`: writing to the authors of the comments that a filter finds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers, status
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.accounts.requests import caller
from backend.paging import CursorPages
from documents import selectors as documents
from reviews.api.requests import FILTERS, asked_for, asked_in, comment_filters, given, query
from reviews.models import Audience, Letter
from reviews.selectors import letters
from reviews.services.answers import letters as services

if TYPE_CHECKING:
    from rest_framework.request import Request

    from documents.models import Document


class RecipientSerializer(serializers.Serializer[Any]):
    """Who gets a letter, by the name that its writer may know; `is_hidden`: it stands for another."""

    name = serializers.CharField()
    agency = serializers.CharField()
    count = serializers.IntegerField()
    is_hidden = serializers.BooleanField()


class AddressedSerializer(serializers.Serializer[Any]):
    """Who would get a letter; `unreached` counts comments of which nobody can be told."""

    comments = serializers.IntegerField()
    unreached = serializers.IntegerField()
    own = serializers.IntegerField()
    recipients = RecipientSerializer(many=True)


class LetterSerializer(serializers.ModelSerializer[Letter]):
    """A letter as its readers get it; `asked` are the filters that chose the comments."""

    document: Any = serializers.SlugRelatedField(slug_field="slug", read_only=True)
    by = serializers.CharField(source="written_by.name", read_only=True)

    class Meta:
        model = Letter
        fields: ClassVar = ["uid", "document", "audience", "subject", "body", "written_at", "by"]
        read_only_fields = fields


class OneLetterSerializer(LetterSerializer):
    """A letter with the caller's comments that it is about, and, for who steers, who got it."""

    comments: Any = serializers.ListField(child=serializers.UUIDField(), read_only=True)
    recipients = RecipientSerializer(many=True, read_only=True)

    class Meta(LetterSerializer.Meta):
        fields: ClassVar = [*LetterSerializer.Meta.fields, "comments", "recipients"]
        read_only_fields = fields


class NewLetterSerializer(serializers.Serializer[Any]):
    """A letter to write: `filters` choose the comments as in the matrix, `expected` is how many they are.

    The caller makes the `uid`; the same one again writes nothing and gives the letter that there is.
    """

    uid = serializers.UUIDField()
    filters: Any = serializers.DictField(child=serializers.CharField(max_length=400), default=dict)
    audience = serializers.ChoiceField(choices=Audience.choices, default=Audience.AUTHORS)
    subject = serializers.CharField(max_length=services.LONGEST_SUBJECT)
    body = serializers.CharField(max_length=services.LONGEST)
    expected = serializers.IntegerField(min_value=0)


class Letters(APIView):
    """The letters of a document."""

    @extend_schema(
        responses=LetterSerializer(many=True), operation_id="documents_letters_list",
        parameters=[
            OpenApiParameter("cursor", OpenApiTypes.STR), OpenApiParameter("limit", OpenApiTypes.INT),
        ],
    )
    def get(self, request: Request, slug: str) -> Response:
        """Those that the caller got, or may look through, newest first."""
        document = _document(request, slug)
        query(request)
        rows = letters.letters_visible_to(request.user).filter(document=document)
        pages = CursorPages()
        page = pages.paginate_queryset(rows.select_related("document", "written_by"), request, self)
        return pages.get_paginated_response(LetterSerializer(page, many=True).data)

    @extend_schema(
        request=NewLetterSerializer, responses={201: LetterSerializer},
        operation_id="documents_letters_write",
    )
    def post(self, request: Request, slug: str) -> Response:
        """Write to the authors, or focal points, of all comments that the filters find."""
        document = _document(request, slug)
        body = given(NewLetterSerializer(data=request.data))
        asked = body.pop("filters")
        letter = services.write_letter(
            asked=asked_in(request, document, asked), by=caller(request), **body,
        )
        return Response(LetterSerializer(letter).data, status=status.HTTP_201_CREATED)


class Recipients(APIView):
    """Who would get a letter about the comments that filters find."""

    @extend_schema(
        parameters=[*FILTERS, OpenApiParameter("audience", OpenApiTypes.STR, enum=Audience.values)],
        responses=AddressedSerializer, operation_id="documents_recipients",
    )
    def get(self, request: Request, slug: str) -> Response:
        """Look before writing."""
        document = _document(request, slug)
        wanted, others = comment_filters(request, "audience")
        addressed = services.preview(
            asked=asked_for(request, document, wanted), audience=others.get("audience", Audience.AUTHORS),
            by=caller(request),
        )
        return Response(AddressedSerializer(addressed).data)


class OneLetter(APIView):
    """A letter."""

    @extend_schema(responses=OneLetterSerializer, operation_id="documents_letters_read")
    def get(self, request: Request, slug: str, uid: str) -> Response:
        """As the caller may read it."""
        rows = letters.letters_visible_to(request.user).select_related("document", "written_by")
        found: Any = get_object_or_404(rows, document__slug=slug, uid=uid)
        found.comments = letters.about(request.user, found).values_list("uid", flat=True)
        steers = documents.documents_steered_by(request.user).filter(pk=found.document_id).exists()
        found.recipients = letters.recipients(request.user, found) if steers else ()
        return Response(OneLetterSerializer(found).data)


def _document(request: Request, slug: str) -> Document:
    return get_object_or_404(documents.documents_visible_to(request.user), slug=slug)
