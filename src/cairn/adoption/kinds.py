"""What using a model, and a way to scale, are among the kinds of record."""

from cairn.accounts.permissions import Permission
from cairn.adoption.desk import find_figures_missing, find_proposals, find_reviews, find_tried
from cairn.adoption.forms import ROWS, SCALING_ROWS, get_scaling_sections, get_sections
from cairn.adoption.models import Adoption, ScalingStrategy
from cairn.adoption.notices import NOTICES
from cairn.adoption.panels import PANELS, SCALING_PANELS
from cairn.adoption.queries import list_scaling_facts
from cairn.adoption.searchable import index_adoption, index_scaling_strategy
from cairn.adoption.tables import UseLinks
from cairn.records.enums import RecordKind
from cairn.records.indexing import Indexing
from cairn.records.kinds import Gap, Kind, StartWords

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
        due=(find_reviews, find_figures_missing, find_proposals),
        digest=(find_tried,),
        notices=NOTICES,
    ),
    Kind(
        model=ScalingStrategy,
        page="adoption:scaling-strategy",
        plural="Ways to scale",
        start=StartWords(
            action="Add a way to scale",
            about="How a model or a project reached more places: what paid for it, who led it, and how it went on.",
            question="What spread, and how?",
            example="For example: Night line: three councils share one team",
        ),
        sections=get_scaling_sections,
        rows=SCALING_ROWS,
        indexing=Indexing(index_scaling_strategy, prefetch=("funding", "moves")),
        list_facts=list_scaling_facts,
        panels=SCALING_PANELS,
    ),
)
