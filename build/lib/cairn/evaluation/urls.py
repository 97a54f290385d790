"""Addresses of plans and results."""

from django.urls import path

from cairn.evaluation import views

app_name = "evaluation"
urlpatterns = [
    path("plans/", views.plans, name="plans"),
    path("plans/new/", views.new_plan, name="new-plan"),
    path("plans/<slug:slug>/", views.plan, name="plan"),
    path("plans/<slug:slug>/change/", views.change_plan, name="change-plan"),
    path("plans/<slug:slug>/lock/", views.lock_plan, name="lock-plan"),
    path("plans/<slug:slug>/replace/", views.replace_plan, name="replace-plan"),
    path("plans/<slug:slug>/discard/", views.discard_plan, name="discard-plan"),
    path("plans/<slug:slug>/work-out/", views.work_out, name="work-out"),
    path("plans/<slug:slug>/result.<slug:form>", views.result_file, name="result-file"),
    path("plans/<slug:slug>/<slug:chart>.<slug:form>", views.chart_file, name="chart-file"),
    path("evaluations/<slug:slug>/", views.evaluation, name="evaluation"),
    path("how-well/", views.how_well, name="how-well"),
    path("how-it-works/", views.method, name="method"),
]
