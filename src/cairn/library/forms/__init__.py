from cairn.library.forms.claims import get_claim_sections
from cairn.library.forms.fields import TermsField, choice
from cairn.library.forms.guidance import get_guidance_sections, get_recommendation_sections, get_self_check_sections
from cairn.library.forms.sections import (
    get_method_sections,
    get_model_sections,
    get_programme_sections,
    get_project_sections,
    get_report_sections,
    get_round_sections,
)

__all__ = [
    "TermsField",
    "choice",
    "get_claim_sections",
    "get_guidance_sections",
    "get_method_sections",
    "get_model_sections",
    "get_programme_sections",
    "get_project_sections",
    "get_recommendation_sections",
    "get_report_sections",
    "get_round_sections",
    "get_self_check_sections",
]
