"""`/api/v1/documents/`: documents, who takes part, and their versions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, status, viewsets
from rest_framework.decorators import action
from rest_framework.parsers import MultiPartParser
from rest_framework.response import Response

from backend.accounts.requests import caller
from documents import selectors
from documents.api import serializers
from documents.models import Document
from documents.services import documents as services
from documents.services import living, versions

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from rest_framework.request import Request


class Documents(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[Document]):
    """Documents that the caller may see."""

    serializer_class = serializers.DocumentSerializer
    queryset = Document.objects.none()
    lookup_field = "slug"
    filterset_fields = ("state",)

    def get_queryset(self) -> QuerySet[Document]:
        return selectors.documents_visible_to(self.request.user).select_related("owner")

    @extend_schema(request=serializers.NewDocumentSerializer, responses={201: serializers.DocumentSerializer})
    def create(self, request: Request) -> Response:
        """Begin a document for an agency that the caller speaks for."""
        given = serializers.NewDocumentSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        document = services.create_document(by=caller(request), **given.validated_data)
        return Response(self.get_serializer(document).data, status=status.HTTP_201_CREATED)

    @extend_schema(methods=["GET"], responses=serializers.VersionSerializer(many=True))
    @extend_schema(
        methods=["POST"],
        request=serializers.UploadSerializer,
        responses={202: serializers.VersionSerializer},
    )
    @action(detail=True, methods=["get", "post"], parser_classes=[MultiPartParser])
    def versions(self, request: Request, slug: str) -> Response:
        """The versions, newest first; posting a Word file makes the next one, read by a task."""
        document = self.get_object()
        if request.method == "POST":
            return self._upload(request, document)
        rows = selectors.versions_visible_to(request.user).filter(document=document)
        rows = rows.select_related("document", "file").prefetch_related("parents").order_by("-number")
        return self._listed(rows, serializers.VersionSerializer)

    def _upload(self, request: Request, document: Document) -> Response:
        given = serializers.UploadSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        sent = given.validated_data["file"]
        version = versions.upload_version(
            document=document,
            data=sent.read(),
            file_name=sent.name,
            by=caller(request),
            label=given.validated_data["label"],
            note=given.validated_data["note"],
        )
        return Response(serializers.VersionSerializer(version).data, status=status.HTTP_202_ACCEPTED)

    @extend_schema(methods=["GET"], responses=serializers.RoleSerializer(many=True))
    @extend_schema(
        methods=["POST"],
        request=serializers.NewRoleSerializer,
        responses={201: serializers.RoleSerializer},
    )
    @action(detail=True, methods=["get", "post"])
    def roles(self, request: Request, slug: str) -> Response:
        """Who is what in the document; coordinators grant more."""
        document = self.get_object()
        if request.method == "POST":
            given = serializers.NewRoleSerializer(data=request.data)
            given.is_valid(raise_exception=True)
            granted = services.grant_role(document=document, by=caller(request), **given.validated_data)
            return Response(serializers.RoleSerializer(granted).data, status=status.HTTP_201_CREATED)
        rows = document.roles.filter(ended_at=None).select_related("person").order_by("-id")
        return self._listed(rows, serializers.RoleSerializer)

    @extend_schema(responses={204: None})
    @action(detail=True, methods=["delete"], url_path=r"roles/(?P<role_id>\d+)")
    def role(self, request: Request, slug: str, role_id: str) -> Response:
        """Take a role away."""
        granted = get_object_or_404(self.get_object().roles.filter(ended_at=None), pk=int(role_id))
        services.end_role(granted=granted, by=caller(request))
        return Response(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(methods=["GET"], responses=serializers.ParticipationSerializer(many=True))
    @extend_schema(
        methods=["POST"],
        request=serializers.ParticipationSerializer,
        responses={201: serializers.ParticipationSerializer},
    )
    @action(detail=True, methods=["get", "post"])
    def agencies(self, request: Request, slug: str) -> Response:
        """The agencies that take part; coordinators add more."""
        document = self.get_object()
        if request.method == "POST":
            given = serializers.ParticipationSerializer(data=request.data)
            given.is_valid(raise_exception=True)
            row = services.add_agency(
                document=document,
                agency=given.validated_data["agency"],
                by=caller(request),
            )
            return Response(serializers.ParticipationSerializer(row).data, status=status.HTTP_201_CREATED)
        rows = document.participations.filter(ended_at=None).select_related("agency").order_by("-id")
        return self._listed(rows, serializers.ParticipationSerializer)

    @extend_schema(responses={204: None})
    @action(detail=True, methods=["delete"], url_path=r"agencies/(?P<participation_id>\d+)")
    def agency(self, request: Request, slug: str, participation_id: str) -> Response:
        """An agency takes part no more."""
        rows = self.get_object().participations.filter(ended_at=None).select_related("agency", "document")
        services.end_participation(
            participation=get_object_or_404(rows, pk=int(participation_id)),
            by=caller(request),
        )
        return Response(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(methods=["GET"], responses=serializers.DocumentStepSerializer(many=True))
    @extend_schema(
        methods=["POST"],
        request=serializers.MoveSerializer,
        responses={201: serializers.DocumentStepSerializer},
    )
    @action(detail=True, methods=["get", "post"])
    def life(self, request: Request, slug: str) -> Response:
        """The moves of the document's life, newest first; coordinators lead it on."""
        document = self.get_object()
        if request.method == "POST":
            given = serializers.MoveSerializer(data=request.data)
            given.is_valid(raise_exception=True)
            step = living.move_document(document=document, by=caller(request), **given.validated_data)
            return Response(serializers.DocumentStepSerializer(step).data, status=status.HTTP_201_CREATED)
        rows = document.steps.select_related("by").order_by("-id")
        return self._listed(rows, serializers.DocumentStepSerializer)

    def _listed(self, rows: Any, serializer: Any) -> Response:
        return self.get_paginated_response(serializer(self.paginate_queryset(rows), many=True).data)
