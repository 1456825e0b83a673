"""The rounds of the small world, on its first version so that the second stays free of rules; its rows."""

from dataclasses import dataclass

from documents.models import Version
from reviews.models import Invitation, Round, RoundKind
from reviews.services.asking import invitations, rounds
from reviews.services.asking.rounds import Dates
from tests.access.answers import coordinators, delete, editors, everyone, get, post, readers, signed_in
from tests.cast import Cast

WHEN = Dates("30 June 2037 17:00 UTC")


@dataclass(frozen=True, slots=True)
class Asked:
    """The rounds, and an invitation by mail with its secret."""

    round: Round
    planned: Round
    community: Round
    by_mail: Invitation
    secret: str


def ask(cast: Cast, version: Version) -> Asked:
    """An open agency round, one that is only planned, and one for the community."""
    by = cast.coordinator
    first = rounds.create_round(version=version, title="Agency review", when=WHEN, by=by)
    for agency in (cast.esa, cast.nasa):
        invitations.invite_agency(round_=first, agency=agency, by=by)
    mailed = invitations.invite_by_mail(round_=first, email="guest@example.org", by=by)
    planned = rounds.create_round(version=version, title="Silence", when=WHEN, by=by)
    community = rounds.create_round(
        version=version, title="Community review", when=WHEN, by=by, kind=RoundKind.PUBLIC
    )
    return Asked(
        rounds.announce_round(round_=first, by=by), planned, rounds.announce_round(round_=community, by=by),
        mailed, invitations.make_link(invitation=mailed, by=by),
    )


#: Who may know of NASA's invitation: its members, and who steers the document.
ABOUT_NASA = everyone(404, anonymous=302, reviewer=403, focal_point=403, editor=403, coordinator=403)
#: Who is asked in the agency round: members of ESA and NASA.
ASKED = readers(302, editor=403, observer=403)
NEW_ROUND = {"version": "@second.uid", "title": "Next", "closes": "1 July 2037 12:00 UTC"}

ROUNDS = [
    get("reviews:rounds", readers()),
    get("reviews:new_round", coordinators()),
    post("reviews:new_round", coordinators(422)),
    get("reviews:round", readers()),
    get("reviews:round", editors(refused=404), number="planned_round.number"),
    get("reviews:round_progress", readers()),
    get("reviews:round_progress", ABOUT_NASA | dict.fromkeys(
        ("reviewer", "focal_point", "editor", "coordinator"), 200,
    ), "?agency=NASA"),
    post("reviews:move_round", coordinators(302), {"action": "suspend", "reason": "A wrong file."}),
    post("reviews:move_round", readers(422)),
    post("reviews:extend_round", coordinators(302), {"closes": "1 July 2037 12:00 UTC", "reason": "Time."}),
    post("reviews:invite", coordinators(302), {"email": "another@example.org"}),
    post("reviews:remind", coordinators(302)),
    post("reviews:read_sections", ASKED),
    post("reviews:say_nothing", ASKED),
    get("reviews:desk", everyone(404, anonymous=302, focal_point=200)),
    post("reviews:desk", everyone(404, anonymous=302, focal_point=302), {"action": "pause"}),
    post("reviews:answer_invitation", ABOUT_NASA | {"focal_point": 302}, {"action": "finish"}),
    post("reviews:make_invitation_link", everyone(404, anonymous=302, editor=403, coordinator=302)),
    post("reviews:revoke_invitation", ABOUT_NASA | {"coordinator": 302}),
    get("reviews:invitation", everyone(200)),
    get("reviews:invitation", everyone(404), secret="token.digest"),
    post("reviews:invitation", everyone(302, anonymous=403), {"action": "accept"}),
    get("reviews:public_round", everyone(200)),
    get("reviews:public_round", everyone(404), uid="round.uid"),
    post("reviews:join_round", signed_in(302)),
    get("reviews:absences", signed_in()),
    post("reviews:absences", signed_in(422)),
    post("reviews:drop_absence", everyone(404, anonymous=302, reviewer=302)),
]

API_ABOUT_NASA = ABOUT_NASA | {"anonymous": 401}
API_ASKED = ASKED | {"anonymous": 401}
ASKED_204 = {role: 204 if status == 302 else status for role, status in API_ASKED.items()}

ROUNDS_API = [
    get("api:round-list", signed_in(anonymous=401)),
    post("api:round-list", coordinators(201, anonymous=401), NEW_ROUND),
    get("api:round-detail", readers(anonymous=401)),
    get("api:round-detail", editors(anonymous=401, refused=404), uid="planned_round.uid"),
    post("api:round-move", coordinators(200, anonymous=401), {"move": "suspend", "reason": "A wrong file."}),
    post(
        "api:round-extend", coordinators(200, anonymous=401),
        {"closes": "1 July 2037 12:00 UTC", "reason": "Time."},
    ),
    get("api:round-invitations", readers(anonymous=401)),
    post("api:round-invitations", coordinators(201, anonymous=401), {"email": "another@example.org"}),
    get("api:round-steps", readers(anonymous=401)),
    get("api:round-progress", readers(anonymous=401)),
    post("api:round-remind", coordinators(200, anonymous=401)),
    post("api:round-read", ASKED_204, {"sections": []}),
    post("api:round-nothing", ASKED_204, {"section": ""}),
    post("api:round-join", signed_in(anonymous=401), uid="community_round.uid"),
    get("api:invitation-list", signed_in(anonymous=401)),
    get("api:invitation-detail", API_ABOUT_NASA | dict.fromkeys(
        ("reviewer", "focal_point", "editor", "coordinator"), 200,
    )),
    post("api:invitation-answer", API_ABOUT_NASA | {"focal_point": 200}, {"action": "finish"}),
    post(
        "api:invitation-link", everyone(404, anonymous=401, editor=403, coordinator=200),
        uid="invited_by_mail.uid",
    ),
    post("api:invitation-revoke", API_ABOUT_NASA | {"coordinator": 200}),
    get("api:invitation-desk", everyone(404, anonymous=401, focal_point=200)),
    post("api:invitation-desk", everyone(404, anonymous=401, focal_point=200), {"action": "pause"}),
    get("api:absence-list", signed_in(anonymous=401)),
    post("api:absence-list", signed_in(201, anonymous=401), {"from_on": "2027-01-01", "to_on": "2027-01-02"}),
    delete("api:absence-detail", everyone(404, anonymous=401, reviewer=204)),
]

ROWS = [*ROUNDS, *ROUNDS_API]
