"""Our own pages about a log-in; what allauth does stands below /account/ too."""

from django.urls import include, path
from django.views.generic import RedirectView

from cairn.accounts import views

allauth_patterns = (
    # One page to log in, one to choose another password: ours.
    [path("account/login/", RedirectView.as_view(pattern_name="accounts:log-in", query_string=True))]
    + [
        path(f"account/password/{word}/", RedirectView.as_view(pattern_name="accounts:change-password"))
        for word in ("change", "set")
    ]
    + [
        path("account/3rdparty/", views.connections),
        path("account/3rdparty/login/cancelled/", views.sign_on_cancelled),
        path("account/3rdparty/login/error/", views.sign_on_failed),
    ]
)
own_patterns = (
    [
        path("log-in/", views.LogIn.as_view(), name="log-in"),
        path("log-out/", views.log_out, name="log-out"),
        path("account/", views.account, name="account"),
        path("account/password/", views.ChangePassword.as_view(), name="change-password"),
        path(
            ".well-known/change-password",  # where password managers look
            RedirectView.as_view(pattern_name="accounts:change-password"),
            name="well-known-change-password",
        ),
        path("account/export/", views.export, name="export"),
        path("account/link/<str:token>/", views.link_sign_on, name="link-sign-on"),
        path("account/erase/", views.erase, name="erase"),
    ],
    "accounts",
)
urlpatterns = [
    path("", include(own_patterns)),
    *allauth_patterns,
    path("account/", include("allauth.urls")),
]
