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
    "Reads what is shared with the organisation, and changes nothing. For sponsors, elected members and guests.",
    Scope.ORGANISATION,
    frozenset({Permission.ORGANISATION_READ}),
)
MEMBER = Role(
    "member",
    "Member",
    "Reads what is shared with the organisation, writes records in their teams and decides who sees them.",
    Scope.ORGANISATION,
    READER.permissions
    | {Permission.RECORD_CREATE, Permission.RECORD_EDIT, Permission.RECORD_SHARE, Permission.CIRCLES_START},
)
COORDINATOR = Role(
    "coordinator",
    "Coordinator",
    "Everything a member does. Also lets people in, makes teams, and can withdraw what the organisation has shared. "
    "Does not read the drafts and private records of teams they are not in.",
    Scope.ORGANISATION,
    MEMBER.permissions | {Permission.MEMBERS_MANAGE, Permission.TEAMS_MANAGE, Permission.RECORD_WITHDRAW},
)
MODERATOR = Role(
    "moderator",
    "Moderator",
    "Answers what people report as wrong, anywhere on the site. Reads what is public, and a record that somebody "
    "has reported until the report is answered. Can take down what they can read: it is then private again. Needs a "
    "second step to sign in.",
    Scope.SITE,
    frozenset({Permission.REPORTS_ANSWER, Permission.RECORD_TAKE_DOWN}),
)
EDITOR = Role(
    "editor",
    "Editor",
    "Writes the site’s own pages: insights boards, guidance and stories. Reads lessons that are to be shared without "
    "names, without learning who wrote them, and clears them. Reviews insights of other editors. Needs a second step "
    "to sign in.",
    Scope.SITE,
    frozenset({Permission.PAGES_EDIT, Permission.LESSONS_CLEAR}),
)
HOST = Role(
    "host",
    "Host",
    "Runs the site: sets up organisations, sees who has an account and gives roles, imports published figures, sees "
    "which jobs ran, and who changed what and when. The pages show a host no record that others may not see. Needs a "
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

ROLES = {role.name: role for role in (READER, MEMBER, COORDINATOR, MODERATOR, EDITOR, HOST)}
ORGANISATION_ROLES = {name: role for name, role in ROLES.items() if role.scope is Scope.ORGANISATION}
SITE_ROLES = {name: role for name, role in ROLES.items() if role.scope is Scope.SITE}
# Who holds one of these must have a second step to sign in.
SECOND_FACTOR_ROLES = frozenset({EDITOR.name, HOST.name, MODERATOR.name})


def get_roles_with(permission: Permission) -> frozenset[str]:
    """Names of the roles that allow it."""
    return frozenset(name for name, role in ROLES.items() if permission in role.permissions)
