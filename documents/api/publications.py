"""`/api/v1/publications/`: what anybody can read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.http import FileResponse
from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import permissions, serializers, viewsets
from rest_framework.decorators import action
from rest_framework.response import Response

from backend.accounts.requests import caller
from documents import selectors
from documents.api.serializers import PublicationSerializer
from documents.models import Publication
from documents.services import files
from documents.services import publications as services
from documents.views.versions import download

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from rest_framework.request import Request


class WithdrawSerializer(serializers.Serializer[Any]):
    """Why a publication is taken back."""

    note = serializers.CharField(max_length=20_000)


class Publications(viewsets.ReadOnlyModelViewSet[Publication]):
    """Publications; reading them needs no sign-in."""

    serializer_class = PublicationSerializer
    queryset = Publication.objects.none()
    lookup_field = "slug"
    permission_classes = (permissions.IsAuthenticatedOrReadOnly,)
    filterset_fields: ClassVar[list[str]] = []

    def get_queryset(self) -> QuerySet[Publication]:
        return selectors.publications_visible().select_related("document", "version")

    @extend_schema(request=WithdrawSerializer, responses=PublicationSerializer)
    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, slug: str) -> Response:
        """Take a publication off the public side, with the reason."""
        given = WithdrawSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        own = selectors.documents_visible_to(request.user)
        publication = get_object_or_404(self.get_queryset(), slug=slug, document__in=own)
        services.withdraw_publication(publication=publication, by=caller(request), **given.validated_data)
        return Response(PublicationSerializer(publication).data)

    @extend_schema(responses={(200, files.PDF): OpenApiTypes.BINARY})
    @action(detail=True)
    def pdf(self, request: Request, slug: str) -> FileResponse:
        """The typeset PDF; 404 until it is made."""
        return download(self.get_object().pdf, f"{slug}.pdf")

    @extend_schema(responses={(200, files.WORD): OpenApiTypes.BINARY})
    @action(detail=True)
    def word(self, request: Request, slug: str) -> FileResponse:
        """The Word file without any markup; 404 until it is made."""
        return download(self.get_object().word, f"{slug}.docx")
