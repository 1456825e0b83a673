"""The two rooms that reviews add to the pages of documents; `backend.urls` puts them in their namespace."""

from django.urls import path

from reviews.views import reading

urlpatterns = [
    path("documents/<slug:slug>/", reading.document, name="document"),
    path("documents/<slug:slug>/v<int:number>/", reading.reader, name="version"),
]
