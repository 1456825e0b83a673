"""Pages: sign in and out, one's own profile, password and tokens."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth import views as auth_views
from django.contrib.auth.decorators import login_required
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from backend.accounts import limits, selectors, services
from backend.accounts.forms import ProfileForm, SignInForm, TokenForm
from backend.accounts.requests import SignedInRequest


class SignIn(auth_views.LoginView):
    """E-mail and password; too many failures of an account or address are paused."""

    http_method_names = ["get", "head", "post", "options"]
    template_name = "accounts/sign_in.html"
    authentication_form = SignInForm
    # LoginView would call the site by the host of the request.
    extra_context = {"site_name": settings.SITE_NAME}

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if request.user.is_authenticated:
            return redirect(self.get_success_url())
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        limits.check(**_who(request))
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        limits.forget(**_who(self.request))
        return super().form_valid(form)

    def form_invalid(self, form: AuthenticationForm) -> HttpResponse:
        limits.note_failure(**_who(self.request))
        return self.render_to_response(self.get_context_data(form=form), status=422)


class SignOut(auth_views.LogoutView):
    """By POST only, so that a link in a page can not sign anybody out."""

    next_page = "accounts:sign_in"


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: SignedInRequest) -> HttpResponse:
    form = ProfileForm(
        request.POST or None, initial={"name": request.user.name, "time_zone": request.user.time_zone}
    )
    if request.method == "POST" and form.is_valid():
        services.change_profile(person=request.user, **form.cleaned_data)
        messages.success(request, "Your profile is saved.")
        return redirect("accounts:profile")
    return _profile_page(request, form=form, status=422 if form.is_bound else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def change_password(request: SignedInRequest) -> HttpResponse:
    form = PasswordChangeForm(request.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.set_password(
            person=request.user, password=form.cleaned_data["new_password1"], by=request.user
        )
        update_session_auth_hash(request, request.user)
        messages.success(request, "Your password is changed. Other browsers are signed out.")
        return redirect("accounts:profile")
    return render(request, "accounts/password.html", {"form": form}, status=422 if form.is_bound else 200)


@login_required
@require_POST
def issue_token(request: SignedInRequest) -> HttpResponse:
    """The answer is the only time that the key is shown."""
    form = TokenForm(request.POST)
    if not form.is_valid():
        return _profile_page(request, token_form=form, status=422)
    token, key = services.issue_token(person=request.user, label=form.cleaned_data["label"])
    return _profile_page(request, new_token=token, new_key=key, status=201)


@login_required
@require_POST
def revoke_token(request: SignedInRequest, token_id: int) -> HttpResponse:
    token = get_object_or_404(selectors.tokens_of(request.user), pk=token_id)
    services.revoke_token(token=token, by=request.user)
    messages.success(request, f"The token “{token.label}” no longer works.")
    return redirect("accounts:profile")


def _profile_page(request: SignedInRequest, *, status: int = 200, **context: object) -> HttpResponse:
    person = request.user
    page = {
        "form": ProfileForm(initial={"name": person.name, "time_zone": person.time_zone}),
        "token_form": TokenForm(),
        "tokens": selectors.tokens_of(person),
        "memberships": selectors.current_memberships(person),
    }
    return render(request, "accounts/profile.html", page | context, status=status)


def _who(request: HttpRequest) -> dict[str, str]:
    return {"email": request.POST.get("username", "").strip(), "address": request.META.get("REMOTE_ADDR", "")}
