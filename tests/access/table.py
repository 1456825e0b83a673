"""Who is answered what, for every route and method of the site and its API. One line each.

A new route needs a row here, or the tests fail. Choose the helper that says who may do it
(`everyone`, `signed_in`, `readers`, `commenters`, `editors`, `coordinators`), with the answer that
those get; name a role to make an exception. For example

    post("documents:issue", editors(302), number="unissued.number"),

says that editors and coordinators are led on, other readers get 403, strangers 404, and nobody is
sent to sign in. `number="unissued.number"` fills that blank of the address with a name of
`world.World`, where `world.DEFAULTS` does not fit. A method of a route that has no row must be
answered 405. In API rows nobody is answered 401, hence `anonymous=401`.
"""

from tests.access.answers import everyone, get, post, signed_in

FRAME = [
    get("healthz", everyone(200)),
    get("api:schema", everyone(200)),
    get("api:docs", everyone(200)),
]

ACCOUNTS = [
    get("accounts:sign_in", everyone(302, anonymous=200)),
    post("accounts:sign_in", everyone(302, anonymous=422)),
    post("accounts:sign_out", everyone(302)),
    get("accounts:profile", signed_in()),
    post("accounts:profile", signed_in(422)),
    get("accounts:change_password", signed_in()),
    post("accounts:change_password", signed_in(422)),
    post("accounts:issue_token", signed_in(422)),
    post("accounts:revoke_token", signed_in(404, reviewer=302)),
    get("api:agency-list", signed_in(anonymous=401)),
    get("api:agency-detail", signed_in(anonymous=401), pk="cast.nasa.pk"),
    get("api:person-list", signed_in(anonymous=401)),
    get(
        "api:person-detail",
        everyone(404, anonymous=401, reviewer=200, focal_point=200, staff=200),
        uid="cast.nasa_reviewer.uid",
    ),
    get("api:person-me", signed_in(anonymous=401)),
]

ROWS = [*FRAME, *ACCOUNTS]
