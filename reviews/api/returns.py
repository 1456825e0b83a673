"""`/api/v1/returns/`: marked-up Word files and comment sheets that come back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import mixins, status, viewsets
from rest_framework.decorators import action
from rest_framework.pagination import CursorPagination
from rest_framework.parsers import FormParser, JSONParser, MultiPartParser
from rest_framework.response import Response

from backend.accounts.requests import caller
from backend.paging import CursorPages
from documents import selectors as documents
from documents.views.versions import download
from reviews import selectors
from reviews.api import serializers
from reviews.api.requests import given, query, uid_of
from reviews.models import Return
from reviews.services.sheets import answering, receiving
from reviews.services.word import returns
from reviews.views.exchange import answers_of
from reviews.views.sheets import attachment

if TYPE_CHECKING:
    import builtins

    from django.db.models import QuerySet
    from django.http import FileResponse, HttpResponse
    from rest_framework.parsers import BaseParser
    from rest_framework.request import Request

_ONE = serializers.ReturnSerializer


class RowOrder(CursorPagination):
    """Rows come as they stand in the sheet."""

    ordering = "ordinal"
    page_size = 100
    page_size_query_param = "limit"
    max_page_size = 500


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

    @extend_schema(responses=serializers.SheetRowSerializer(many=True))
    @action(detail=True, pagination_class=RowOrder)
    def rows(self, request: Request, uid: str) -> Response:
        """The rows of a sheet in their order; for who sent it and their agency. `state` narrows them."""
        rows: Any = selectors.sheet_rows_visible_to(request.user).filter(received=self.get_object())
        asked = query(request, "state")
        if "state" in asked:
            rows = rows.filter(state=asked["state"])
        page: Any = self.paginate_queryset(rows.select_related("comment").order_by("ordinal"))
        return self.get_paginated_response(serializers.SheetRowSerializer(page, many=True).data)

    @extend_schema(request=serializers.SheetImportSerializer, responses={202: _ONE})
    @action(detail=True, methods=["post"], url_path="import", url_name="import")
    def take_in(self, request: Request, uid: str) -> Response:
        """Let the good rows of a sheet come in, by a task."""
        body = given(serializers.SheetImportSerializer(data=request.data))
        done = receiving.order_import(received=self.get_object(), by=caller(request), **body)
        return Response(_ONE(done).data, status=status.HTTP_202_ACCEPTED)

    @extend_schema(request=None, responses=_ONE)
    @action(detail=True, methods=["post"])
    def stop(self, request: Request, uid: str) -> Response:
        """Let no more rows of a sheet come in: comments made stay, the other rows wait as before."""
        return Response(_ONE(receiving.stop_import(received=self.get_object(), by=caller(request))).data)

    @extend_schema(request=serializers.SheetAgainSerializer, responses={202: _ONE})
    @action(detail=True, methods=["post"])
    def again(self, request: Request, uid: str) -> Response:
        """Look through a sheet as another kind, or with other columns."""
        body = given(serializers.SheetAgainSerializer(data=request.data))
        done = receiving.read_again(
            received=self.get_object(), profile=body["profile"], mapping=body["mapping"], by=caller(request),
        )
        return Response(_ONE(done).data, status=status.HTTP_202_ACCEPTED)

    @extend_schema(responses={(200, "application/octet-stream"): OpenApiTypes.BINARY})
    @action(detail=True)
    def marked(self, request: Request, uid: str) -> HttpResponse:
        """The sheet as it came, with the reason beside each row that did not come in."""
        found = self.get_object()
        get_object_or_404(selectors.sheet_rows_visible_to(request.user).filter(received=found), ordinal=1)
        return attachment(*answering.with_problems(received=found))

    @extend_schema(responses={(200, "application/octet-stream"): OpenApiTypes.BINARY})
    @action(detail=True)
    def answers(self, request: Request, uid: str) -> HttpResponse:
        """The file or sheet as it came, with our answers: in its threads, or in its columns."""
        return attachment(*answers_of(self.get_object(), caller(request)))

    def get_parsers(self) -> builtins.list[BaseParser]:
        """Files come as forms, all else as JSON too."""
        return [MultiPartParser(), JSONParser(), FormParser()]
