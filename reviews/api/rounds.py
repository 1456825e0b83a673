"""`/api/v1/rounds/`: reviews of versions, who is asked, how far they are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import mixins, status, viewsets
from rest_framework.decorators import action
from rest_framework.response import Response

from backend.accounts.requests import caller
from backend.paging import CursorPages
from documents import selectors as documents
from reviews.api import round_serializers as serializers
from reviews.api.requests import given, query
from reviews.models import NilReturn, Round
from reviews.planning import arriving
from reviews.selectors import progress, rounds
from reviews.services.asking import attending, invitations, reminders
from reviews.services.asking import rounds as services
from reviews.services.asking.rounds import Dates

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.models import QuerySet
    from rest_framework.request import Request

_ONE = serializers.RoundSerializer
MOVES: dict[str, Callable[..., Round]] = {
    "announce": services.announce_round, "open": services.open_round, "suspend": services.suspend_round,
    "resume": services.resume_round, "close": services.close_round, "cancel": services.cancel_round,
    "answer": services.begin_answering, "resolve": services.resolve_round, "archive": services.archive_round,
}
EXPLAINED = frozenset({"suspend", "cancel", "close"})


class Rounds(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[Round]):
    """Rounds of the documents that the caller sees."""

    serializer_class = _ONE
    pagination_class = CursorPages
    queryset = Round.objects.none()
    lookup_field = "uid"
    lookup_value_converter = "uuid"
    filter_backends = ()

    def get_queryset(self) -> QuerySet[Round]:
        return rounds.rounds_for_pages(rounds.rounds_visible_to(self.request.user))

    @extend_schema(parameters=[
        OpenApiParameter("document", OpenApiTypes.STR, description="The document's slug"),
        OpenApiParameter("state", OpenApiTypes.STR, description="Such as open"),
    ])
    def list(self, request: Request, *args: object, **kwargs: object) -> Response:
        """Rounds, the newest first."""
        asked = query(request, "document", "state")
        rows = self.get_queryset()
        if "document" in asked:
            rows = rows.filter(document__slug=asked["document"])
        if "state" in asked:
            rows = rows.filter(state=asked["state"])
        return self.get_paginated_response(_ONE(self.paginate_queryset(rows), many=True).data)

    @extend_schema(request=serializers.NewRoundSerializer, responses={201: _ONE})
    def create(self, request: Request) -> Response:
        """Plan a round; nobody is told before it is announced."""
        body = given(serializers.NewRoundSerializer(data=request.data))
        seen = documents.versions_visible_to(request.user).select_related("document")
        version = get_object_or_404(seen, uid=body["version"])
        earlier = get_object_or_404(seen, uid=body["compared_with"]) if body["compared_with"] else None
        made = services.create_round(
            version=version, compared_with=earlier, title=body["title"], kind=body["kind"],
            asked=body["asked"], by=caller(request), rules=services.usual_rules(
                body["kind"], **body.get("rules", {}),
            ),
            when=Dates(body["closes"], body["opens"], body["agency_closes"], body["zone"]),
        )
        return self._answer(made, status.HTTP_201_CREATED)

    @extend_schema(request=serializers.RoundMoveSerializer, responses=_ONE)
    @action(detail=True, methods=["post"])
    def move(self, request: Request, uid: str) -> Response:
        """Announce, open, suspend, resume, close, cancel, answer, resolve, archive."""
        found = self.get_object()
        body = given(serializers.RoundMoveSerializer(data=request.data))
        reason = {"reason": body["reason"]} if body["move"] in EXPLAINED else {}
        return self._answer(MOVES[body["move"]](
            round_=found, by=caller(request), revision=body["revision"], **reason,
        ))

    @extend_schema(request=serializers.ExtensionSerializer, responses=_ONE)
    @action(detail=True, methods=["post"])
    def extend(self, request: Request, uid: str) -> Response:
        """Let it end later, for all or for one agency."""
        found = self.get_object()
        body = given(serializers.ExtensionSerializer(data=request.data))
        when = Dates(body.pop("closes"), agency_closes=body.pop("agency_closes"), zone=body.pop("zone"))
        return self._answer(services.extend_round(round_=found, when=when, by=caller(request), **body))

    @extend_schema(methods=["get"], responses=serializers.InvitationSerializer(many=True))
    @extend_schema(
        methods=["post"], request=serializers.NewInvitationSerializer,
        responses={201: serializers.InvitationSerializer},
    )
    @action(detail=True, methods=["get", "post"], url_path="invitations", pagination_class=CursorPages)
    def invitations(self, request: Request, uid: str) -> Response:
        """Who is asked, as far as the caller may know; POST asks one more."""
        found = self.get_object()
        if request.method == "POST":
            body = given(serializers.NewInvitationSerializer(data=request.data))
            by = caller(request)
            made = (
                invitations.invite_agency(round_=found, agency=body["agency"], by=by) if body["agency"]
                else invitations.invite_by_mail(
                    round_=found, email=body["email"], name=body["name"], by=by,
                )
            )
            data = serializers.InvitationSerializer(made).data
            return Response(data, status=status.HTTP_201_CREATED)
        rows: Any = rounds.invitations_visible_to(request.user).filter(round=found).select_related(
            "round", "agency", "person", "delegated_from",
        )
        page: Any = self.paginate_queryset(rows)
        return self.get_paginated_response(serializers.InvitationSerializer(page, many=True).data)

    @extend_schema(responses=serializers.StepSerializer(many=True))
    @action(detail=True, pagination_class=CursorPages)
    def steps(self, request: Request, uid: str) -> Response:
        """What became of it so far."""
        rows: Any = self.get_object().steps.select_related("by")
        page: Any = self.paginate_queryset(rows)
        return self.get_paginated_response(serializers.StepSerializer(page, many=True).data)

    @extend_schema(
        responses=serializers.ProgressSerializer,
        parameters=[OpenApiParameter("agency", OpenApiTypes.STR, description="Its members by section")],
    )
    @action(detail=True)
    def progress(self, request: Request, uid: str) -> Response:
        """Who read which section, commented on it, or had nothing to say."""
        found = self.get_object()
        asked = query(request, "agency")
        if "agency" not in asked:
            shown = progress.agencies_map(found, request.user)
            foretold = arriving.returns_of(found, request.user)
        else:
            rows = rounds.invitations_visible_to(request.user).filter(round=found, person=None)
            one = get_object_or_404(rows.select_related("agency"), agency__code__iexact=asked["agency"])
            shown = progress.people_map(found, request.user, one.agency)  # type: ignore[arg-type]
            foretold = None
        return Response(serializers.ProgressSerializer(shown, context={"returns": foretold}).data)

    @extend_schema(request=None, responses=serializers.RemindedSerializer)
    @action(detail=True, methods=["post"])
    def remind(self, request: Request, uid: str) -> Response:
        """Remind whoever has not answered; nobody twice on one day."""
        done = reminders.remind_now(round_=self.get_object(), by=caller(request))
        return Response(serializers.RemindedSerializer(done).data)

    @extend_schema(request=serializers.SectionsSerializer, responses={204: None})
    @action(detail=True, methods=["post"])
    def read(self, request: Request, uid: str) -> Response:
        """Note sections as read by the caller."""
        found = self.get_object()
        body = given(serializers.SectionsSerializer(data=request.data))
        attending.mark_read(round_=found, sections=body["sections"], by=caller(request))
        return Response(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(request=serializers.NothingSerializer, responses={204: None})
    @action(detail=True, methods=["post"])
    def nothing(self, request: Request, uid: str) -> Response:
        """Answer "no comments" to a section or the whole version, or take it back."""
        found = self.get_object()
        body = given(serializers.NothingSerializer(data=request.data))
        if body["take_back"]:
            rows = NilReturn.objects.filter(round=found, person=caller(request), withdrawn_at=None)
            said = get_object_or_404(rows.select_related("round__document"), section_key=body["section"])
            attending.take_back_nothing(nil_return=said, by=caller(request))
        else:
            attending.say_nothing(round_=found, section=body["section"], by=caller(request))
        return Response(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(request=None, responses=serializers.InvitationSerializer)
    @action(detail=True, methods=["post"])
    def join(self, request: Request, uid: str) -> Response:
        """Take part in a community round."""
        rows = Round.objects.filter(announced_at__isnull=False, kind="public")
        found = get_object_or_404(rows.select_related("document"), uid=uid)
        return Response(serializers.InvitationSerializer(
            invitations.join_round(round_=found, by=caller(request)),
        ).data)

    def _answer(self, round_: Round, code: int = status.HTTP_200_OK) -> Response:
        return Response(_ONE(self.get_queryset().get(pk=round_.pk)).data, status=code)
