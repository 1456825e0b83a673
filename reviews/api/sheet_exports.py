"""`/api/v1/sheet-exports/`: large sheets, ordered and fetched later; `sheets/` writes at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers, status, viewsets
from rest_framework.decorators import action
from rest_framework.response import Response

from backend.accounts.requests import caller
from backend.paging import CursorPages
from documents import selectors as documents
from reviews.api.requests import filters_in, given
from reviews.core import sheets
from reviews.models import SheetExport
from reviews.services.sheets import ordering
from reviews.views.ordered_sheets import answer

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import FileResponse
    from rest_framework.request import Request


class SheetExportSerializer(serializers.ModelSerializer[SheetExport]):
    """How far it is: `done` of `total` rows; `state` is waiting, writing, ready, gone, failed or
    cancelled."""

    version = serializers.UUIDField(source="version.uid", read_only=True)
    state = serializers.CharField(read_only=True)

    class Meta:
        model = SheetExport
        fields: ClassVar = [
            "uid", "version", "profile", "kind", "filters", "state", "done", "total", "size", "folded",
            "failed", "ordered_at", "ready_at", "expires_at",
        ]
        read_only_fields = fields


class NewSheetExportSerializer(serializers.Serializer[Any]):
    """Which sheet of which version; `filters` as in the matrix."""

    version = serializers.UUIDField()
    profile = serializers.ChoiceField(choices=list(sheets.BY_NAME))
    kind = serializers.ChoiceField(choices=list(sheets.ENDINGS))
    filters: Any = serializers.DictField(child=serializers.CharField(max_length=400), default=dict)


class SheetExports(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[SheetExport]):
    """The caller's own orders, of versions that they see."""

    serializer_class = SheetExportSerializer
    pagination_class = CursorPages
    queryset = SheetExport.objects.none()
    lookup_field = "uid"
    lookup_value_converter = "uuid"
    filter_backends = ()

    def get_queryset(self) -> QuerySet[SheetExport]:
        person = self.request.user
        rows = SheetExport.objects.filter(by=person.pk or 0)
        seen = rows.filter(version__in=documents.versions_visible_to(person))
        return seen.select_related("version__document", "by").defer("comments")

    @extend_schema(request=NewSheetExportSerializer, responses={202: SheetExportSerializer})
    def create(self, request: Request) -> Response:
        """Order one; a task writes it."""
        body = given(NewSheetExportSerializer(data=request.data))
        wanted = filters_in(request, body["filters"])
        version = get_object_or_404(documents.versions_visible_to(request.user), uid=body["version"])
        made = ordering.order_sheet(
            version=version, wanted=wanted, profile=body["profile"], kind=body["kind"],
            by=caller(request),
        )
        return Response(SheetExportSerializer(made).data, status=status.HTTP_202_ACCEPTED)

    @extend_schema(request=None, responses=SheetExportSerializer)
    @action(detail=True, methods=["post"])
    def cancel(self, request: Request, uid: str) -> Response:
        """Want it no more, while it waits or is written: no file comes of it."""
        done = ordering.cancel_sheet(ordered=self.get_object(), by=caller(request))
        return Response(SheetExportSerializer(done).data)

    @extend_schema(responses={(200, "application/octet-stream"): OpenApiTypes.BINARY})
    @action(detail=True)
    def file(self, request: Request, uid: str) -> FileResponse:
        """The file, as long as the caller still sees all that is in it."""
        return answer(self.get_object(), caller(request))
