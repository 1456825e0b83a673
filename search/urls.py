"""Pages and API of the search."""

from django.urls import path
from rest_framework import routers

from search.api.saved import SavedSearches
from search.api.searching import CompleteView, SearchView
from search.views import saved, searching

app_name = "search"
urlpatterns = [
    path("search/", searching.search, name="search"),
    path("search/suggest/", searching.suggest, name="suggest"),
    path("search/saved/", saved.saved, name="saved"),
    path("search/saved/<uuid:uid>/change/", saved.change, name="change_saved"),
    path("search/saved/<uuid:uid>/forget/", saved.forget, name="forget_saved"),
    path("search/saved/<uuid:uid>/take-back/", saved.take_back, name="take_back_saved"),
]
_router = routers.SimpleRouter(use_regex_path=False)
_router.register("saved-searches", SavedSearches, basename="saved-search")
api_urlpatterns = [
    path("search/", SearchView.as_view(), name="search"),
    path("search/complete/", CompleteView.as_view(), name="search-complete"),
    *_router.urls,
]
