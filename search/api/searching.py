"""`/api/v1/search/`: the same search for programs."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.errors import NotNow
from search import completion, services
from search.core.parser import MAX_LENGTH
from search.found import Found
from search.narrowing import Facet


class AskedSerializer(serializers.Serializer[Any]):
    """What may be asked. `q` is in the query language; a longer one is cut and said so."""

    q = serializers.CharField(max_length=2 * MAX_LENGTH, trim_whitespace=True)
    offset = serializers.IntegerField(default=0, min_value=0, max_value=services.DEEPEST)
    limit = serializers.IntegerField(default=services.PAGE, min_value=1, max_value=100)


class FragmentSerializer(serializers.Serializer[Any]):
    text = serializers.CharField()
    marked = serializers.BooleanField()


class FoundSerializer(serializers.Serializer[Found]):
    """A hit. `full` is false when it has only some of the words."""

    kind = serializers.CharField()
    document = serializers.CharField(source="document.slug", allow_null=True, default=None)
    place = serializers.CharField()
    versions = serializers.CharField()
    says = serializers.CharField()
    agency = serializers.CharField(source="agency.code", allow_null=True, default=None)
    at = serializers.DateTimeField(allow_null=True)
    url = serializers.CharField()
    compare = serializers.CharField()
    lineage = serializers.CharField()
    full = serializers.BooleanField()
    fragments = FragmentSerializer(many=True)


class FacetSerializer(serializers.Serializer[Facet]):
    name = serializers.CharField()
    query = serializers.CharField()
    count = serializers.IntegerField()


class FacetsSerializer(serializers.Serializer[Any]):
    """Ways to narrow the search, with how many hits would stay."""

    kinds = FacetSerializer(many=True)
    documents = FacetSerializer(many=True)
    versions = FacetSerializer(many=True)
    agencies = FacetSerializer(many=True)
    types = FacetSerializer(many=True)
    states = FacetSerializer(many=True)
    dispositions = FacetSerializer(many=True)
    years = FacetSerializer(many=True)


class ProblemSerializer(serializers.Serializer[Any]):
    code = serializers.CharField()
    message = serializers.CharField()


class PageSerializer(serializers.Serializer[services.Page]):
    """`total` hits have all the words, `partial` more have some; `following` is the next page's offset.

    While the index `is_building`, older things may be missing.
    """

    total = serializers.IntegerField()
    partial = serializers.IntegerField()  # type: ignore[assignment]
    offset = serializers.IntegerField()
    following = serializers.IntegerField(allow_null=True)
    is_building = serializers.BooleanField()
    meant = serializers.SerializerMethodField()
    problems = ProblemSerializer(many=True)
    facets = FacetsSerializer()
    results = FoundSerializer(source="found", many=True)

    def get_meant(self, page: services.Page) -> dict[str, list[str]]:
        """Unknown words, and those that were searched instead."""
        return {word: list(words) for word, words in page.meant}


class SearchView(APIView):
    """Everything that answers a query among what the caller may see."""

    @extend_schema(parameters=[AskedSerializer], responses=PageSerializer, operation_id="search")
    def get(self, request: Request) -> Response:
        """Search, best first. 409 while the index is being built."""
        asked = AskedSerializer(data=request.query_params)
        asked.is_valid(raise_exception=True)
        given = asked.validated_data
        page = services.find(request.user, given["q"], offset=given["offset"], limit=given["limit"])
        if not page.is_available:
            raise NotNow("The search index is being built: try again in a moment.", code="not_indexed")
        return Response(PageSerializer(page).data)


class TypedSerializer(serializers.Serializer[Any]):
    q = serializers.CharField(max_length=MAX_LENGTH, trim_whitespace=False)


class CompletionsSerializer(serializers.Serializer[Any]):
    completions = serializers.ListField(child=serializers.CharField())


class CompleteView(APIView):
    """What may come next in a query that is being typed."""

    @extend_schema(parameters=[TypedSerializer], responses=CompletionsSerializer,
                   operation_id="search_complete")
    def get(self, request: Request) -> Response:
        """Whole queries that begin as typed: words, fields and values that the caller may see."""
        asked = TypedSerializer(data=request.query_params)
        asked.is_valid(raise_exception=True)
        return Response({"completions": completion.completions(request.user, asked.validated_data["q"])})
