"""Pages and API of meetings, approvals and positions; `reviews.urls` puts them in its namespace."""

from django.urls import path
from rest_framework.routers import SimpleRouter

from reviews.api.findings import Assignments, Findings
from reviews.api.meetings import Meetings
from reviews.api.positions import Approvals
from reviews.views import findings, meetings, positions

urlpatterns = [
    path("documents/<slug:slug>/positions/", positions.index, name="approvals"),
    path("documents/<slug:slug>/v<int:number>/positions/ask/", positions.ask, name="ask_approval"),
    path("documents/<slug:slug>/positions/<int:number>/", positions.approval, name="approval"),
    path("documents/<slug:slug>/positions/<int:number>/state/", positions.state, name="state_position"),
    path(
        "documents/<slug:slug>/positions/<int:number>/withdraw/", positions.withdraw,
        name="withdraw_approval",
    ),
    path("documents/<slug:slug>/positions/<int:number>/again/", positions.again, name="ask_again"),
    path("documents/<slug:slug>/meetings/", meetings.index, name="meetings"),
    path("documents/<slug:slug>/coverage/", findings.coverage, name="coverage"),
    path("meetings/<uuid:uid>/", meetings.meeting, name="meeting"),
    path("meetings/<uuid:uid>/edit/", meetings.edit, name="edit_meeting"),
    path("meetings/<uuid:uid>/minutes.docx", meetings.minutes_file, name="minutes"),
    path("meetings/<uuid:uid>/participants/", meetings.attend, name="attend"),
    path(
        "meetings/<uuid:uid>/participants/<int:participant_id>/drop/", meetings.drop_participant,
        name="drop_participant",
    ),
    path("meetings/<uuid:uid>/agenda/", meetings.add_item, name="add_item"),
    path("meetings/<uuid:uid>/agenda/comments/", meetings.items_from_comments, name="items_from_comments"),
    path("meetings/<uuid:uid>/materials/", meetings.add_material, name="add_material"),
    path("meetings/<uuid:uid>/findings/", findings.draft, name="draft_finding"),
    path("agenda/<uuid:item>/minute/", meetings.minute, name="minute"),
    path("agenda/<uuid:item>/move/", meetings.move_item, name="move_item"),
    path("agenda/<uuid:item>/drop/", meetings.drop_item, name="drop_item"),
    path("materials/<uuid:uid>/", meetings.material, name="material"),
    path("materials/<uuid:uid>/withdraw/", meetings.withdraw_material, name="withdraw_material"),
    path("findings/<uuid:uid>/edit/", findings.edit, name="edit_finding"),
    path("findings/<uuid:uid>/assign/", findings.assign, name="assign_finding"),
    path("findings/<uuid:uid>/say/", findings.say, name="say_finding"),
    path("findings/<uuid:uid>/<slug:name>/", findings.move, name="move_finding"),
    path("assignments/<uuid:uid>/judge/", findings.judge, name="judge"),
    path("assignments/<uuid:uid>/link/", findings.link, name="link_passage"),
    path("assignments/<uuid:uid>/end/", findings.unassign, name="unassign"),
    path("passages/<uuid:uid>/end/", findings.unlink, name="unlink"),
]


def register(router: SimpleRouter) -> None:
    """Put the resources of the API into the app's router."""
    router.register("meetings", Meetings, basename="meeting")
    router.register("findings", Findings, basename="finding")
    router.register("approvals", Approvals, basename="approval")
    router.register("assignments", Assignments, basename="assignment")
