"""Addresses of needs and challenges, of what young people said, and of the way for worries."""

from django.urls import path

from cairn.records.enums import RecordKind
from cairn.records.views import starting
from cairn.voice.views import codes, listening, posts, safeguarding, screens, translations, voices
from cairn.voice.views import needs as views

app_name = "voice"
urlpatterns = [
    path("challenges/", views.challenges, name="challenges"),
    path("challenges/new/", starting.start, {"kind": RecordKind.CHALLENGE}, name="new-challenge"),
    path("challenges/<slug:slug>/", views.challenge, name="challenge"),
    path("needs/", views.needs, name="needs"),
    path("needs/new/", starting.start, {"kind": RecordKind.NEED}, name="new-need"),
    path("needs/<slug:slug>/", views.need, name="need"),
    path("needs/<slug:slug>/answers/", voices.answers, name="answers"),
    path("safety/", safeguarding.safety, name="safety"),
    path("safety/tell/<slug:slug>/", safeguarding.send_concern, name="tell"),
    path("safety/worries/", safeguarding.concerns, name="concerns"),
    path("safety/worries/<slug:key>/", safeguarding.concern, name="concern"),
    path("safety/worries/<slug:key>/read/", safeguarding.read_concern, name="read-concern"),
    path("safety/worries/<slug:key>/recorded/", safeguarding.confirm_recorded, name="confirm-recorded"),
    path("safety/sent/<slug:key>/add/", safeguarding.add_to_concern, name="add-to-concern"),
    path("safety/worries/<slug:key>/close/", safeguarding.close_concern, name="close-concern"),
    path("safety/people/<slug:slug>/", posts.people, name="safety-people"),
    path("safety/people/<slug:slug>/name/", posts.name_people, name="name-safety-people"),
    path("safety/people/<slug:slug>/<slug:role>/yes/", posts.agree, name="agree-safety"),
    path("safety/people/<slug:slug>/<slug:role>/second-yes/", posts.confirm, name="confirm-safety"),
    path("safety/people/<slug:slug>/<slug:role>/away/", posts.away, name="safety-away"),
    path("voice/", listening.listening, name="listening"),
    path("voice/rules/", listening.rules, name="rules"),
    path("v/<uuid:door>/", screens.write, name="write"),
    path("voice/code/", codes.answers_of_code, name="code"),
    path("voice/translations/", translations.translations, name="translations"),
    path("voice/translations/<slug:language>/", translations.translation, name="translation"),
    path("voice/new/", listening.new_session, name="new-session"),
    path("voice/<slug:key>/", listening.session, name="session"),
    path("voice/<slug:key>/screen/", listening.door, name="door"),
    path("voice/<slug:key>/languages/", translations.languages, name="languages"),
    path("voice/<slug:key>/type-in/", listening.type_in, name="type-in"),
    path("voice/<slug:key>/keep/", listening.keep, name="keep"),
    path("voice/<slug:key>/sheet.pdf", listening.sheet, name="sheet"),
    path("voice/<slug:key>/not-used.csv", listening.not_used, name="not-used"),
    path("voice/<slug:key>/hand-over/", listening.hand_over, name="hand-over"),
    path("voice/<slug:key>/<int:number>/", listening.contribution, name="contribution"),
    path("voice/<slug:key>/<int:number>/not-used/", listening.reject, name="reject"),
    path("voice/<slug:key>/<int:number>/withdraw/", listening.withdraw, name="withdraw"),
    path("voice/<slug:key>/<int:number>/worry/", listening.worry, name="worry"),
]
