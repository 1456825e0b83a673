"""`/api/v1/invitations/`: answering them, and what an agency's focal point does; `absences/`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.shortcuts import get_object_or_404
from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, status, viewsets
from rest_framework.decorators import action
from rest_framework.response import Response

from backend.accounts.requests import caller
from backend.errors import BadInput
from backend.paging import CursorPages
from reviews.api import round_serializers as serializers
from reviews.api.requests import given
from reviews.models import Absence, Comment, Invitation
from reviews.selectors import rounds
from reviews.services.asking import attending, invitations
from reviews.services.talk import voices

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from rest_framework.request import Request

_ONE = serializers.InvitationSerializer


class Invitations(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[Invitation]):
    """Invitations that the caller may know of: their own, those to their agencies, all for who steers."""

    serializer_class = _ONE
    pagination_class = CursorPages
    queryset = Invitation.objects.none()
    lookup_field = "uid"
    lookup_value_converter = "uuid"
    filter_backends = ()

    def get_queryset(self) -> QuerySet[Invitation]:
        return rounds.invitations_visible_to(self.request.user).select_related(
            "round__document", "round__version__document", "agency", "person", "delegated_from",
        )

    @extend_schema(request=serializers.AnswerInvitationSerializer, responses=_ONE)
    @action(detail=True, methods=["post"])
    def answer(self, request: Request, uid: str) -> Response:
        """Accept, decline, delegate, finish, go on."""
        found, by = self.get_object(), caller(request)
        body = given(serializers.AnswerInvitationSerializer(data=request.data))
        if body["action"] == "decline":
            done = invitations.decline_invitation(invitation=found, reason=body["reason"], by=by)
        elif body["action"] == "delegate":
            done = invitations.delegate_invitation(
                invitation=found, email=body["email"], name=body["name"], reason=body["reason"], by=by,
            )
        else:
            act = {
                "accept": invitations.accept_invitation, "finish": invitations.finish,
                "go_on": invitations.go_on,
            }[body["action"]]
            done = act(invitation=found, by=by)
        return Response(_ONE(done).data)

    @extend_schema(request=None, responses=serializers.LinkSerializer)
    @action(detail=True, methods=["post"])
    def link(self, request: Request, uid: str) -> Response:
        """A new link, told once; the one before works no more."""
        secret = invitations.make_link(invitation=self.get_object(), by=caller(request))
        address = f"{settings.SITE_URL}{reverse('reviews:invitation', args=[secret])}"
        return Response(serializers.LinkSerializer({"address": address}).data)

    @extend_schema(request=None, responses=_ONE)
    @action(detail=True, methods=["post"])
    def revoke(self, request: Request, uid: str) -> Response:
        """Take it back."""
        done = invitations.revoke_invitation(invitation=self.get_object(), by=caller(request))
        return Response(_ONE(done).data)

    @extend_schema(methods=["get"], responses=serializers.DeskSerializer)
    @extend_schema(
        methods=["post"], request=serializers.DeskActSerializer, responses=serializers.DeskSerializer,
    )
    @action(detail=True, methods=["get", "post"])
    def desk(self, request: Request, uid: str) -> Response:
        """An agency's comments before release, for its focal points; POST releases, merges, pauses."""
        mine = self.get_queryset().filter(
            pk__in=[row.pk for row in rounds.agency_invitations(request.user, self.get_object().round)],
        )
        found = get_object_or_404(mine, uid=uid)
        released = self._act(request, found) if request.method == "POST" else 0
        rows = list(voices.members_comments(found).select_related("proposal", "version").order_by("id")[:500])
        seen = voices.look_at(rows)
        return Response(serializers.DeskSerializer({
            "comments": [row.uid for row in rows], "alike": seen.alike,
            "clashes": [clash.keys for clash in seen.clashes], "released": released,
        }).data)

    def _act(self, request: Request, found: Invitation) -> int:
        body = given(serializers.DeskActSerializer(data=request.data))
        by = caller(request)
        if body["action"] in {"pause", "unpause"}:
            voices.set_pause(invitation=found, by=by, is_paused=body["action"] == "pause")
        elif body["action"] == "end":
            voices.set_internal_end(invitation=found, words=body["words"], by=by)
        elif body["action"] == "merge":
            chosen = self._chosen(found, body["chosen"] or [])
            if len(chosen) < 2:
                raise BadInput("Choose at least two comments to put together.", code="choose")
            voices.merge_comments(into=chosen[0], others=chosen[1:], by=by)
        else:
            rows = None if body["chosen"] is None else self._chosen(found, body["chosen"])
            return len(voices.release_set(
                invitation=found, by=by, chosen=rows, despite_clashes=body["despite_clashes"],
                finishes=rows is None,
            ))
        return 0

    @staticmethod
    def _chosen(found: Invitation, uids: list[Any]) -> list[Comment]:
        """The agency's comments of these uids, in the order in which they were named."""
        rows = voices.members_comments(found).select_related("agency", "version", "document")
        by_uid = {row.uid: row for row in rows.filter(uid__in=uids)}
        if missing := [uid for uid in uids if uid not in by_uid]:
            raise BadInput(f"{missing[0]} is no comment that your agency can release.", code="chosen")
        return [by_uid[uid] for uid in dict.fromkeys(uids)]


class Absences(mixins.ListModelMixin, viewsets.GenericViewSet[Absence]):
    """The caller's own absences."""

    serializer_class = serializers.AbsenceSerializer
    pagination_class = CursorPages
    queryset = Absence.objects.none()
    lookup_field = "uid"
    lookup_value_converter = "uuid"
    filter_backends = ()

    def get_queryset(self) -> QuerySet[Absence]:
        return Absence.objects.filter(person=self.request.user.pk)

    @extend_schema(responses={201: serializers.AbsenceSerializer})
    def create(self, request: Request) -> Response:
        """Note days on which one cannot review."""
        body = given(serializers.AbsenceSerializer(data=request.data))
        made = attending.note_absence(person=caller(request), **body)
        return Response(serializers.AbsenceSerializer(made).data, status=status.HTTP_201_CREATED)

    @extend_schema(responses={204: None})
    def destroy(self, request: Request, uid: str) -> Response:
        """One is there after all."""
        attending.drop_absence(absence=self.get_object())
        return Response(status=status.HTTP_204_NO_CONTENT)
