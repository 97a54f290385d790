"""Addresses of councils, organisations, their people, and circles."""

from django.urls import path

from cairn.places.views import circles, councils, journey, organisations, users, yours

app_name = "places"
urlpatterns = [
    path("councils/", councils.councils, name="councils"),
    path("your-council/", yours.your_council, name="your-council"),
    path("councils/<slug:slug>/", councils.council, name="council"),
    path("councils/<slug:slug>/letter/", councils.letter, name="letter"),
    path("organisations/", organisations.organisations, name="organisations"),
    path("organisations/new/", organisations.new_organisation, name="new-organisation"),
    path("organisations/<slug:slug>/", organisations.organisation, name="organisation"),
    path("organisations/<slug:slug>/people/", organisations.members, name="members"),
    path("organisations/<slug:slug>/people/invite/", organisations.invite, name="invite"),
    path(
        "organisations/<slug:slug>/people/invitations/<int:number>/",
        organisations.change_invitation,
        name="change-invitation",
    ),
    path("organisations/<slug:slug>/people/<int:number>/", organisations.member, name="member"),
    path("organisations/<slug:slug>/people/<int:number>/remove/", organisations.remove_member, name="remove-member"),
    path("organisations/<slug:slug>/journey/", journey.journey, name="journey"),
    path("organisations/<slug:slug>/journey/<int:number>/remove/", journey.remove, name="remove-journey"),
    path("organisations/<slug:slug>/teams/new/", organisations.new_team, name="new-team"),
    path("organisations/<slug:slug>/teams/<slug:team>/", organisations.team, name="team"),
    path("invitations/<slug:key>/", organisations.invitation, name="invitation"),
    path("users/", users.users, name="users"),
    path("users/<slug:key>/", users.user, name="user"),
    path("circles/", circles.circles, name="circles"),
    path("circles/new/", circles.new_circle, name="new-circle"),
    path("circles/<slug:slug>/", circles.circle, name="circle"),
    path("circles/<slug:slug>/join/", circles.join_circle, name="join-circle"),
    path("circles/<slug:slug>/rules/", circles.rules, name="circle-rules"),
    path("circles/<slug:slug>/end/", circles.end_circle, name="end-circle"),
    path("circles/<slug:slug>/leaders/<int:number>/", circles.change_leader, name="change-circle-leader"),
    path("circles/<slug:slug>/invitations/<int:number>/", circles.cancel_invitation, name="cancel-circle-invitation"),
    path("circles/<slug:slug>/leave/<int:number>/", circles.leave_circle, name="leave-circle"),
]
