"""Addresses of plans and results."""

from django.urls import path, register_converter

from cairn.evaluation import views


class UidConverter:
    regex = "[2-9a-z]{10}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(UidConverter, "uid")

app_name = "evaluation"
urlpatterns = [
    path("plans/", views.plans, name="plans"),
    path("plans/new/", views.new_plan, name="new-plan"),
    path("plans/<uid:uid>/", views.plan, name="plan"),
    path("plans/<uid:uid>/change/", views.change_plan, name="change-plan"),
    path("plans/<uid:uid>/lock/", views.lock_plan, name="lock-plan"),
    path("plans/<uid:uid>/replace/", views.replace_plan, name="replace-plan"),
    path("plans/<uid:uid>/discard/", views.discard_plan, name="discard-plan"),
    path("plans/<uid:uid>/work-out/", views.work_out, name="work-out"),
    path("plans/<uid:uid>/result.<slug:form>", views.result_file, name="result-file"),
    path("plans/<uid:uid>/<slug:chart>.<slug:form>", views.chart_file, name="chart-file"),
    path("how-well/", views.how_well, name="how-well"),
    path("how-it-works/", views.method, name="method"),
]
