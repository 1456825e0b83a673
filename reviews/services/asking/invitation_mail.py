"""The mail with an invitation's link, for who has no account yet."""

from __future__ import annotations

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django_tasks import task

from reviews.core import moments
from reviews.core import rounds as lifecycle
from reviews.models import Invitation, InvitationState
from reviews.services.asking import invitations


@task()
def send_link(invitation_id: int) -> None:
    """Make a new link and mail it; not when the invitation was answered or taken back meanwhile.

    The secret is made here and kept nowhere but in the mail: a mail that is sent again has another
    link, and the one before works no more.
    """
    rows = Invitation.objects.select_related("round__document__owner", "round__version", "invited_by")
    invitation = rows.filter(pk=invitation_id).first()
    if invitation is not None:
        _send(invitation)


def _send(invitation: Invitation) -> None:
    is_waiting = invitation.state == InvitationState.INVITED and invitation.person_id is None
    if not (is_waiting and invitation.email and invitation.round.state in lifecycle.RUNNING):
        return
    secret = invitations.make_link(invitation=invitation, by=None)
    round_ = invitation.round
    context = {
        "invitation": invitation, "round": round_, "document": round_.document,
        "site_name": settings.SITE_NAME, "until": moments.in_words(round_.closes_at, round_.zone),
        "address": f"{settings.SITE_URL}{reverse('reviews:invitation', args=[secret])}",
    }
    subject, _, body = render_to_string("reviews/mail_invitation.txt", context).strip().partition("\n")
    EmailMessage(" ".join(subject.split())[:200], body.strip() + "\n", to=[invitation.email]).send()
