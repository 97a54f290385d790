"""What plans and evaluations are among the kinds of record."""

from cairn.evaluation import policies
from cairn.evaluation.desk import find_results, find_work
from cairn.evaluation.models import Evaluation, EvaluationPlan
from cairn.evaluation.presenters.report import make_report
from cairn.evaluation.queries.addresses import find_pages_of_plans
from cairn.evaluation.searchable import index_evaluation, index_plan
from cairn.records.enums import RecordKind
from cairn.records.indexing import Indexing
from cairn.records.kinds import Gap, Kind

KINDS = (
    Kind(
        model=EvaluationPlan,
        page="evaluation:plan",
        plural="Plans",
        can_be_withdrawn=False,
        check_sharing=policies.check_sharing,
        asks_for=(Gap(RecordKind.CHALLENGE, "No challenge is linked to this plan."),),
        leads_to=(Gap(RecordKind.EVALUATION, "No result yet."),),
        indexing=Indexing(index_plan, related=("place",)),
        work=(find_work,),
        digest=(find_results,),
    ),
    Kind(
        model=Evaluation,
        page="evaluation:evaluation",
        find_addresses=find_pages_of_plans,
        plural="Evaluations",
        can_be_withdrawn=False,
        check_sharing=policies.check_sharing_of_result,
        asks_for=(Gap(RecordKind.EVALUATION_PLAN, "No plan is linked."),),
        indexing=Indexing(index_evaluation, related=("plan__place",)),
        make_document=make_report,
    ),
)
