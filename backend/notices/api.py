"""API: `/api/v1/notices/`, what the caller was told."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers, status, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from backend.accounts.requests import caller
from backend.notices import kinds, selectors, services
from backend.notices.models import Notice


class NoticeSerializer(serializers.ModelSerializer[Notice]):
    """A notice in words; `path` is where it leads on this site."""

    title = serializers.CharField(source="told.title", read_only=True)
    text = serializers.CharField(source="told.text", read_only=True)
    path = serializers.CharField(source="told.path", read_only=True)

    class Meta:
        model = Notice
        fields = ["uid", "kind", "title", "text", "path", "told_at", "read_at"]
        read_only_fields = fields


class Notices(mixins.ListModelMixin, viewsets.GenericViewSet[Notice]):
    """What the caller was told, newest first. What they may no longer see is left out."""

    serializer_class = NoticeSerializer
    lookup_field = "uid"
    lookup_value_converter = "uuid"
    queryset = Notice.objects.none()
    filter_backends = ()

    def get_queryset(self) -> QuerySet[Notice]:
        return selectors.notices_of(self.request.user)

    def list(self, request: Request, *args: object, **kwargs: object) -> Response:
        """The newest first."""
        page: Any = self.paginate_queryset(self.get_queryset())
        rows = []
        for notice, told in kinds.with_words(caller(request), page):
            notice.told = told  # type: ignore[attr-defined]
            rows.append(notice)
        return self.get_paginated_response(NoticeSerializer(rows, many=True).data)

    @extend_schema(request=None, responses={204: None})
    @action(detail=True, methods=["post"])
    def read(self, request: Request, uid: str) -> Response:
        """Count it as read."""
        services.mark_one_read(notice=self.get_object())
        return Response(status=status.HTTP_204_NO_CONTENT)
