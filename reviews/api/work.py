"""`/api/v1/work/`: what waits for the caller and what they wait for, as My work shows it."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from backend.accounts.requests import caller
from documents import selectors as documents
from reviews import work
from reviews.api.requests import given
from reviews.services.plans import reminding

#: Lines of each kind in one answer; the most urgent ones.
MOST = 200


class LineSerializer(serializers.Serializer[Any]):
    """A line: what, where, and until when. `key` is there where somebody can be reminded."""

    text = serializers.CharField()
    document = serializers.CharField(source="document.slug")
    url = serializers.CharField()
    due_title = serializers.CharField(source="due.title", default="")
    due_on = serializers.DateField(source="due.on", default=None, allow_null=True)
    due_at = serializers.DateTimeField(source="due.at", default=None, allow_null=True)
    is_overdue = serializers.BooleanField(source="due.is_over", default=False)
    key = serializers.CharField(default="")


class WorkSerializer(serializers.Serializer[Any]):
    """The caller's desk, the most urgent first."""

    tasks = LineSerializer(many=True)
    waiting = LineSerializer(many=True)


class RemindOthersSerializer(serializers.Serializer[Any]):
    """Which line of `waiting`, by its document and key."""

    document = serializers.CharField(max_length=80)
    key = serializers.CharField(max_length=80)


class OthersRemindedSerializer(serializers.Serializer[Any]):
    """How many people were told; none when they were told today already."""

    told = serializers.IntegerField()


class Work(viewsets.ViewSet):
    """My work."""

    @extend_schema(responses=WorkSerializer)
    def list(self, request: Request) -> Response:
        """What waits for the caller, and what they wait for from others."""
        person = caller(request)
        tasks, waiting = work.both_of(person)
        found = {"tasks": tasks[:MOST], "waiting": waiting[:MOST]}
        return Response(WorkSerializer(found).data)

    @extend_schema(request=RemindOthersSerializer, responses=OthersRemindedSerializer)
    @action(detail=False, methods=["post"])
    def remind(self, request: Request) -> Response:
        """Remind those for whom the caller waits, once a day."""
        body = given(RemindOthersSerializer(data=request.data))
        rows = documents.documents_visible_to(request.user)
        document = get_object_or_404(rows, slug=body["document"])
        return Response({"told": reminding.remind(document=document, key=body["key"], by=caller(request))})
