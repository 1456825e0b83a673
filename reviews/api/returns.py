"""`/api/v1/returns/`: marked-up Word files that come back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import mixins, status, viewsets
from rest_framework.decorators import action
from rest_framework.parsers import MultiPartParser
from rest_framework.response import Response

from backend.accounts.requests import caller
from backend.paging import CursorPages
from documents import selectors as documents
from documents.views.versions import download
from reviews import selectors
from reviews.api import serializers
from reviews.api.requests import given, query, uid_of
from reviews.models import Return
from reviews.services import returns

if TYPE_CHECKING:
    import builtins

    from django.db.models import QuerySet
    from django.http import FileResponse
    from rest_framework.parsers import BaseParser
    from rest_framework.request import Request

_ONE = serializers.ReturnSerializer


class Returns(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[Return]):
    """Returns that the caller, or their agency, sent; for editors, those open to the document."""

    serializer_class = _ONE
    pagination_class = CursorPages
    queryset = Return.objects.none()
    lookup_field = "uid"
    lookup_value_converter = "uuid"
    filter_backends = ()

    def get_queryset(self) -> QuerySet[Return]:
        rows = selectors.returns_visible_to(self.request.user)
        return rows.select_related("document", "version", "agency", "file")

    @extend_schema(parameters=[OpenApiParameter("version", OpenApiTypes.UUID)])
    def list(self, request: Request, *args: object, **kwargs: object) -> Response:
        """Returns, newest first."""
        asked = query(request, "version")
        rows = self.get_queryset()
        if "version" in asked:
            rows = rows.filter(version__uid=uid_of(asked["version"]))
        return self.get_paginated_response(_ONE(self.paginate_queryset(rows), many=True).data)

    @extend_schema(request=serializers.NewReturnSerializer, responses={202: _ONE})
    def create(self, request: Request) -> Response:
        """Send a marked-up copy of a version back; it is read by a task, see `state` and `report`."""
        body: dict[str, Any] = given(serializers.NewReturnSerializer(data=request.data))
        seen = documents.versions_visible_to(request.user).select_related("document")
        received = returns.receive_return(
            version=get_object_or_404(seen, uid=body["version"]), data=body["file"].read(),
            file_name=body["file"].name, by=caller(request), audience=body["audience"], agency=body["agency"],
        )
        return Response(_ONE(received).data, status=status.HTTP_202_ACCEPTED)

    @extend_schema(responses={(200, "application/octet-stream"): OpenApiTypes.BINARY})
    @action(detail=True)
    def file(self, request: Request, uid: str) -> FileResponse:
        """The file as it came, byte for byte."""
        found = self.get_object()
        return download(found.file, found.file_name)

    def get_parsers(self) -> builtins.list[BaseParser]:
        """Files come as forms."""
        return [MultiPartParser()]
