"""Everything that somebody can be allowed to do. What a role may do stands in roles.py."""

from enum import StrEnum


class Permission(StrEnum):
    # On what an organisation owns
    RECORD_CREATE = "record.create"
    RECORD_EDIT = "record.edit"  # those of one's own teams
    RECORD_SHARE = "record.share"
    RECORD_WITHDRAW = "record.withdraw"  # those of the whole organisation, not of one's own teams only
    ORGANISATION_READ = "organisation.read"  # what is shared with the organisation
    MEMBERS_MANAGE = "members.manage"
    TEAMS_MANAGE = "teams.manage"
    CIRCLES_START = "circles.start"
    PEERS_DECLARE = "peers.declare"  # say what the organisation asks of others and offers them

    # On the whole site
    REPORTS_ANSWER = "reports.answer"
    RECORD_TAKE_DOWN = "record.take_down"  # make a shared record private again until its owner has looked at it
    USES_REVIEW = "uses.review"  # whether a council uses a model as somebody proposed, and who a model comes from
    SUGGESTIONS_ANSWER = "suggestions.answer"  # read and answer what people suggest for learning events
    PEERS_MATCH = "peers.match"  # read all asks and offers, run the matching and share what it proposes
    AUDIT_READ = "audit.read"
    JOBS_READ = "jobs.read"
    USERS_MANAGE = "users.manage"  # see who has an account, and give or take roles on the site
    ORGANISATIONS_MANAGE = "organisations.manage"
    DATA_MANAGE = "data.manage"  # import published figures, and take them off the pages again
    PAGES_EDIT = "pages.edit"
    LESSONS_CLEAR = "lessons.clear"  # read what is to be shared without names, and clear it
    MODELS_EVALUATE = "models.evaluate"  # fix the list of councils that use a model, and have it worked out
