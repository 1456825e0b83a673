"""The map of the site. Each app keeps its pages in `urls.urlpatterns`, its API in `urls.api_urlpatterns`."""

from importlib import import_module
from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path
from drf_spectacular.views import SpectacularAPIView

from backend import health
from backend.docs import ApiDocs
from documents import urls as document_pages
from reviews.urls import rooms

APPS = ["backend.accounts", "backend.notices", "reviews", "search"]


def _of_all_apps(name: str) -> list[URLPattern | URLResolver]:
    """The routes called `name` in every app that has some."""
    maps = [import_module(f"{app}.urls") for app in APPS if find_spec(f"{app}.urls")]
    return [route for routes in maps for route in getattr(routes, name, [])]


def _pages() -> list[URLResolver]:
    return [path("", include(f"{app}.urls")) for app in APPS if find_spec(f"{app}.urls")]


def _documents() -> URLResolver:
    """The pages of documents; the two in which a draft meets its comments come from `reviews`."""
    return path("", include(([*document_pages.urlpatterns, *rooms.urlpatterns], "documents")))


api_v1 = [
    path("schema/", SpectacularAPIView.as_view(), name="schema"),
    path("docs/", ApiDocs.as_view(), name="docs"),
    *document_pages.api_urlpatterns,
    *_of_all_apps("api_urlpatterns"),
]

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("api/v1/", include((api_v1, "api"))),
    _documents(),
    *_pages(),
]

handler400 = "backend.errors.pages.bad_request"
handler403 = "backend.errors.pages.forbidden"
handler404 = "backend.errors.pages.not_found"
handler500 = "backend.errors.pages.server_error"
