"""How entries of the library are cited: a report as the work it is, other entries as pages of this site."""

from typing import Any

from django.conf import settings

from cairn.common.addresses import make_absolute
from cairn.common.presenters.citing import Citation
from cairn.library.models import EvaluationReport, PracticeModel
from cairn.records.enums import Sharing
from cairn.records.models import Record
from cairn.records.presenters.describing import describe_record


def cite_report(report: EvaluationReport) -> Citation | None:
    source = report.source
    authors = report.authors or (source.authors if source else "")
    return _cite(
        report,
        form="Report",
        authors=tuple(one.strip() for one in authors.split(";") if one.strip()),
        publisher=report.publisher or (source.publisher if source else ""),
        date=report.published or (source.year if source else ""),
        found_at=source.address if source else "",
    )


def cite_model(model: PracticeModel) -> Citation | None:
    """The entry, not the model: where that comes from is said on the page, as far as it is known."""
    return _cite(model, form="Article", publisher=settings.SITE_NAME, date=f"{model.updated_at:%Y-%m-%d}")


def _cite(record: Record, **known: Any) -> Citation | None:
    """What others cannot open is not cited."""
    if not record.live or record.sharing != Sharing.PUBLIC:
        return None
    address = make_absolute(record.get_absolute_url())
    return Citation(title=record.title, address=address, description=describe_record(record), **known)
