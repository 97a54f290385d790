"""What using a model is among the kinds of record."""

from cairn.accounts.permissions import Permission
from cairn.adoption.desk import find_proposals, find_reviews, find_tried
from cairn.adoption.forms import ROWS, get_sections
from cairn.adoption.models import Adoption
from cairn.adoption.notices import NOTICES
from cairn.adoption.panels import PANELS
from cairn.adoption.searchable import index_adoption
from cairn.adoption.tables import UseLinks
from cairn.records.enums import RecordKind
from cairn.records.indexing import Indexing
from cairn.records.kinds import Gap, Kind

KINDS = (
    Kind(
        model=Adoption,
        page="adoption:adoption",
        plural="Using a model",
        sections=get_sections,
        rows=ROWS,
        links=UseLinks,
        table_published_by=Permission.USES_REVIEW,
        leads_to=(Gap(RecordKind.EVALUATION_PLAN, "No plan to test whether it makes a difference."),),
        indexing=Indexing(index_adoption, related=("place",), prefetch=("moves", "adaptations")),
        panels=PANELS,
        due=(find_reviews, find_proposals),
        digest=(find_tried,),
        notices=NOTICES,
    ),
)
