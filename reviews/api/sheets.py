"""`/api/v1/sheets/`: comments as a sheet of any profile, and sheets sent in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import status, viewsets
from rest_framework.parsers import MultiPartParser
from rest_framework.response import Response

from backend.accounts.requests import caller
from backend.errors import BadInput
from documents import selectors as documents
from reviews.api import serializers
from reviews.api.requests import FILTERS, comment_filters, given, uid_of
from reviews.core import sheets
from reviews.services.sheets import receiving
from reviews.views.sheets import sheet_answer

if TYPE_CHECKING:
    from django.http import FileResponse
    from rest_framework.request import Request


class Sheets(viewsets.GenericViewSet[Any]):
    """Sheets out of a version's comments, and into them; what became of one is a return."""

    parser_classes = (MultiPartParser,)
    serializer_class = serializers.ReturnSerializer
    pagination_class = None
    filter_backends = ()

    @extend_schema(
        parameters=[
            OpenApiParameter("version", OpenApiTypes.UUID, required=True),
            OpenApiParameter("profile", OpenApiTypes.STR, required=True, enum=list(sheets.BY_NAME)),
            OpenApiParameter("kind", OpenApiTypes.STR, required=True, enum=list(sheets.ENDINGS)),
            *FILTERS,
        ],
        responses={(200, "application/octet-stream"): OpenApiTypes.BINARY},
    )
    def list(self, request: Request) -> FileResponse:
        """Comments on a version that the caller sees and the filters let through, as a file."""
        wanted, asked = comment_filters(request, "version", "profile", "kind")
        profile, kind = asked.get("profile", ""), asked.get("kind", "")
        if profile not in sheets.BY_NAME or kind not in sheets.BY_NAME[profile].kinds:
            raise BadInput("Name a profile, and a kind of file that it is written as.", code="profile")
        seen = documents.versions_visible_to(request.user).select_related("document")
        version = get_object_or_404(seen, uid=uid_of(asked.get("version", "")))
        return sheet_answer(version, caller(request), wanted, profile, kind)

    @extend_schema(request=serializers.NewSheetSerializer, responses={202: serializers.ReturnSerializer})
    def create(self, request: Request) -> Response:
        """Send a sheet in; a task looks through it, see the return's `state`, `report` and rows."""
        body = given(serializers.NewSheetSerializer(data=request.data))
        seen = documents.versions_visible_to(request.user).select_related("document")
        received = receiving.receive_sheet(
            version=get_object_or_404(seen, uid=body["version"]), data=body["file"].read(),
            file_name=body["file"].name, by=caller(request), audience=body["audience"],
            agency=body["agency"], on_behalf_of=body["on_behalf_of"], profile=body["profile"],
        )
        return Response(serializers.ReturnSerializer(received).data, status=status.HTTP_202_ACCEPTED)
