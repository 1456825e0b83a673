"""Who is answered what, for every route and method of the site and its API. One line each.

A new route needs a row here, or the tests fail. Choose the helper that says who may do it
(`everyone`, `signed_in`, `readers`, `commenters`, `editors`, `coordinators`), with the answer that
those get; name a role to make an exception. For example

    post("documents:issue", editors(302), number="unissued.number"),

says that editors and coordinators are led on, other readers get 403, strangers 404, and nobody is
sent to sign in. `number="unissued.number"` fills that blank of the address with a name of
`world.World`; without it, `world.DEFAULTS` does. A method of a route that has no row must be
answered 405. In API rows nobody is answered 401, hence `anonymous=401`.
"""

from tests.access.answers import (
    commenters,
    coordinators,
    delete,
    editors,
    everyone,
    get,
    patch,
    post,
    put,
    readers,
    signed_in,
)

FRAME = [
    get("healthz", everyone(200)),
    get("api:schema", everyone(200)),
    get("api:docs", everyone(200)),
]

#: Focal points (the coordinator is one) look after their agency's people, staff after all.
KEEPERS = everyone(403, anonymous=302, stranger=200, focal_point=200, coordinator=200, staff=200)

ACCOUNTS = [
    get("accounts:sign_in", everyone(302, anonymous=200)),
    post("accounts:sign_in", everyone(422)),
    post("accounts:sign_out", everyone(302)),
    get("accounts:profile", signed_in()),
    post("accounts:profile", signed_in(422)),
    get("accounts:change_password", signed_in()),
    post("accounts:change_password", signed_in(422)),
    post("accounts:issue_token", signed_in(422)),
    post("accounts:revoke_token", signed_in(404, reviewer=302)),
    get("accounts:forgotten", everyone(200)),
    post("accounts:forgotten", everyone(422)),
    get("accounts:set_password", everyone(200)),
    post("accounts:set_password", everyone(200)),
    get("accounts:people", KEEPERS),
    post(
        "accounts:people",
        {**KEEPERS, **dict.fromkeys(("stranger", "focal_point", "coordinator", "staff"), 422)},
    ),
    get("accounts:agencies", signed_in()),
    post("accounts:agencies", signed_in(403, staff=422)),
    post("accounts:close", everyone(404, anonymous=302, reviewer=403, focal_point=403, staff=302)),
    post("accounts:reopen", everyone(404, anonymous=302, reviewer=403, focal_point=403, staff=302)),
    post("accounts:end_membership", everyone(404, anonymous=302, reviewer=403, focal_point=302, staff=302)),
    get("api:agency-list", signed_in(anonymous=401)),
    get("api:agency-detail", signed_in(anonymous=401)),
    get("api:person-list", signed_in(anonymous=401)),
    get("api:person-detail", everyone(404, anonymous=401, reviewer=200, focal_point=200, staff=200)),
    get("api:person-me", signed_in(anonymous=401)),
]

DOCUMENTS = [
    get("documents:home", everyone(200)),
    get("documents:publication", everyone(200)),
    get("documents:publication_pdf", everyone(200)),
    get("documents:publication_word", everyone(200)),
    get("documents:news", everyone(200)),
    get("documents:withdraw", coordinators()),
    post("documents:withdraw", coordinators(422)),
    get("documents:index", signed_in()),
    get("documents:create", signed_in()),
    post("documents:create", signed_in(422)),
    get("documents:document", readers()),
    get("documents:people", readers()),
    post("documents:people", coordinators(302), {"email": "stranger@example.org", "role": "reviewer"}),
    post("documents:end_role", coordinators(302)),
    post("documents:add_agency", coordinators(302), {"agency": "@cast.jaxa.pk"}),
    post("documents:end_participation", coordinators(302)),
    get("documents:upload", editors()),
    post("documents:upload", editors(422)),
    get("documents:choose_compare", readers(302)),
    get("documents:compare", readers()),
    get("documents:compare", editors(refused=404), newer="unissued.number"),
    get("documents:redline", readers()),
    get("documents:redline", editors(refused=404), newer="unissued.number"),
    get("documents:version", readers()),
    get("documents:version", editors(refused=404), number="unissued.number"),
    get("documents:report", editors()),
    get("documents:report", editors(refused=404), number="unissued.number"),
    post("documents:issue", editors(302, refused=404), number="unissued.number"),
    post("documents:discard", editors(302, refused=404), number="unissued.number"),
    get("documents:received", readers()),
    get("documents:received", editors(refused=404), number="unissued.number"),
    get("documents:pdf", readers()),
    get("documents:pdf", editors(409, refused=404), number="unissued.number"),
    get("documents:media", readers(anonymous=404)),
    get("documents:blocks", readers()),
    get("documents:blocks", editors(refused=404), number="unissued.number"),
    get("documents:publish", coordinators()),
    post("documents:publish", coordinators(302)),
    get("api:document-list", signed_in(anonymous=401)),
    post("api:document-list", signed_in(400, anonymous=401)),
    get("api:document-detail", readers(anonymous=401)),
    get("api:document-versions", readers(anonymous=401)),
    post("api:document-versions", editors(409, anonymous=401), {"file": "@word_file"}),
    get("api:document-roles", readers(anonymous=401)),
    post(
        "api:document-roles",
        coordinators(201, anonymous=401),
        {"person": "@cast.stranger.uid", "role": "reviewer"},
    ),
    delete("api:document-role", coordinators(204, anonymous=401)),
    get("api:document-agencies", readers(anonymous=401)),
    post("api:document-agencies", coordinators(201, anonymous=401), {"agency": "JAXA"}),
    delete("api:document-agency", coordinators(204, anonymous=401)),
    get("api:version-detail", readers(anonymous=401)),
    get("api:version-detail", editors(anonymous=401, refused=404), uid="unissued.uid"),
    delete("api:version-detail", editors(204, anonymous=401, refused=404), uid="unissued.uid"),
    post("api:version-issue", editors(200, anonymous=401, refused=404), uid="unissued.uid"),
    get("api:version-blocks", readers(anonymous=401)),
    get("api:version-blocks", editors(anonymous=401, refused=404), uid="unissued.uid"),
    get("api:version-file", readers(anonymous=401)),
    get("api:version-file", editors(anonymous=401, refused=404), uid="unissued.uid"),
    get("api:version-pdf", readers(anonymous=401)),
    get("api:version-pdf", editors(409, anonymous=401, refused=404), uid="unissued.uid"),
    get("api:version-compare", readers(422, anonymous=401)),
    get("api:version-redline", readers(422, anonymous=401)),
    post("api:version-publish", coordinators(201, anonymous=401)),
    get("api:publication-list", everyone(200)),
    get("api:publication-detail", everyone(200)),
    get("api:publication-pdf", everyone(200)),
    get("api:publication-word", everyone(200)),
    post("api:publication-withdraw", coordinators(200, anonymous=401), {"note": "Superseded."}),
]

#: What only the agency sees is hidden from all others, editors included; what is private, from all.
OF_NASA = everyone(404, anonymous=302, reviewer=200, focal_point=200)
OF_AUTHOR = everyone(404, anonymous=302, reviewer=200)
NOTED = {"kind": "answer", "disposition": "noted"}

PROOFS = [
    get("reviews:proof", readers()),
    get("reviews:proof", editors(refused=404), number="unissued.number"),
    post("reviews:note", editors(302), {"changes": "1", "text": "Agreed."}),
    post("reviews:withdraw_note", editors(302)),
    post("reviews:proof_policy", coordinators(302), {"rule": "forbid"}),
    get("reviews:became", readers()),
    get(
        "reviews:became",
        everyone(404, anonymous=302, reviewer=200, focal_point=200),
        uid="agency_comment.uid",
    ),
    get("reviews:paragraph", readers()),
    post("reviews:follow", readers(302)),
    get("reviews:said", readers()),
    get("reviews:said_pdf", readers()),
    get("reviews:for_me", readers()),
    get("api:version-proof", readers(anonymous=401)),
    post("api:version-notes", editors(201, anonymous=401), {"changes": "@changes", "text": "Agreed."}),
    delete("api:version-note", editors(204, anonymous=401)),
    get("api:block-history", readers(anonymous=401)),
    put("api:block-follow", readers(204, anonymous=401)),
    delete("api:block-follow", readers(204, anonymous=401)),
    get("api:version-said", readers(anonymous=401)),
    get("api:version-for-me", readers(anonymous=401)),
    get("api:comment-became", readers(anonymous=401)),
    get("api:document-proof-policy", readers(anonymous=401)),
    put("api:document-proof-policy", coordinators(anonymous=401), {"rule": "forbid"}),
]

REVIEWS = [
    get("reviews:work", signed_in()),
    post("reviews:calendar_link", signed_in(302)),
    get("reviews:calendar", everyone(200)),
    get("reviews:calendar", everyone(404), secret="token.digest"),
    get("reviews:register", readers()),
    get("reviews:matrix_rows", readers()),
    get("reviews:matrix_open", readers()),
    get("reviews:matrix_open", OF_NASA, uid="agency_comment.uid"),
    get("reviews:matrix_open", OF_AUTHOR, uid="private_comment.uid"),
    post("reviews:matrix_act", editors(200), NOTED | {"comment": "@comment.uid"}),
    post(
        "reviews:matrix_act",
        readers(422, reviewer=403, focal_point=403),
        NOTED | {"comment": "@agency_comment.uid"},
    ),
    post("reviews:matrix_undo", editors(200, refused=404), uid="operation.uid"),
    get("reviews:conflicts", readers()),
    get("reviews:conflicts", editors(refused=404), number="unissued.number"),
    post("reviews:settle_conflict", editors(302), {"reject": "@comment.uid", "reason": "As it stands."}),
    get("reviews:groups", readers()),
    post("reviews:find_groups", editors(302)),
    post("reviews:answer_group", editors(302), NOTED | {"comment": "@comment.uid"}),
    post("reviews:part_from_group", editors(302)),
    post("reviews:take_back", editors(302, refused=404), uid="operation.uid"),
    post("reviews:save_view", readers(302), {"name": "Mine"}),
    post("reviews:save_view", editors(302), {"name": "For all", "is_shared": "on"}),
    post("reviews:delete_view", readers(404, observer=302), uid="view.uid"),
    get("reviews:comment", readers(302)),
    get(
        "reviews:comment",
        everyone(404, anonymous=302, reviewer=302, focal_point=302),
        name="agency_comment.uid",
    ),
    get("reviews:comment", everyone(404, anonymous=302, reviewer=302), name="private_comment.uid"),
    get("reviews:comments", readers()),
    get("reviews:comments", editors(refused=404), number="unissued.number"),
    post("reviews:comments", commenters(201), {"kind": "document", "body": "So.", "audience": "document"}),
    post("reviews:comments", readers(422), {"kind": "document"}),
    post("reviews:reply", commenters(200), {"body": "Thank you."}),
    post("reviews:reply", OF_NASA, {"body": "Thank you."}, uid="agency_comment.uid"),
    post("reviews:reply", OF_AUTHOR | {"reviewer": 409}, {"body": "Yes."}, uid="private_comment.uid"),
    post("reviews:edit", readers(403, reviewer=200), {"body": "Other words."}),
    post("reviews:edit", OF_NASA | {"focal_point": 403}, {"body": "Other words."}, uid="agency_comment.uid"),
    post("reviews:withdraw", readers(403, reviewer=200, focal_point=200, editor=422, coordinator=422)),
    post("reviews:withdraw", OF_NASA, uid="agency_comment.uid"),
    post("reviews:release", OF_NASA, uid="agency_comment.uid"),
    post("reviews:release", OF_AUTHOR, uid="private_comment.uid"),
    post("reviews:release", readers(403, reviewer=409, focal_point=409)),
    post("reviews:propose", editors(200), {"disposition": "accepted"}),
    post("reviews:decide", editors(200), {"disposition": "accepted"}),
    post(
        "reviews:decide",
        everyone(404, anonymous=302, reviewer=403, focal_point=403),
        {"disposition": "accepted"},
        uid="agency_comment.uid",
    ),
    post("reviews:reopen", editors(409)),
    get("reviews:history", readers()),
    get("reviews:history", OF_NASA, uid="agency_comment.uid"),
    get("reviews:history", OF_AUTHOR, uid="private_comment.uid"),
    get("reviews:unplaced", readers()),
    post("reviews:place", editors(302, reviewer=302), {"action": "confirm"}),
    post("reviews:place", readers(422), {"action": "nothing"}),
    get("reviews:markup", readers()),
    get("reviews:markup", editors(refused=404), number="unissued.number"),
    get("reviews:export", everyone(404, anonymous=302), export_id="nothing"),
    get("reviews:send_return", commenters()),
    post("reviews:send_return", commenters(422)),
    get("reviews:return", OF_NASA),
    post("reviews:name_person", everyone(404, anonymous=302, reviewer=422, focal_point=422)),
    get("reviews:return_file", OF_NASA),
    get("reviews:merge", editors()),
    get("reviews:merge_place", editors(), key="proposed_key"),
    post("reviews:merge_decide", editors(302), {"topic": "@proposal.uid", "action": "accept"}),
    post("reviews:merge_decide", editors(422)),
    post("reviews:merge_all", editors(302), {"action": "accept"}),
    post("reviews:merge_word", editors(302), {"topic": "@proposal.uid", "text": "Other words."}),
    get("reviews:merge_wording", editors(), topic="proposal.uid"),
    post("reviews:merge_undo", editors(409, editor=302)),
    get("reviews:merge_preview", editors()),
    get("reviews:merge_next", editors()),
    post("reviews:merge_next", editors(409)),
    get("reviews:merged", editors(refused=404)),
    get("reviews:merged_redline", editors(404, refused=404)),
    get("reviews:plan", readers()),
    post("reviews:plan", readers(422)),
    post("reviews:plan", coordinators(302), {"title": "Publication", "words": "fall 2027", "kind": "other"}),
    post("reviews:plan_link", readers(302)),
    get("reviews:plan_progress", readers()),
    get("reviews:what_if", coordinators()),
    get("reviews:what_if", coordinators(422), "?step=none"),
    post("reviews:what_if", coordinators(409), {"step": "@milestone.uid", "days": "14", "reason": "Late."}),
    get("reviews:backwards", coordinators()),
    get("reviews:backwards", coordinators(), "?template=white-paper&on=fall+2028"),
    post("reviews:backwards", coordinators(302), {"template": "standard", "on": "2030"}),
    post("reviews:backwards", coordinators(422), {"on": "2030"}),
    post("reviews:expect", coordinators(302), {"words": "June 2027"}),
    post("reviews:edit_step", coordinators(302), {"title": "Comments due", "kind": "round"}),
    post("reviews:remove_step", coordinators(302)),
    post("reviews:restore_step", coordinators(409)),
    post("reviews:wait", coordinators(422), {"on": "@milestone.uid"}),
    post("reviews:undo", coordinators(302)),
    post("reviews:move", coordinators(302), {"words": "June 2027", "reason": "More time."}),
    post("reviews:meet", coordinators(302), {"on": "2026-11-01"}),
    get("reviews:plan_calendar", readers()),
]

#: The same for the API, where nobody is answered 401.
API_OF_NASA = OF_NASA | {"anonymous": 401}
API_OF_AUTHOR = OF_AUTHOR | {"anonymous": 401}
NEW_COMMENT = {"version": "@second.uid", "body": "So.", "audience": "document"}
NEW_RETURN = {"version": "@second.uid", "file": "@word_file", "audience": "document"}
ACCEPTED = {"disposition": "accepted"}
NEW_OPERATION = {
    "document": "@document.slug",
    "kind": "answer",
    "comments": "@chosen",
    "disposition": "noted",
}

REVIEWS_API = [
    get("api:comment-list", signed_in(anonymous=401)),
    post("api:comment-list", commenters(201, anonymous=401), NEW_COMMENT),
    post(
        "api:comment-list",
        editors(409, anonymous=401, refused=404),
        NEW_COMMENT | {"version": "@unissued.uid"},
    ),
    get("api:comment-detail", readers(anonymous=401)),
    get("api:comment-detail", API_OF_NASA, uid="agency_comment.uid"),
    get("api:comment-detail", API_OF_AUTHOR, uid="private_comment.uid"),
    patch("api:comment-detail", readers(403, anonymous=401, reviewer=200), {"body": "Other words."}),
    patch(
        "api:comment-detail",
        API_OF_NASA | {"focal_point": 403},
        {"body": "Other words."},
        uid="agency_comment.uid",
    ),
    post(
        "api:comment-withdraw",
        readers(403, anonymous=401, reviewer=200, focal_point=200, editor=422, coordinator=422),
    ),
    post("api:comment-withdraw", API_OF_NASA, uid="agency_comment.uid"),
    post("api:comment-release", API_OF_NASA, uid="agency_comment.uid"),
    post("api:comment-release", API_OF_AUTHOR, uid="private_comment.uid"),
    post("api:comment-reopen", editors(409, anonymous=401)),
    post("api:comment-propose", editors(200, anonymous=401), ACCEPTED),
    post("api:comment-decide", editors(200, anonymous=401), ACCEPTED),
    get("api:comment-replies", readers(anonymous=401)),
    get("api:comment-replies", API_OF_NASA, uid="agency_comment.uid"),
    post("api:comment-replies", commenters(201, anonymous=401), {"body": "Thank you."}),
    post(
        "api:comment-replies", API_OF_AUTHOR | {"reviewer": 409}, {"body": "Yes."}, uid="private_comment.uid"
    ),
    get("api:comment-word", signed_in(422, anonymous=401)),
    get("api:operation-list", signed_in(anonymous=401)),
    post("api:operation-list", editors(201, anonymous=401), NEW_OPERATION),
    get("api:operation-detail", editors(anonymous=401, refused=404)),
    post("api:operation-undo", editors(200, anonymous=401, refused=404)),
    get("api:placement-list", signed_in(anonymous=401)),
    get("api:placement-detail", readers(anonymous=401)),
    get("api:placement-detail", API_OF_NASA, pk="agency_placement.pk"),
    post("api:placement-confirm", editors(200, anonymous=401, reviewer=200)),
    post("api:placement-reattach", editors(200, anonymous=401, reviewer=200), {"kind": "document"}),
    post("api:placement-gone", editors(200, anonymous=401, reviewer=200)),
    get("api:return-list", signed_in(anonymous=401)),
    post("api:return-list", commenters(202, anonymous=401), NEW_RETURN),
    get("api:return-detail", API_OF_NASA),
    get("api:return-file", API_OF_NASA),
    get("api:room-detail", editors(anonymous=401)),
    post("api:room-decide", editors(200, anonymous=401), ACCEPTED | {"topics": "@topics"}),
    post("api:room-word", editors(201, anonymous=401), {"topics": "@topics", "text": "So."}),
    get("api:merge-list", signed_in(anonymous=401)),
    post("api:merge-list", editors(409, anonymous=401), {"base": "@second.uid"}),
    get("api:merge-detail", editors(anonymous=401, refused=404)),
    get("api:merge-redline", editors(404, anonymous=401, refused=404)),
    get("api:milestone-list", signed_in(anonymous=401)),
    post(
        "api:milestone-list",
        coordinators(201, anonymous=401),
        {"document": "@document.slug", "title": "Out", "words": "fall 2027"},
    ),
    get("api:milestone-detail", readers(anonymous=401)),
    post(
        "api:milestone-move", coordinators(200, anonymous=401), {"words": "June 2027", "reason": "More time."}
    ),
    post("api:milestone-meet", coordinators(200, anonymous=401), {"on": "2026-11-01"}),
]

#: A saved search is its owner's alone.
OWN_SEARCH = everyone(404, anonymous=302, reviewer=302)

SEARCH = [
    get("search:search", signed_in(), "?q=habitat"),
    get("search:suggest", signed_in(), "?q=hab"),
    get("api:search", signed_in(anonymous=401), "?q=habitat"),
    get("api:search-complete", signed_in(anonymous=401), "?q=hab"),
    get("search:saved", signed_in()),
    post("search:saved", signed_in(422)),
    post("search:saved", signed_in(302), {"query": "crew", "alert": "none"}),
    post("search:change_saved", OWN_SEARCH, {"query": "habitats", "name": "Mine", "alert": "none"}),
    post("search:forget_saved", OWN_SEARCH),
    post("search:take_back_saved", OWN_SEARCH),
    get("api:saved-search-list", signed_in(anonymous=401)),
    post("api:saved-search-list", signed_in(400, anonymous=401)),
    post("api:saved-search-list", signed_in(201, anonymous=401), {"query": "crew"}),
    get("api:saved-search-detail", everyone(404, anonymous=401, reviewer=200)),
    patch("api:saved-search-detail", everyone(404, anonymous=401, reviewer=200), {"name": "Mine"}),
    delete("api:saved-search-detail", everyone(404, anonymous=401, reviewer=204)),
]

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
    post(
        "api:comment-reword", API_OF_NASA | {"reviewer": 403}, {"body": "Our words."},
        uid="agency_comment.uid",
    ),
    post("api:comment-reword", readers(403, anonymous=401, focal_point=409), {"body": "Our words."}),
    post(
        "api:comment-return", API_OF_NASA | {"reviewer": 403}, {"reason": "The source?"},
        uid="agency_comment.uid",
    ),
    post("api:comment-hold", API_OF_NASA | {"reviewer": 403}, uid="agency_comment.uid"),
    post("api:comment-free", API_OF_NASA | {"reviewer": 403, "focal_point": 409}, uid="agency_comment.uid"),
]

NOTICES = [
    get("notices:notices", signed_in()),
    post("notices:notices", signed_in(302)),
    get("notices:open", everyone(404, anonymous=302, reviewer=302)),
    get("notices:settings", signed_in()),
    post("notices:settings", signed_in(302)),
    get("notices:stop", everyone(200)),
    get("notices:stop", everyone(404), token="token.digest"),
    post("notices:stop", everyone(200)),
    get("api:notice-list", signed_in(anonymous=401)),
    post("api:notice-read", everyone(404, anonymous=401, reviewer=204)),
]

ROWS = [
    *FRAME, *ACCOUNTS, *DOCUMENTS, *REVIEWS, *REVIEWS_API, *PROOFS, *SEARCH, *NOTICES, *ROUNDS, *ROUNDS_API,
]
