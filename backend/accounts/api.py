"""API: agencies, people, and `people/me`."""

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from backend.accounts import selectors
from backend.accounts.models import Agency, Person
from backend.accounts.requests import caller
from backend.accounts.serializers import AgencySerializer, MeSerializer, PersonSerializer
from backend.paging import CursorPages


class ByName(CursorPages):
    ordering: str | tuple[str, ...] = ("name", "id")


class ByCode(CursorPages):
    ordering = "code"


class AgencyViewSet(viewsets.ReadOnlyModelViewSet[Agency]):
    """The organisations that take part."""

    serializer_class = AgencySerializer
    pagination_class = ByCode
    filterset_fields = ["kind", "is_owner"]
    queryset = Agency.objects.none()

    def get_queryset(self) -> QuerySet[Agency]:
        return selectors.agencies_visible_to(self.request.user)


class PersonViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[Person]):
    """The people of one's own agencies; everybody, for staff."""

    serializer_class = PersonSerializer
    pagination_class = ByName
    lookup_field = "uid"
    lookup_value_converter = "uuid"
    queryset = Person.objects.none()

    def get_queryset(self) -> QuerySet[Person]:
        return selectors.people_visible_to(self.request.user)

    @extend_schema(responses=MeSerializer)
    @action(detail=False)
    def me(self, request: Request) -> Response:
        """Whoever asks, with their memberships of today."""
        return Response(MeSerializer(caller(request)).data)
