"""Pages for people who have no password yet, or forgot it."""

from django.contrib import messages
from django.contrib.auth import views as auth_views
from django.contrib.auth.forms import SetPasswordForm
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.views.decorators.http import require_http_methods

from backend.accounts import limits, services
from backend.accounts.forms import ForgottenForm


@require_http_methods(["GET", "HEAD", "POST"])
def forgotten(request: HttpRequest) -> HttpResponse:
    """Ask for a mail; the answer is the same whether the address is known or not."""
    form = ForgottenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        who = {"email": form.cleaned_data["email"], "address": request.META.get("REMOTE_ADDR", "")}
        limits.check(**who)
        limits.note_failure(**who)
        services.remind_password(email=form.cleaned_data["email"])
        messages.success(request, "If there is such an account, a mail with a link is on its way.")
        return redirect("accounts:sign_in")
    return render(request, "accounts/forgotten.html", {"form": form}, status=422 if form.errors else 200)


class SetPassword(auth_views.PasswordResetConfirmView):
    """Set a password by the link from a mail; the link works once."""

    http_method_names = ["get", "head", "post", "options"]
    template_name = "accounts/set_password.html"
    success_url = reverse_lazy("accounts:sign_in")

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """Other methods are refused also where the link is dead, which Django looks at first."""
        if str(request.method).lower() not in self.http_method_names:
            return self.http_method_not_allowed(request)
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: SetPasswordForm) -> HttpResponse:
        services.set_password(person=form.user, password=form.cleaned_data["new_password1"], by=form.user)
        self.request.session.pop(auth_views.INTERNAL_RESET_SESSION_TOKEN, None)
        messages.success(self.request, "Your password is set. Sign in with it.")
        return redirect(self.get_success_url())
