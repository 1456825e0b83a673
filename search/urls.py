"""Pages and API of the search."""

from django.urls import path

from search import api, views

app_name = "search"
urlpatterns = [
    path("search/", views.search, name="search"),
    path("search/suggest/", views.suggest, name="suggest"),
]
api_urlpatterns = [
    path("search/", api.SearchView.as_view(), name="search"),
    path("search/complete/", api.CompleteView.as_view(), name="search-complete"),
]
