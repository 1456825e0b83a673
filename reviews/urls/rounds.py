"""Pages of rounds, invitations, and the desks of focal points."""

from django.urls import path

from reviews.views import attending, desks, rounds

urlpatterns = [
    path("documents/<slug:slug>/rounds/", rounds.index, name="rounds"),
    path("documents/<slug:slug>/rounds/new/", rounds.create, name="new_round"),
    path("documents/<slug:slug>/rounds/<int:number>/", rounds.page, name="round"),
    path("documents/<slug:slug>/rounds/<int:number>/progress/", rounds.heat, name="round_progress"),
    path("documents/<slug:slug>/rounds/<int:number>/move/", rounds.move, name="move_round"),
    path("documents/<slug:slug>/rounds/<int:number>/extend/", rounds.extend, name="extend_round"),
    path("documents/<slug:slug>/rounds/<int:number>/invite/", rounds.invite, name="invite"),
    path("documents/<slug:slug>/rounds/<int:number>/remind/", rounds.remind, name="remind"),
    path("documents/<slug:slug>/rounds/<int:number>/read/", attending.read, name="read_sections"),
    path("documents/<slug:slug>/rounds/<int:number>/nothing/", attending.nothing, name="say_nothing"),
    path("documents/<slug:slug>/rounds/<int:number>/agencies/<str:code>/", desks.desk, name="desk"),
    path("invitations/<uuid:uid>/answer/", attending.answer, name="answer_invitation"),
    path("invitations/<uuid:uid>/link/", rounds.make_link, name="make_invitation_link"),
    path("invitations/<uuid:uid>/revoke/", rounds.revoke, name="revoke_invitation"),
    path("invited/<str:secret>/", attending.invitation, name="invitation"),
    path("rounds/<uuid:uid>/", attending.public_round, name="public_round"),
    path("rounds/<uuid:uid>/join/", attending.join, name="join_round"),
    path("absences/", attending.absences, name="absences"),
    path("absences/<uuid:uid>/drop/", attending.drop_absence, name="drop_absence"),
]
