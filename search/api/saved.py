"""`/api/v1/saved-searches/`: the searches that a person keeps, and when they are told of what is new."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers, status, viewsets
from rest_framework.response import Response

from backend.accounts.requests import caller
from backend.paging import CursorPages
from search import saved as keeping
from search.core.parser import MAX_LENGTH
from search.models import Alert, SavedSearch

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from rest_framework.request import Request


class SavedSearchSerializer(serializers.ModelSerializer[SavedSearch]):
    """A search as its owner keeps it; `next_at` is when they are told next, by day and by week."""

    class Meta:
        model = SavedSearch
        fields = ("uid", "name", "query", "alert", "next_at", "created_at")
        read_only_fields = fields


class SavingSerializer(serializers.Serializer[Any]):
    """What is to be kept."""

    query = serializers.CharField(max_length=MAX_LENGTH)
    name = serializers.CharField(max_length=120, required=False, default="", allow_blank=True)
    alert = serializers.ChoiceField(Alert.choices, required=False, default=Alert.NONE)


class ChangingSerializer(serializers.Serializer[Any]):
    """What is to be otherwise."""

    query = serializers.CharField(max_length=MAX_LENGTH, required=False)
    name = serializers.CharField(max_length=120, required=False)
    alert = serializers.ChoiceField(Alert.choices, required=False)


class SavedSearches(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[SavedSearch]):
    """The caller's searches."""

    serializer_class = SavedSearchSerializer
    pagination_class = CursorPages
    queryset = SavedSearch.objects.none()
    lookup_field = "uid"
    lookup_value_converter = "uuid"
    filter_backends = ()

    def get_queryset(self) -> QuerySet[SavedSearch]:
        return keeping.saved_searches_of(self.request.user).select_related("person")

    @extend_schema(request=SavingSerializer, responses={201: SavedSearchSerializer})
    def create(self, request: Request) -> Response:
        """Keep a search. What it finds now counts as known."""
        body = SavingSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        kept = keeping.save_search(by=caller(request), **body.validated_data)
        return Response(SavedSearchSerializer(kept).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=ChangingSerializer, responses=SavedSearchSerializer)
    def partial_update(self, request: Request, uid: str) -> Response:
        """Give it another name, other words or another alert."""
        kept = self.get_object()
        body = ChangingSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        changed = keeping.change_search(saved=kept, **body.validated_data)
        return Response(SavedSearchSerializer(changed).data)

    @extend_schema(responses={204: None})
    def destroy(self, request: Request, uid: str) -> Response:
        """Keep it no longer."""
        keeping.forget_search(saved=self.get_object())
        return Response(status=status.HTTP_204_NO_CONTENT)
