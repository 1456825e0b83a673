"""`/api/v1/sweeps/`: an act on all comments that filters find, however many; and undoing it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers, status, viewsets
from rest_framework.decorators import action
from rest_framework.response import Response

from backend.accounts.requests import caller
from backend.paging import CursorPages
from documents import selectors as documents
from reviews import selectors
from reviews.api.operations import NewOperationSerializer, wish_of
from reviews.api.requests import asked_in, given
from reviews.models import Sweep
from reviews.services.answers import sweeps as services

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from rest_framework.request import Request


class SweepSerializer(serializers.ModelSerializer[Sweep]):
    """How far it is: `done` of `total` had their turn, `left` counts those of them that stay as they were.

    One that was stopped has ended with fewer done than there are; the others were not touched.
    """

    document: Any = serializers.SlugRelatedField(slug_field="slug", read_only=True)
    by = serializers.CharField(source="by.name", read_only=True)
    undoes: Any = serializers.SlugRelatedField(slug_field="uid", read_only=True)
    total = serializers.SerializerMethodField()
    left = serializers.SerializerMethodField()

    class Meta:
        model = Sweep
        fields: ClassVar = [
            "uid", "document", "total", "done", "left", "begun_at", "ended_at", "by", "undoes",
        ]
        read_only_fields = fields

    def get_total(self, sweep: Sweep) -> int:
        return len(sweep.chosen)

    def get_left(self, sweep: Sweep) -> int:
        return len(sweep.left)


class NewSweepSerializer(NewOperationSerializer):
    """What to do with all that `filters` find, as in the matrix; `expected` is how many they are."""

    comments = None  # type: ignore[assignment]
    filters: Any = serializers.DictField(child=serializers.CharField(max_length=400), default=dict)
    expected = serializers.IntegerField(min_value=1)


class Sweeps(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[Sweep]):
    """Acts on all that a filter found, in documents that the caller steers."""

    serializer_class = SweepSerializer
    pagination_class = CursorPages
    queryset = Sweep.objects.none()
    lookup_field = "uid"
    lookup_value_converter = "uuid"
    filter_backends = ()

    def get_queryset(self) -> QuerySet[Sweep]:
        rows = selectors.sweeps_visible_to(self.request.user)
        return rows.select_related("document", "by", "undoes")

    @extend_schema(request=NewSweepSerializer, responses={202: SweepSerializer})
    def create(self, request: Request) -> Response:
        """Order it; a task does it piece by piece."""
        body = given(NewSweepSerializer(data=request.data))
        document = get_object_or_404(
            documents.documents_visible_to(request.user), slug=body.pop("document"),
        )
        wanted, expected = body.pop("filters"), body.pop("expected")
        sweep = services.begin_sweep(
            asked=asked_in(request, document, wanted), wish=wish_of(request, document, body),
            expected=expected, by=caller(request),
        )
        return Response(SweepSerializer(sweep).data, status=status.HTTP_202_ACCEPTED)

    @extend_schema(request=None, responses=SweepSerializer)
    @action(detail=True, methods=["post"])
    def stop(self, request: Request, uid: str) -> Response:
        """Let it end where it is: what is done stays, the others are not touched."""
        stopped = services.stop_sweep(sweep=self.get_object(), by=caller(request))
        return Response(SweepSerializer(stopped).data)

    @extend_schema(request=None, responses={202: SweepSerializer})
    @action(detail=True, methods=["post"])
    def undo(self, request: Request, uid: str) -> Response:
        """Order that all of it is undone."""
        undoing = services.undo_sweep(sweep=self.get_object(), by=caller(request))
        return Response(SweepSerializer(undoing).data, status=status.HTTP_202_ACCEPTED)
