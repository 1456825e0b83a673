"""Pages and API of people and agencies."""

from django.urls import path
from rest_framework.routers import SimpleRouter

from backend.accounts import api, directory, passwords, views

app_name = "accounts"
urlpatterns = [
    path("sign-in/", views.SignIn.as_view(), name="sign_in"),
    path("sign-out/", views.SignOut.as_view(), name="sign_out"),
    path("password/", passwords.forgotten, name="forgotten"),
    path("password/<str:uidb64>/<str:token>/", passwords.SetPassword.as_view(), name="set_password"),
    path("people/", directory.people, name="people"),
    path("people/<uuid:uid>/close/", directory.close, name="close"),
    path("people/<uuid:uid>/reopen/", directory.reopen, name="reopen"),
    path("memberships/<int:membership_id>/end/", directory.end_membership, name="end_membership"),
    path("agencies/", directory.agencies, name="agencies"),
    path("profile/", views.profile, name="profile"),
    path("profile/password/", views.change_password, name="change_password"),
    path("profile/tokens/", views.issue_token, name="issue_token"),
    path("profile/tokens/<int:token_id>/revoke/", views.revoke_token, name="revoke_token"),
]

router = SimpleRouter(use_regex_path=False)
router.register("agencies", api.AgencyViewSet, basename="agency")
router.register("people", api.PersonViewSet, basename="person")
api_urlpatterns = router.urls
