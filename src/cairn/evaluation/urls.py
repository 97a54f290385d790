"""Addresses of plans and results."""

from django.urls import path

from cairn.evaluation.views import downloads, outlook, pages, plans, pooled, replies

app_name = "evaluation"
urlpatterns = [
    path("plans/", plans.plans, name="plans"),
    path("plans/new/", plans.new_plan, name="new-plan"),
    path("before-you-start/<slug:slug>/evaluation/", outlook.outlook, name="outlook"),
    path("plans/<slug:slug>/", plans.plan, name="plan"),
    path("plans/<slug:slug>/change/", plans.change_plan, name="change-plan"),
    path("plans/<slug:slug>/lock/", plans.lock_plan, name="lock-plan"),
    path("plans/<slug:slug>/replace/", plans.replace_plan, name="replace-plan"),
    path("plans/<slug:slug>/discard/", plans.discard_plan, name="discard-plan"),
    path("plans/<slug:slug>/work-out/", plans.work_out, name="work-out"),
    path("plans/<slug:slug>/result.<slug:form>", downloads.result_file, name="result-file"),
    path("plans/<slug:slug>/<slug:chart>.<slug:form>", downloads.chart_file, name="chart-file"),
    path("plans/<slug:slug>/ask-for-reply/", replies.ask_for_reply, name="ask-for-reply"),
    path("models/<slug:slug>/evaluation/", pooled.model_evaluation, name="model"),
    path("models/<slug:slug>/evaluation/start/", pooled.start_model_evaluation, name="start-model"),
    path("models/<slug:slug>/evaluation/<slug:table>.csv", pooled.model_file, name="model-file"),
    path("models/<slug:slug>/evaluation/<slug:measure>/result.zip", pooled.model_bundle, name="model-bundle"),
    path("models/<slug:slug>/evaluation/<slug:measure>/chart.<slug:form>", pooled.model_chart, name="model-chart"),
    path("replies/<int:number>/", replies.reply, name="reply"),
    path("evaluations/<slug:slug>/", plans.evaluation, name="evaluation"),
    path("how-well/", pages.how_well, name="how-well"),
    path("how-it-works/", pages.method, name="method"),
]
