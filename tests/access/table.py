"""Who is answered what, for every route and method of the site and its API. One line each.

The rows of comments and answers stand in `reviews.py`, of rounds in `rounds.py`, of meetings in
`workshop.py`.

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
    coordinators,
    delete,
    editors,
    everyone,
    get,
    patch,
    post,
    readers,
    signed_in,
)
from tests.access.reviews import ROWS as REVIEWS
from tests.access.rounds import ROWS as ROUNDS
from tests.access.workshop import ROWS as WORKSHOP

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
    get("documents:life", readers()),
    post("documents:life", coordinators(302), {"to": "revising", "reason": "Not yet."}),
    get("api:document-life", readers(anonymous=401)),
    post("api:document-life", coordinators(201, anonymous=401), {"to": "revising", "reason": "Not yet."}),
    post("documents:end_role", coordinators(302)),
    post("documents:who_decides", coordinators(302)),
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
    *FRAME, *ACCOUNTS, *DOCUMENTS, *REVIEWS, *WORKSHOP, *SEARCH, *NOTICES, *ROUNDS,
]
