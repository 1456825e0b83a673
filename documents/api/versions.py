"""`/api/v1/versions/`: one version, its blocks, its file, and how it differs from another."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any, ClassVar

from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import mixins, pagination, status, viewsets
from rest_framework.decorators import action
from rest_framework.response import Response

from backend.accounts.requests import caller
from backend.errors import BadInput
from documents import selectors
from documents.api import serializers
from documents.models import Version
from documents.services import files, publications, redlines, renditions
from documents.services import versions as services
from documents.views.compare import redline_answer
from documents.views.versions import download

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from rest_framework.request import Request


TO = OpenApiParameter("to", OpenApiTypes.UUID, required=True, description="The other version's uid")


class ReadingOrder(pagination.CursorPagination):
    """Blocks come in reading order."""

    ordering = "ordinal"
    page_size = 200
    page_size_query_param = "limit"
    max_page_size = 500


class Versions(mixins.RetrieveModelMixin, viewsets.GenericViewSet[Version]):
    """Versions that the caller may see."""

    serializer_class = serializers.VersionSerializer
    queryset = Version.objects.none()
    lookup_field = "uid"
    lookup_value_converter = "uuid"
    filterset_fields: ClassVar[list[str]] = []

    def get_queryset(self) -> QuerySet[Version]:
        rows = selectors.versions_visible_to(self.request.user)
        return rows.select_related("document__owner", "file").prefetch_related("parents")

    def retrieve(self, request: Request, *args: object, **kwargs: object) -> Response:
        """One version with its import report; `ETag` stays the same once it is issued."""
        version = self.get_object()
        tag = serializers.etag(version)
        if request.headers.get("If-None-Match") == tag:
            return Response(status=status.HTTP_304_NOT_MODIFIED, headers={"ETag": tag})
        return Response(self.get_serializer(version).data, headers={"ETag": tag})

    @extend_schema(responses={204: None})
    def destroy(self, request: Request, uid: str) -> Response:
        """Discard an upload that is not issued."""
        services.discard_version(version=self.get_object(), by=caller(request))
        return Response(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(request=serializers.IssueSerializer, responses=serializers.VersionSerializer)
    @action(detail=True, methods=["post"])
    def issue(self, request: Request, uid: str) -> Response:
        """Freeze a version that was read."""
        given = serializers.IssueSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        version = services.issue_version(
            version=self.get_object(), by=caller(request), **given.validated_data
        )
        return Response(self.get_serializer(version).data)

    @extend_schema(responses=serializers.BlockSerializer(many=True))
    @action(detail=True, pagination_class=ReadingOrder)
    def blocks(self, request: Request, uid: str) -> Response:
        """The blocks in reading order."""
        rows: Any = self.get_object().blocks.defer("html", "data")
        page: Any = self.paginate_queryset(rows)
        return self.get_paginated_response(serializers.BlockSerializer(page, many=True).data)

    @extend_schema(responses={(200, "application/octet-stream"): OpenApiTypes.BINARY})
    @action(detail=True)
    def file(self, request: Request, uid: str) -> FileResponse:
        """The file as received, byte for byte."""
        version = self.get_object()
        return download(version.file, version.file_name)

    @extend_schema(responses={(200, files.PDF): OpenApiTypes.BINARY})
    @action(detail=True)
    def pdf(self, request: Request, uid: str) -> FileResponse:
        """The issued version as a PDF with numbered lines: the pages and lines that sheets cite."""
        version = self.get_object()
        name = f"{version.document.slug}-v{version.number}-lines.pdf"
        return download(renditions.pdf_of(version).file, name)

    @extend_schema(parameters=[TO], responses=serializers.ChangeSerializer(many=True))
    @action(detail=True)
    def compare(self, request: Request, uid: str) -> Response:
        """What changed from this version to another of the same document, in reading order."""
        older, newer = self._pair(request)
        changes = [row for row in redlines.rows(older, newer) if row.kind != "same"]
        return Response(serializers.ChangeSerializer(changes, many=True).data)

    @extend_schema(parameters=[TO], responses={(200, files.WORD): OpenApiTypes.BINARY})
    @action(detail=True)
    def redline(self, request: Request, uid: str) -> HttpResponse:
        """This version's Word file with tracked changes that lead to another version of the document."""
        older, newer = self._pair(request)
        moment = timezone.now().strftime("%Y-%m-%dT%H:%M:%SZ")
        data = redlines.redline_file(older=older, newer=newer, by=caller(request), date=moment)
        return redline_answer(data, older, newer)

    def _pair(self, request: Request) -> tuple[Version, Version]:
        older = self.get_object()
        same_document = self.get_queryset().filter(document=older.document).exclude(pk=older.pk)
        return older, get_object_or_404(same_document, uid=_uid(request.query_params.get("to", "")))

    @extend_schema(
        request=serializers.PublishSerializer,
        responses={201: serializers.PublicationSerializer},
    )
    @action(detail=True, methods=["post"])
    def publish(self, request: Request, uid: str) -> Response:
        """Make an issued version public."""
        given = serializers.PublishSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        published = publications.publish_version(
            version=self.get_object(),
            by=caller(request),
            **given.validated_data,
        )
        return Response(serializers.PublicationSerializer(published).data, status=status.HTTP_201_CREATED)


def _uid(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError as error:
        raise BadInput("`to` must be a version's uid.", code="to") from error
