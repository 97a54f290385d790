"""Addresses of what can be done with a record of any kind; each kind has its own page in its own app."""

from django.urls import path

from cairn.records.views import bulk, conversation, desk, files, history, merging, sections, sharing, starting, thread

app_name = "records"
urlpatterns = [
    path("desk/", desk.desk, name="desk"),
    path("records/", sharing.records, name="records"),
    path("records/new/", starting.choose, name="new"),
    path("records/new/<slug:kind>/", starting.start, name="start"),
    path("records/export/<slug:kind>.<slug:form>", bulk.export, name="export"),
    path("records/import/", bulk.start_import, name="import"),
    path("records/import/template/<slug:kind>.<slug:form>", bulk.template, name="import-template"),
    path("records/import/<int:number>/", bulk.preview, name="import-preview"),
    path("records/import/<int:number>/answer/", bulk.answer, name="import-answer"),
    path("records/<slug:slug>/", sharing.record, name="record"),
    path("records/<slug:slug>/share/", sharing.share, name="share"),
    path("records/<slug:slug>/consent/", sharing.consent, name="consent"),
    path("records/<slug:slug>/publish/", sharing.publish, name="publish"),
    path("records/<slug:slug>/withdraw/", sharing.withdraw, name="withdraw"),
    path("records/<slug:slug>/take-down/", sharing.take_down, name="take-down"),
    path("records/<slug:slug>/edit/", sections.edit, name="edit"),
    path("records/<slug:slug>/edit/<slug:name>/", sections.section, name="section"),
    path("records/<slug:slug>/edit/<slug:name>/keep/", sections.autosave, name="autosave"),
    path("records/<slug:slug>/edit/<slug:name>/discard/", sections.discard, name="discard-typed"),
    path("records/<slug:slug>/history/", history.history, name="history"),
    path("records/<slug:slug>/history/<int:revision>/restore/", history.restore, name="restore"),
    path("records/<slug:slug>/link/", thread.link, name="link"),
    path("records/<slug:slug>/link/<int:tie>/remove/", thread.unlink, name="unlink"),
    path("records/<slug:slug>/merge/", merging.merge, name="merge"),
    path("records/<slug:slug>/follow/", conversation.follow, name="follow"),
    path("records/<slug:slug>/wrong/", conversation.report_record, name="report-record"),
    path("records/<slug:slug>/review/ask/", conversation.ask_for_review, name="ask-for-review"),
    path("records/<slug:slug>/review/", conversation.review, name="review"),
    path("records/<slug:slug>/files/", files.attachments, name="attachments"),
    path("records/<slug:slug>/document/", files.request_document, name="request-document"),
    path("records/<slug:slug>/document.<slug:form>", files.document, name="document"),
    path("files/<slug:slug>/remove/", files.remove, name="remove-attachment"),
    path("files/<slug:slug>/<str:name>", files.attachment, name="attachment"),
    path("councils/<slug:slug>/wrong/", conversation.report_place, name="report-place"),
    path("reports/", conversation.reports, name="reports"),
    path("reports/<int:number>/", conversation.report, name="report"),
    path("audit/", history.audit, name="audit"),
]
