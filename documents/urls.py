"""Pages of the documents app. The document's own page and the reader stand in `reviews`, which know both."""

from django.urls import path
from rest_framework import routers

from documents.api.documents import Documents
from documents.api.publications import Publications
from documents.api.versions import Versions
from documents.views import compare, documents, public, versions

app_name = "documents"
urlpatterns = [
    path("", public.home, name="home"),
    path("publications/<slug:slug>/", public.publication, name="publication"),
    path("publications/<slug:slug>/pdf/", public.publication_pdf, name="publication_pdf"),
    path("publications/<slug:slug>/word/", public.publication_word, name="publication_word"),
    path("publications/<slug:slug>/withdraw/", public.withdraw, name="withdraw"),
    path("news/<slug:slug>/", public.news, name="news"),
    path("documents/", documents.index, name="index"),
    path("documents/new/", documents.create, name="create"),
    path("documents/<slug:slug>/people/", documents.people, name="people"),
    path("documents/<slug:slug>/people/who-decides/", documents.who_decides, name="who_decides"),
    path("documents/<slug:slug>/people/<int:role_id>/end/", documents.end_role, name="end_role"),
    path("documents/<slug:slug>/life/", documents.life, name="life"),
    path("documents/<slug:slug>/agencies/", documents.add_agency, name="add_agency"),
    path(
        "documents/<slug:slug>/agencies/<int:participation_id>/end/",
        documents.end_participation,
        name="end_participation",
    ),
    path("documents/<slug:slug>/upload/", versions.upload, name="upload"),
    path("documents/<slug:slug>/compare/", compare.choose, name="choose_compare"),
    path("documents/<slug:slug>/compare/<int:older>..<int:newer>/", compare.compare, name="compare"),
    path("documents/<slug:slug>/compare/<int:older>..<int:newer>/word/", compare.word, name="redline"),
    path("documents/<slug:slug>/v<int:number>/report/", versions.report, name="report"),
    path("documents/<slug:slug>/v<int:number>/issue/", versions.issue, name="issue"),
    path("documents/<slug:slug>/v<int:number>/discard/", versions.discard, name="discard"),
    path("documents/<slug:slug>/v<int:number>/file/", versions.received, name="received"),
    path("documents/<slug:slug>/v<int:number>/pdf/", versions.pdf, name="pdf"),
    path("documents/<slug:slug>/v<int:number>/media/<path:name>", versions.media, name="media"),
    path("documents/<slug:slug>/v<int:number>/blocks/", versions.blocks, name="blocks"),
    path("documents/<slug:slug>/v<int:number>/publish/", public.publish, name="publish"),
]

_router = routers.SimpleRouter()
_router.register("documents", Documents, basename="document")
_router.register("versions", Versions, basename="version")
_router.register("publications", Publications, basename="publication")
api_urlpatterns = _router.urls
