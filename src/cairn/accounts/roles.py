"""Roles, in plain English. A role is a name, what it means, where it counts and what it allows.

Whoever changes this file changes who may read and do what: have the person responsible for information look at it.
"""

from dataclasses import dataclass
from enum import StrEnum

from cairn.accounts.permissions import Permission


class Scope(StrEnum):
    ORGANISATION = "organisation"
    SITE = "site"


@dataclass(frozen=True)
class Role:
    name: str
    label: str
    description: str
    scope: Scope
    permissions: frozenset[Permission]


READER = Role(
    "reader",
    "Reader",
    "Reads what is shared with the organisation and cannot make changes. For sponsors, elected members and guests.",
    Scope.ORGANISATION,
    frozenset({Permission.ORGANISATION_READ}),
)
MEMBER = Role(
    "member",
    "Member",
    "Reads what is shared with the organisation, writes records in their teams and chooses who can see them.",
    Scope.ORGANISATION,
    READER.permissions
    | {Permission.RECORD_CREATE, Permission.RECORD_EDIT, Permission.RECORD_SHARE, Permission.CIRCLES_START},
)
COORDINATOR = Role(
    "coordinator",
    "Coordinator",
    "Everything a member can do. Also approves members, creates teams, says what the organisation asks of "
    "others and offers them, and can withdraw what the organisation has shared. Cannot read the drafts and "
    "private records of teams they are not in.",
    Scope.ORGANISATION,
    MEMBER.permissions
    | {
        Permission.MEMBERS_MANAGE,
        Permission.TEAMS_MANAGE,
        Permission.RECORD_WITHDRAW,
        Permission.PEERS_DECLARE,
    },
)
MODERATOR = Role(
    "moderator",
    "Moderator",
    "Answers reports of mistakes, anywhere on the site. Reads what is public, and any reported "
    "record until the report is answered. Can take down what they can read, which makes it private "
    "again. Reviews proposals that a council uses a model, imports lists of councils using models, "
    "records which organisation a model comes from, and starts the evaluation of a model across its "
    "councils. Reads and answers suggestions for learning events. Needs a second step to sign in.",
    Scope.SITE,
    frozenset(
        {
            Permission.REPORTS_ANSWER,
            Permission.RECORD_TAKE_DOWN,
            Permission.USES_REVIEW,
            Permission.SUGGESTIONS_ANSWER,
            Permission.MODELS_EVALUATE,
        }
    ),
)
MATCHING = Role(
    "matching",
    "Matching coordinator",
    "Reads what every organisation asks of others and offers them, private asks included. Imports asks and "
    "offers, runs the matching and shares what it proposes. Cannot read other private records. Needs a "
    "second step to sign in.",
    Scope.SITE,
    frozenset({Permission.PEERS_MATCH}),
)
EDITOR = Role(
    "editor",
    "Editor",
    "Writes the site’s own pages: insights boards, guidance and stories. Reads and approves lessons "
    "to be shared without names, without knowing who wrote them. Reviews other editors’ insights. "
    "Starts the evaluation of a model across its councils. Needs a second step "
    "to sign in.",
    Scope.SITE,
    frozenset({Permission.PAGES_EDIT, Permission.LESSONS_CLEAR, Permission.MODELS_EVALUATE}),
)
HOST = Role(
    "host",
    "Host",
    "Runs the site: adds organisations, sees who has an account, gives roles, imports published "
    "figures, and sees jobs and the audit log. Cannot see private records. Needs a "
    "second step to sign in.",
    Scope.SITE,
    frozenset(
        {
            Permission.AUDIT_READ,
            Permission.JOBS_READ,
            Permission.USERS_MANAGE,
            Permission.ORGANISATIONS_MANAGE,
            Permission.DATA_MANAGE,
        }
    ),
)

ROLES = {role.name: role for role in (READER, MEMBER, COORDINATOR, MODERATOR, MATCHING, EDITOR, HOST)}
ORGANISATION_ROLES = {name: role for name, role in ROLES.items() if role.scope is Scope.ORGANISATION}
SITE_ROLES = {name: role for name, role in ROLES.items() if role.scope is Scope.SITE}
# Who holds one of these must have a second step to sign in.
SECOND_FACTOR_ROLES = frozenset({EDITOR.name, HOST.name, MATCHING.name, MODERATOR.name})


def get_roles_with(permission: Permission) -> frozenset[str]:
    """Names of the roles that allow it."""
    return frozenset(name for name, role in ROLES.items() if permission in role.permissions)
