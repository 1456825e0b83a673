"""Pages and API of the reviews app. The document's page and the reader are in `rooms`."""

from django.urls import path
from rest_framework import routers

from reviews.api import answering
from reviews.api import letters as writing
from reviews.api import proofs as proving
from reviews.api.closures import Closures
from reviews.api.comments import Comments
from reviews.api.disputes import Disputes
from reviews.api.holding import Holds
from reviews.api.invitations import Absences, Invitations
from reviews.api.merging import Merges, Rooms
from reviews.api.milestones import Milestones
from reviews.api.operations import Operations
from reviews.api.pictures import Picture, Pictures
from reviews.api.placements import Placements
from reviews.api.plans import Plans
from reviews.api.returns import Returns
from reviews.api.rounds import Rounds
from reviews.api.sheet_exports import SheetExports
from reviews.api.sheets import Sheets
from reviews.api.stands import Stands
from reviews.api.sweeps import Sweeps
from reviews.api.work import Work
from reviews.urls import meetings as meeting_urls
from reviews.urls import rounds as round_urls
from reviews.views import (
    comments,
    conflicts,
    exchange,
    gathering,
    groups,
    letters,
    matrix,
    meeting_mode,
    merging,
    next_version,
    ordered_sheets,
    pictures,
    placements,
    planning,
    plans,
    proofs,
    responses,
    saved_views,
    sheets,
    stands,
    sweeps,
    terms,
    work,
)

app_name = "reviews"
urlpatterns = [
    path("work/", work.work, name="work"),
    path("work/remind/<slug:slug>/", work.remind_others, name="remind_others"),
    path("plans/", work.plans, name="plans"),
    path("agencies/<str:code>/calendar/", terms.agency_calendar, name="agency_calendar"),
    path("agencies/<str:code>/calendar/lead/", terms.set_lead, name="set_lead"),
    path("agencies/<str:code>/calendar/<uuid:uid>/end/", terms.end_closure, name="end_closure"),
    path("work/calendar/", work.calendar_link, name="calendar_link"),
    path("calendar/<str:secret>.ics", plans.calendar, name="calendar"),
    path("documents/<slug:slug>/comments/", matrix.register, name="register"),
    path("documents/<slug:slug>/comments/<str:name>/", comments.permalink, name="comment"),
    path("documents/<slug:slug>/matrix/rows/", matrix.rows, name="matrix_rows"),
    path("documents/<slug:slug>/matrix/act/", matrix.act, name="matrix_act"),
    path("documents/<slug:slug>/matrix/meeting/", meeting_mode.meeting, name="meeting_mode"),
    path("documents/<slug:slug>/matrix/meeting/decide/", meeting_mode.decide, name="meeting_decide"),
    path("documents/<slug:slug>/matrix/sweeps/", sweeps.begin, name="begin_sweep"),
    path("documents/<slug:slug>/matrix/sweeps/<uuid:uid>/", sweeps.sweep, name="sweep"),
    path("documents/<slug:slug>/matrix/sweeps/<uuid:uid>/stop/", sweeps.stop, name="stop_sweep"),
    path("documents/<slug:slug>/matrix/sweeps/<uuid:uid>/undo/", sweeps.undo, name="undo_sweep"),
    path("documents/<slug:slug>/matrix/undo/<uuid:uid>/", matrix.undo, name="matrix_undo"),
    path("documents/<slug:slug>/matrix/views/", saved_views.save, name="save_view"),
    path("documents/<slug:slug>/matrix/views/<uuid:uid>/delete/", saved_views.delete, name="delete_view"),
    path("documents/<slug:slug>/v<int:number>/conflicts/", conflicts.conflicts, name="conflicts"),
    path("documents/<slug:slug>/v<int:number>/conflicts/settle/", conflicts.settle, name="settle_conflict"),
    path("documents/<slug:slug>/rounds/<int:number>/responses/", responses.responses, name="responses"),
    path("documents/<slug:slug>/rounds/<int:number>/responses/ask/", responses.ask, name="ask_responses"),
    path(
        "documents/<slug:slug>/rounds/<int:number>/responses/rest/", responses.respond_to_rest,
        name="respond_to_rest",
    ),
    path("documents/<slug:slug>/stands/", stands.state, name="state_stand"),
    path("documents/<slug:slug>/disputes/", responses.disputes, name="disputes"),
    path("comments/<uuid:uid>/respond/", responses.respond, name="respond"),
    path("comments/<uuid:uid>/overrule/", responses.overrule, name="overrule"),
    path("documents/<slug:slug>/groups/", groups.groups, name="groups"),
    path("documents/<slug:slug>/groups/find/", groups.find, name="find_groups"),
    path("documents/<slug:slug>/groups/answer/", groups.answer, name="answer_group"),
    path("documents/<slug:slug>/groups/part/<uuid:uid>/", groups.part, name="part_from_group"),
    path("documents/<slug:slug>/letters/", letters.index, name="letters"),
    path("documents/<slug:slug>/letters/new/", letters.write, name="write_letter"),
    path("documents/<slug:slug>/letters/<uuid:uid>/", letters.letter, name="letter"),
    path("documents/<slug:slug>/take-back/<uuid:uid>/", groups.take_back, name="take_back"),
    path("documents/<slug:slug>/matrix/<uuid:uid>/", matrix.opened, name="matrix_open"),
    path("documents/<slug:slug>/v<int:number>/comments/", comments.comments, name="comments"),
    path("comments/<uuid:uid>/reply/", comments.reply, name="reply"),
    path("comments/<uuid:uid>/edit/", comments.edit, name="edit"),
    path("comments/<uuid:uid>/withdraw/", comments.withdraw, name="withdraw"),
    path("comments/<uuid:uid>/release/", comments.release, name="release"),
    path("comments/<uuid:uid>/propose/", comments.propose, name="propose"),
    path("comments/<uuid:uid>/decide/", comments.decide, name="decide"),
    path("comments/<uuid:uid>/reopen/", comments.reopen, name="reopen"),
    path("comments/<uuid:uid>/history/", comments.history, name="history"),
    path("documents/<slug:slug>/v<int:number>/unplaced/", placements.unplaced, name="unplaced"),
    path("documents/<slug:slug>/v<int:number>/unplaced/<uuid:uid>/", placements.place, name="place"),
    path("documents/<slug:slug>/v<int:number>/proof/", proofs.proof, name="proof"),
    path("documents/<slug:slug>/v<int:number>/proof/notes/", proofs.note, name="note"),
    path(
        "documents/<slug:slug>/v<int:number>/proof/notes/<uuid:uid>/withdraw/", proofs.withdraw_note,
        name="withdraw_note",
    ),
    path("documents/<slug:slug>/proof-policy/", proofs.policy, name="proof_policy"),
    path("comments/<uuid:uid>/became/", proofs.became, name="became"),
    path("comments/<uuid:uid>/pictures/", pictures.pictures, name="pictures"),
    path("comments/<uuid:uid>/pictures/<int:place>/", pictures.picture, name="picture"),
    path("documents/<slug:slug>/v<int:number>/history/<str:key>/", proofs.paragraph, name="paragraph"),
    path("documents/<slug:slug>/v<int:number>/history/<str:key>/follow/", proofs.follow, name="follow"),
    path("documents/<slug:slug>/v<int:number>/you-said/", proofs.said, name="said"),
    path("documents/<slug:slug>/v<int:number>/you-said.pdf", proofs.said_pdf, name="said_pdf"),
    path("documents/<slug:slug>/v<int:number>/for-me/", proofs.for_me, name="for_me"),
    path("documents/<slug:slug>/v<int:number>/word/", exchange.word, name="markup"),
    path("documents/<slug:slug>/v<int:number>/word/<int:export_id>/", exchange.export, name="export"),
    path("documents/<slug:slug>/v<int:number>/returns/", exchange.send_return, name="send_return"),
    path("documents/<slug:slug>/v<int:number>/sheets/", sheets.send_sheet, name="send_sheet"),
    path("documents/<slug:slug>/v<int:number>/sheet/", sheets.sheet, name="sheet"),
    path(
        "documents/<slug:slug>/v<int:number>/sheet/order/", ordered_sheets.order, name="order_sheet",
    ),
    path(
        "documents/<slug:slug>/v<int:number>/sheet/<uuid:uid>/", ordered_sheets.ordered,
        name="ordered_sheet",
    ),
    path(
        "documents/<slug:slug>/v<int:number>/sheet/<uuid:uid>/cancel/", ordered_sheets.cancel,
        name="cancel_sheet",
    ),
    path(
        "documents/<slug:slug>/v<int:number>/sheet/<uuid:uid>/file/", ordered_sheets.fetch,
        name="fetch_sheet",
    ),
    path("documents/<slug:slug>/returns/", sheets.returns, name="returns"),
    path("returns/<uuid:uid>/", exchange.received, name="return"),
    path("returns/<uuid:uid>/import/", sheets.take_in, name="take_in_sheet"),
    path("returns/<uuid:uid>/stop/", sheets.stop_import, name="stop_import"),
    path("returns/<uuid:uid>/again/", sheets.read_again, name="read_sheet_again"),
    path("returns/<uuid:uid>/marked/", sheets.marked, name="marked_sheet"),
    path("returns/<uuid:uid>/answers/", exchange.answers, name="return_answers"),
    path("returns/<uuid:uid>/names/", exchange.name_person, name="name_person"),
    path("returns/<uuid:uid>/file/", exchange.return_file, name="return_file"),
    path("documents/<slug:slug>/v<int:number>/merge/", merging.room, name="merge"),
    path("documents/<slug:slug>/v<int:number>/merge/returns/", gathering.drop, name="merge_returns"),
    path(
        "documents/<slug:slug>/v<int:number>/merge/returns/<uuid:uid>/", gathering.one, name="merge_return",
    ),
    path("documents/<slug:slug>/v<int:number>/merge/decide/", merging.decide, name="merge_decide"),
    path("documents/<slug:slug>/v<int:number>/merge/all/", merging.decide_all, name="merge_all"),
    path("documents/<slug:slug>/v<int:number>/merge/word/", merging.word, name="merge_word"),
    path(
        "documents/<slug:slug>/v<int:number>/merge/word/<uuid:topic>/", merging.wording, name="merge_wording",
    ),
    path("documents/<slug:slug>/v<int:number>/merge/edit/<str:key>/", merging.edit, name="merge_edit"),
    path("documents/<slug:slug>/v<int:number>/merge/undo/", merging.undo, name="merge_undo"),
    path("documents/<slug:slug>/v<int:number>/merge/preview/", next_version.preview, name="merge_preview"),
    path("documents/<slug:slug>/v<int:number>/merge/next/", next_version.make, name="merge_next"),
    path("documents/<slug:slug>/v<int:number>/merge/at/<str:key>/", merging.place, name="merge_place"),
    path("documents/<slug:slug>/v<int:number>/holds/", next_version.holds, name="holds"),
    path("merges/<uuid:uid>/", next_version.merged, name="merged"),
    path("merges/<uuid:uid>/redline/", next_version.merged_redline, name="merged_redline"),
    *meeting_urls.urlpatterns,
    *round_urls.urlpatterns,
    path("documents/<slug:slug>/plan/", plans.plan, name="plan"),
    path("documents/<slug:slug>/plan.ics", plans.plan_calendar, name="plan_calendar"),
    path("documents/<slug:slug>/plan/link/", plans.plan_link, name="plan_link"),
    path("documents/<slug:slug>/plan/what-if/", planning.what_if, name="what_if"),
    path("documents/<slug:slug>/plan/backwards/", planning.backwards, name="backwards"),
    path("documents/<slug:slug>/plan/progress/", planning.progress, name="plan_progress"),
    path("documents/<slug:slug>/plan/undo/<int:change_id>/", plans.undo, name="undo"),
    path("documents/<slug:slug>/plan/<uuid:uid>/expect/", plans.expect, name="expect"),
    path("documents/<slug:slug>/plan/<uuid:uid>/edit/", plans.edit_step, name="edit_step"),
    path("documents/<slug:slug>/plan/<uuid:uid>/remove/", plans.remove_step, name="remove_step"),
    path("documents/<slug:slug>/plan/<uuid:uid>/restore/", plans.restore_step, name="restore_step"),
    path("documents/<slug:slug>/plan/<uuid:uid>/wait/", plans.wait, name="wait"),
    path("documents/<slug:slug>/plan/<uuid:uid>/move/", plans.move, name="move"),
    path("documents/<slug:slug>/plan/<uuid:uid>/meet/", plans.meet, name="meet"),
]

_router = routers.SimpleRouter(use_regex_path=False)
_router.register("absences", Absences, basename="absence")
_router.register("comments", Comments, basename="comment")
_router.register("invitations", Invitations, basename="invitation")
_router.register("rounds", Rounds, basename="round")
_router.register("operations", Operations, basename="operation")
_router.register("placements", Placements, basename="placement")
_router.register("returns", Returns, basename="return")
_router.register("sheet-exports", SheetExports, basename="sheet-export")
_router.register("sheets", Sheets, basename="sheet")
_router.register("sweeps", Sweeps, basename="sweep")
_router.register("rooms", Rooms, basename="room")
_router.register("merges", Merges, basename="merge")
meeting_urls.register(_router)
_router.register("milestones", Milestones, basename="milestone")
_router.register("plans", Plans, basename="plan")
_router.register("work", Work, basename="work")
_router.register("closures", Closures, basename="closure")
api_urlpatterns = [
    *_router.urls,
    path("documents/<slug:slug>/matrix/", answering.Matrix.as_view(), name="document-matrix"),
    path("documents/<slug:slug>/groups/", answering.Groups.as_view(), name="document-groups"),
    path("documents/<slug:slug>/conflicts/", answering.Conflicts.as_view(), name="document-conflicts"),
    path("documents/<slug:slug>/stands/", Stands.as_view(), name="document-stands"),
    path("documents/<slug:slug>/disputes/", Disputes.as_view(), name="document-disputes"),
    path("documents/<slug:slug>/letters/", writing.Letters.as_view(), name="document-letters"),
    path("documents/<slug:slug>/letters/<uuid:uid>/", writing.OneLetter.as_view(), name="document-letter"),
    path("documents/<slug:slug>/recipients/", writing.Recipients.as_view(), name="document-recipients"),
    path("documents/<slug:slug>/views/", answering.Views.as_view(), name="document-views"),
    path("documents/<slug:slug>/views/<uuid:uid>/", answering.View.as_view(), name="document-view"),
    path("documents/<slug:slug>/who-decides/", answering.WhoDecides.as_view(), name="document-who-decides"),
    path("rounds/<uuid:uid>/ask-responses/", answering.Ask.as_view(), name="round-ask"),
    path("versions/<uuid:uid>/proof/", proving.Proof.as_view(), name="version-proof"),
    path("versions/<uuid:uid>/proof/notes/", proving.Notes.as_view(), name="version-notes"),
    path("versions/<uuid:uid>/proof/notes/<uuid:note>/", proving.Note.as_view(), name="version-note"),
    path("versions/<uuid:uid>/blocks/<str:key>/history/", proving.History.as_view(), name="block-history"),
    path("versions/<uuid:uid>/blocks/<str:key>/follow/", proving.Follow.as_view(), name="block-follow"),
    path("versions/<uuid:uid>/holds/", Holds.as_view(), name="version-holds"),
    path("versions/<uuid:uid>/said/", proving.Said.as_view(), name="version-said"),
    path("versions/<uuid:uid>/for-me/", proving.ForMe.as_view(), name="version-for-me"),
    path("comments/<uuid:uid>/became/", proving.Became.as_view(), name="comment-became"),
    path("comments/<uuid:uid>/pictures/", Pictures.as_view(), name="comment-pictures"),
    path("comments/<uuid:uid>/pictures/<int:place>/", Picture.as_view(), name="comment-picture"),
    path("documents/<slug:slug>/proof-policy/", proving.Policy.as_view(), name="document-proof-policy"),
]
