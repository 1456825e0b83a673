"""Pages and API of notices."""

from django.urls import path
from rest_framework.routers import SimpleRouter

from backend.notices import api, views

app_name = "notices"
urlpatterns = [
    path("notices/", views.notices, name="notices"),
    path("notices/settings/", views.settings, name="settings"),
    path("notices/stop/<str:token>/", views.stop, name="stop"),
    path("notices/<uuid:uid>/", views.open_notice, name="open"),
]

router = SimpleRouter(use_regex_path=False)
router.register("notices", api.Notices, basename="notice")
api_urlpatterns = router.urls
