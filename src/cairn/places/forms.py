"""Inviting people, giving roles, making organisations, teams and circles."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.validators import validate_email
from django.db.models import QuerySet
from django.utils.timezone import localdate

from cairn.accounts.roles import MEMBER, ORGANISATION_ROLES, SITE_ROLES
from cairn.common.forms import CHOOSE, PartialDateField, RadioSelect, TextInput, long_text, short_text
from cairn.places.models import Circle, JourneyPlace, Membership, Organisation, OrganisationDomain, Place
from cairn.places.policies import UnableToChangeCircle, check_end_is_to_come
from cairn.places.presenters import AFTERWARDS_WORDS, USE_WORDS
from cairn.places.queries import UnableToFindPlace, find_council_to_remember

ADDRESS = {
    "required": "Enter an e-mail address",
    "invalid": "Enter an e-mail address in the right form, for example name@example.org",
}


class AddressField(forms.EmailField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            max_length=254, widget=TextInput(type="email", spellcheck="false"), error_messages=ADDRESS, **kwargs
        )


class RoleField(forms.ChoiceField):
    """Each role with what it means."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            label="Role",
            choices=[(role.name, role.label) for role in ORGANISATION_ROLES.values()],
            widget=RadioSelect(hints={role.name: role.description for role in ORGANISATION_ROLES.values()}),
            error_messages={"required": "Choose a role"},
            **kwargs,
        )


MOST_INVITED = 50


class InviteForm(forms.Form):
    """One address or many, all with the same role."""

    emails = forms.CharField(
        label="E-mail addresses",
        help_text=f"One on each line, up to {MOST_INVITED}. Each person gets a link that works for 14 days.",
        max_length=MOST_INVITED * 260,
        widget=forms.Textarea({"rows": 4}),
        error_messages={"required": "Enter at least one e-mail address"},
    )
    role = RoleField(initial=MEMBER.name)

    def clean_emails(self) -> list[str]:
        """Separated by lines, commas or semicolons, as they come from a spreadsheet or a mail program."""
        given = [one.strip().lower() for one in re.split(r"[\s,;]+", self.cleaned_data["emails"]) if one.strip()]
        emails = list(dict.fromkeys(given))
        if len(emails) > MOST_INVITED:
            raise forms.ValidationError(
                f"You entered {len(emails)} addresses. You can invite up to {MOST_INVITED} people at once."
            )
        wrong = [email for email in emails if not _is_address(email)]
        if wrong:
            raise forms.ValidationError(
                f"Check {', '.join(f'“{one}”' for one in wrong[:5])}. An address looks like name@example.org."
            )
        return emails


def _is_address(email: str) -> bool:
    try:
        validate_email(email)
    except forms.ValidationError:
        return False
    return True


class SiteRolesForm(forms.Form):
    """None is an answer too: somebody without a role on the site is like everybody else."""

    roles = forms.MultipleChoiceField(
        label="Roles on this site",
        choices=[(role.name, role.label) for role in SITE_ROLES.values()],
        widget=forms.CheckboxSelectMultiple(),
        required=False,
        error_messages={"invalid_choice": "Choose roles from the list"},
    )


class RoleForm(forms.Form):
    role = RoleField()


class TeamForm(forms.Form):
    name = forms.CharField(
        label="Name of the team", max_length=100, widget=TextInput(), error_messages={"required": "Enter a name"}
    )


class TeamMemberForm(forms.Form):
    """Whom a coordinator puts into a team or takes out; the page sends it with a button beside each name."""

    member = forms.ModelChoiceField(Membership.objects.none())

    def __init__(self, data: Any, *, people: QuerySet[Membership]) -> None:
        super().__init__(data)
        self.fields["member"].queryset = people


RULES_HELP = "Everyone agrees to them when they join. If you change them later, all members are asked to agree again."


class CircleForm(forms.Form):
    """What is fixed when a circle starts, and its first rules."""

    name = forms.CharField(
        label="Name of the circle", max_length=100, widget=TextInput(), error_messages={"required": "Enter a name"}
    )
    purpose = forms.CharField(
        label="What is it for?",
        help_text="One sentence. Everyone who is invited can read it.",
        max_length=300,
        widget=TextInput(),
        error_messages={"required": "Enter what it is for"},
    )
    organisation = forms.ModelChoiceField(
        queryset=Organisation.objects.none(),
        label="Which of your organisations is responsible for it?",
        empty_label=None,
        error_messages={"required": "Choose an organisation", "invalid_choice": "Choose an organisation"},
    )
    use = forms.ChoiceField(
        label="What may members do with a record that is shared with the circle?",
        help_text="You cannot change this later, because people share on the strength of it.",
        choices=Circle.Use.choices,
        initial=Circle.Use.INSIDE,
        widget=RadioSelect(hints=dict(USE_WORDS)),
        error_messages={"required": CHOOSE, "invalid_choice": CHOOSE},
    )
    rules = long_text("Rules", required=True, help_text=RULES_HELP, rows=4, most=2000)
    listed_to = forms.ChoiceField(
        label="Who sees the list of members?",
        help_text="Everyone always sees which organisations are in the circle.",
        choices=Circle.ListedTo.choices,
        initial=Circle.ListedTo.MEMBERS,
        widget=RadioSelect(),
        error_messages={"required": CHOOSE, "invalid_choice": CHOOSE},
    )
    ends_on = forms.DateField(
        label="Last day of the circle (optional)",
        help_text="You can end the circle earlier, but not later. Leave empty if there is no fixed end.",
        required=False,
        widget=TextInput(type="date", width=10),
        error_messages={"invalid": "Enter a date like 2027-03-31"},
    )
    afterwards = forms.ChoiceField(
        label="When the circle ends, what happens to the records shared with it?",
        help_text="You cannot change this later.",
        choices=Circle.Afterwards.choices,
        initial=Circle.Afterwards.PRIVATE,
        widget=RadioSelect(hints=dict(AFTERWARDS_WORDS)),
        error_messages={"required": CHOOSE, "invalid_choice": CHOOSE},
    )

    def __init__(self, *args: Any, organisations: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = organisations

    def clean_ends_on(self) -> date | None:
        ends_on: date | None = self.cleaned_data["ends_on"]
        try:
            check_end_is_to_come(ends_on, on=localdate())
        except UnableToChangeCircle as problem:
            raise forms.ValidationError(str(problem)) from problem
        return ends_on


class CircleRulesForm(forms.Form):
    rules = long_text("Rules", required=True, help_text=RULES_HELP, rows=6, most=2000)


class AgreeForm(forms.Form):
    agrees = forms.BooleanField(
        label="I have read the rules and agree to them",
        error_messages={"required": "Tick the box if you agree to the rules. Without that you cannot be a member."},
    )


class AddressForm(forms.Form):
    email = AddressField(
        label="E-mail address of their account",
        help_text="If this address has an account, we send them an invitation. They join when they agree to the rules.",
    )


class OrganisationForm(forms.Form):
    name = forms.CharField(
        label="Name", max_length=120, widget=TextInput(), error_messages={"required": "Enter the name"}
    )
    kind = forms.ChoiceField(label="Kind", choices=Organisation.Kind.choices)
    place = forms.ModelChoiceField(
        queryset=Place.objects.none(), label="Council area (optional)", required=False, empty_label="None"
    )
    domains = forms.CharField(
        label="Domains of its e-mail addresses (optional)",
        help_text="The part after the @, separated by spaces. People with these addresses can ask to join.",
        max_length=300,
        required=False,
        widget=TextInput(),
    )
    email = AddressField(label="First coordinator", help_text="We invite them by e-mail. They then approve others.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].queryset = Place.objects.councils().current().order_by("is_fictional", "name")

    def clean_name(self) -> str:
        name = self.cleaned_data["name"]
        if Organisation.objects.filter(name__iexact=name).exists():
            raise forms.ValidationError("This organisation is on the site already")
        return name

    def clean_domains(self) -> list[str]:
        domains = [part.lower().lstrip("@") for part in self.cleaned_data["domains"].replace(",", " ").split()]
        for domain in domains:
            if "." not in domain or not all(letter.isalnum() or letter in ".-" for letter in domain):
                raise forms.ValidationError(f"“{domain}” is not a domain. Enter it like council.gov.uk")
            if OrganisationDomain.objects.filter(domain=domain).exists():
                raise forms.ValidationError(f"“{domain}” belongs to another organisation already")
        return domains

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        place = given.get("place")
        is_council = given.get("kind") == Organisation.Kind.COUNCIL
        if is_council and place and Organisation.objects.filter(place=place, kind="council").exists():
            self.add_error("place", "This council is on the site already")
        return given


class JourneyForm(forms.Form):
    """Where an organisation was at a time, and who says so."""

    stage = forms.ChoiceField(
        label="Where was it on its improvement journey?",
        choices=JourneyPlace.Stage.choices,
        widget=RadioSelect(inline=True),
        error_messages={"required": CHOOSE, "invalid_choice": CHOOSE},
    )
    on = PartialDateField("When?", required=True)
    source = short_text(
        "Who says so, and where?",
        required=True,
        help_text="For example: Peer review by the regional alliance, report of March 2018. Do not name a person.",
    )
    address = forms.URLField(
        label="Web address of the source (optional)",
        required=False,
        max_length=500,
        assume_scheme="https",
        widget=TextInput(),
        error_messages={"invalid": "Enter a web address such as https://www.example.org/report"},
    )


class YourCouncilForm(forms.Form):
    """Name, code or postcode; `near` are councils that may be meant where none answers to it."""

    council = forms.CharField(
        label="Which council?",
        help_text="Name, postcode or 3-digit code. For example: York, YO1 9QL or 816.",
        max_length=100,
        widget=TextInput(width=20, autocomplete="off"),
        error_messages={"required": "Enter the name of a council, a postcode or a code"},
    )

    near: Sequence[Place] = ()

    def clean_council(self) -> Place:
        try:
            return find_council_to_remember(self.cleaned_data["council"])
        except UnableToFindPlace as problem:
            self.near = problem.near
            raise forms.ValidationError(str(problem)) from problem
