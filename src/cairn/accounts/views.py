"""Log in, log out, see and change one's own log-in. Django's views, in our words."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import LoginView, LogoutView, PasswordChangeView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse_lazy
from django.views.decorators.http import require_safe

from cairn.accounts.forms import ChangePasswordForm, LogInForm
from cairn.accounts.policies import can_use_demonstration_log_in
from cairn.accounts.services import DEMONSTRATION_USERS


class LogIn(LoginView):
    template_name = "accounts/log_in.html"
    authentication_form = LogInForm
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs):
        people = DEMONSTRATION_USERS if can_use_demonstration_log_in(self.request) else ()
        rows = [[person.role.capitalize(), person.email, person.password] for person in people]
        context = super().get_context_data(
            demonstration_columns=["To look as", "E-mail address", "Password"], demonstration_rows=rows, **kwargs
        )
        # Django means the host by these; the name of the site stands in every page already.
        del context["site"], context["site_name"]
        return context


class LogOut(LogoutView):
    http_method_names = ["post", "options"]


class ChangePassword(PasswordChangeView):
    template_name = "accounts/change_password.html"
    form_class = ChangePasswordForm
    success_url = reverse_lazy("accounts:account")

    def form_valid(self, form):
        answer = super().form_valid(form)
        messages.success(self.request, "Your password is changed. You are logged out everywhere else.")
        return answer


@require_safe
@login_required
def account(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/account.html")
