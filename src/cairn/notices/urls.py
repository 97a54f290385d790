"""Addresses of notices, the demonstration's outbox, the set-up and the jobs of the site."""

from django.urls import path

from cairn.notices import views

app_name = "notices"
urlpatterns = [
    path("account/notices/", views.preferences, name="preferences"),
    path("unsubscribe/<str:token>/", views.unsubscribe, name="unsubscribe"),
    path("outbox/", views.outbox, name="outbox"),
    path("outbox/<int:number>/", views.outbox_mail, name="outbox-mail"),
    path("outbox/<int:number>/html/", views.outbox_html, name="outbox-html"),
    path("set-up/", views.set_up, name="set-up"),
    path("set-up/test-mail/", views.send_test_mail, name="send-test-mail"),
    path("metrics", views.metrics, name="metrics"),
    path("jobs/", views.jobs, name="jobs"),
    path("jobs/<uuid:job>/retry/", views.retry_job, name="retry-job"),
]
