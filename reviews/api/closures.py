"""`/api/v1/closures/`: days on which agencies do not work, and the time that they need for one answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, status, viewsets
from rest_framework.decorators import action
from rest_framework.response import Response

from backend.accounts.models import Agency
from backend.accounts.requests import caller
from backend.paging import CursorPages
from reviews.api import plan_serializers as serializers
from reviews.api.requests import given
from reviews.models import Closure
from reviews.services.plans import terms

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from rest_framework.request import Request

_ONE = serializers.ClosureSerializer


class ByDay(CursorPages):
    """In the order of their days."""

    ordering = ("from_on", "id")


class Closures(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[Closure]):
    """Calendars of all agencies; everyone signed in plans with them."""

    serializer_class = _ONE
    pagination_class = ByDay
    queryset = Closure.objects.none()
    lookup_field = "uid"
    lookup_value_converter = "uuid"
    filter_backends = ()

    def get_queryset(self) -> QuerySet[Closure]:
        return Closure.objects.filter(ended_at=None).select_related("agency")

    @extend_schema(request=serializers.NewClosureSerializer, responses={201: _ONE})
    def create(self, request: Request) -> Response:
        """Add days on which an agency does not work; without an agency, nobody."""
        body = given(serializers.NewClosureSerializer(data=request.data))
        code = body.pop("agency")
        agency = get_object_or_404(Agency, code=code) if code else None
        closure = terms.add_closure(agency=agency, by=caller(request), **body)
        return Response(_ONE(closure).data, status=status.HTTP_201_CREATED)

    @extend_schema(responses={204: None})
    def destroy(self, request: Request, uid: str) -> Response:
        """Reckon with these days no more."""
        terms.end_closure(closure=self.get_object(), by=caller(request))
        return Response(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(request=serializers.LeadSerializer, responses=serializers.LeadSerializer)
    @action(detail=False, methods=["post"])
    def lead(self, request: Request) -> Response:
        """Say how many working days an agency needs to make one answer of many."""
        body = given(serializers.LeadSerializer(data=request.data))
        agency = get_object_or_404(Agency, code=body["agency"])
        terms.set_lead(agency=agency, lead_days=body["lead_days"], by=caller(request))
        return Response(body)
