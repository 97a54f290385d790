"""What the library holds, among the kinds of record."""

from cairn.library import forms
from cairn.library.desk import ask_for_outcome, ask_for_update, find_coaching, find_stuck, find_work
from cairn.library.forms.rows import MODEL_ROWS, PROJECT_ROWS, RECOMMENDATION_ROWS, AnswerRows
from cairn.library.models import (
    Claim,
    EvaluationReport,
    Guidance,
    Method,
    PracticeModel,
    Programme,
    Project,
    Recommendation,
    Round,
    SelfCheck,
)
from cairn.library.notices import PROJECT_NOTICES
from cairn.library.panels import PROJECT_PANELS, RECOMMENDATION_PANELS
from cairn.library.policies import warn_before_sharing_a_check
from cairn.library.presenters.facts import find_evidence
from cairn.library.queries.facts import list_facts
from cairn.library.queries.subjects import find_documents, find_subjects
from cairn.library.searchable import (
    index_claim,
    index_guidance,
    index_model,
    index_project,
    index_report,
    index_round,
)
from cairn.library.tables import ClaimLinks, RecommendationLinks
from cairn.records.enums import RecordKind
from cairn.records.indexing import Indexing
from cairn.records.kinds import Gap, Kind, StartWords

START_MODEL = StartWords(
    action="Describe a model",
    about="A way of working that others could use: who it is for, its parts, and what it takes.",
    question="What is the model called?",
    example="The name under which others would look for it",
)
START_PROJECT = StartWords(
    action="Describe a project",
    about="What one council or charity tried: what it set out to do, what happened, and what is not known.",
    question="What is the project called?",
    example="Add the place if the name alone does not make it clear",
)
START_PROGRAMME = StartWords(
    action="Describe a programme",
    about="Funding and support for several projects: its aims, and what was learnt across them.",
    question="What is the programme called?",
    example="Its full name, as its funder writes it",
)
START_METHOD = StartWords(
    action="Describe a method",
    about="A way of finding ideas, trying them out or passing them on: how it is done, and where it helped.",
    question="What is the method called?",
    example="The name under which others would look for it",
)
START_ROUND = StartWords(
    action="Describe a round",
    about="One funding round of a programme: when, how much, and for what.",
    question="What is the round called?",
    example="The name of the programme and the number of the round",
)
START_REPORT = StartWords(
    action="Describe an evaluation report",
    about=(
        "What an evaluation found, and what it did not find. You can add the report as a file, so that "
        "people can search its text."
    ),
    question="What is the title of the report?",
    example="As it appears on the report",
)
START_GUIDANCE = StartWords(
    action="Add guidance or an inspection report",
    about="A practice guide, a duty in law, an inspection report or a review. Its recommendations are added next.",
    question="What is the document called?",
    example="For example: Kinship care, practice guide",
)
KINDS = (
    Kind(
        model=Programme,
        page="library:programme",
        list_facts=list_facts,
        plural="Programmes",
        start=START_PROGRAMME,
        sections=forms.get_programme_sections,
    ),
    Kind(
        model=Round,
        page="library:round",
        list_facts=list_facts,
        plural="Rounds",
        start=START_ROUND,
        sections=forms.get_round_sections,
        indexing=Indexing(index_round, related=("in_programme",)),
    ),
    Kind(
        model=PracticeModel,
        page="library:model",
        list_facts=list_facts,
        plural="Models",
        start=START_MODEL,
        sections=forms.get_model_sections,
        find_evidence=find_evidence,
        rows=MODEL_ROWS,
        leads_to=(Gap(RecordKind.EVALUATION_PLAN, "No council is testing this model here yet: no plan is linked."),),
        indexing=Indexing(index_model, prefetch=("components",)),
    ),
    Kind(
        model=Project,
        page="library:project",
        list_facts=list_facts,
        plural="Projects",
        start=START_PROJECT,
        sections=forms.get_project_sections,
        find_evidence=find_evidence,
        rows=PROJECT_ROWS,
        asks_for=(Gap(RecordKind.CHALLENGE, "No challenge is linked to this project."),),
        indexing=Indexing(index_project, related=("in_programme",), prefetch=("places", "moves", "awards", "outcomes")),
        panels=PROJECT_PANELS,
        due=(find_coaching,),
        work=(find_work,),
        questions=(ask_for_outcome, ask_for_update),
        digest=(find_stuck,),
        notices=PROJECT_NOTICES,
    ),
    Kind(
        model=Method,
        page="library:method",
        plural="Methods",
        start=START_METHOD,
        sections=forms.get_method_sections,
    ),
    Kind(
        model=EvaluationReport,
        page="library:report",
        list_facts=list_facts,
        plural="Evaluation reports",
        start=START_REPORT,
        sections=forms.get_report_sections,
        indexing=Indexing(index_report, related=("source",)),
        find_evidence=find_evidence,
    ),
    Kind(
        model=Claim,
        page="library:claim",
        plural="Reported results",
        sections=forms.get_claim_sections,
        links=ClaimLinks,
        indexing=Indexing(index_claim, related=("source",)),
        find_subjects=find_subjects,
    ),
    Kind(
        model=Guidance,
        page="library:guidance",
        list_facts=list_facts,
        plural="Guidance documents",
        start=START_GUIDANCE,
        sections=forms.get_guidance_sections,
        indexing=Indexing(index_guidance, related=("source",)),
    ),
    Kind(
        model=Recommendation,
        page="library:recommendation",
        plural="Recommendations",
        sections=forms.get_recommendation_sections,
        rows=RECOMMENDATION_ROWS,
        find_subjects=find_documents,
        links=RecommendationLinks,
        panels=RECOMMENDATION_PANELS,
        leads_to=(Gap(RecordKind.ACTION, "No action is linked to this recommendation yet."),),
    ),
    Kind(
        model=SelfCheck,
        page="library:self-check",
        plural="Self-checks",
        sections=forms.get_self_check_sections,
        rows=(AnswerRows(),),
        warn_before_sharing=warn_before_sharing_a_check,
    ),
)
