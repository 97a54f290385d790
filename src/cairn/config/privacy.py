"""What becomes of rows of apps that are not ours, as our models declare it in `PRIVACY`; see `cairn.common.privacy`."""

from cairn.common.privacy import (
    BLANK,
    DELETE,
    Elsewhere,
    Exported,
    Impersonal,
    Keep,
    OfPerson,
    OfRecord,
    PartOf,
    Run,
)

OF_THE_SITE = (Impersonal("Set up by whoever runs the site"),)
ANONYMOUS = Keep("The account's row stays for what leads to it, and says no name any more")

OTHERS = {
    # Django
    "auth.Permission": OF_THE_SITE,
    "auth.Group": OF_THE_SITE,
    "contenttypes.ContentType": OF_THE_SITE,
    "sessions.Session": (Impersonal("Holds the number of an account; ended with usersessions.UserSession"),),
    "django_tasks_database.DBTaskResult": (Impersonal("Names of jobs and numbers of rows, cleared after some days"),),
    # Logging in
    "account.EmailAddress": (OfPerson("user", erase=DELETE),),
    "account.EmailConfirmation": (PartOf("email_address"),),
    "mfa.Authenticator": (
        OfPerson("user", erase=DELETE, exported=(Exported("second_steps", ("type", "created_at", "last_used_at")),)),
    ),
    "socialaccount.SocialApp": OF_THE_SITE,
    "socialaccount.SocialAccount": (OfPerson("user", erase=DELETE),),
    "socialaccount.SocialToken": (PartOf("account"),),
    "usersessions.UserSession": (
        OfPerson(
            "user",
            erase=Run("cairn.accounts.services.end_sessions"),
            exported=(Exported("sessions", ("created_at", "ip", "user_agent")),),
        ),
    ),
    # Drafts and history
    "wagtailcore.Revision": (
        OfPerson("user", erase=BLANK),
        OfRecord(
            "object_id",
            withdraw=Run("cairn.records.services.withdrawing.delete_history"),
            merge=Keep("The words of the duplicate stay with it, as a draft of its writers"),
        ),
    ),
    "wagtailcore.ModelLogEntry": (
        OfPerson("user", erase=ANONYMOUS),
        Elsewhere("What was done to the account, under its name", erase=Run("cairn.accounts.services.delete_log")),
    ),
    "wagtailcore.ReferenceIndex": (Impersonal("Which page names which row, by numbers"),),
    # Pages, and the work of editors on them
    "wagtailcore.Page": (OfPerson("owner", erase=BLANK), OfPerson("locked_by", erase=BLANK)),
    "wagtailcore.PageLogEntry": (OfPerson("user", erase=ANONYMOUS),),
    "wagtailcore.WorkflowState": (OfPerson("requested_by", erase=BLANK),),
    "wagtailcore.TaskState": (OfPerson("finished_by", erase=BLANK),),
    # What was said about a draft, to the other editors, stays with them; a row without a person cannot be.
    "wagtailcore.Comment": (OfPerson("user", erase=ANONYMOUS), OfPerson("resolved_by", erase=BLANK)),
    "wagtailcore.CommentReply": (OfPerson("user", erase=ANONYMOUS), PartOf("comment")),
    "wagtailcore.PageSubscription": (OfPerson("user", erase=DELETE),),
    "wagtailcore.UploadedFile": (OfPerson("uploaded_by_user", erase=DELETE),),
    "wagtailadmin.EditingSession": (OfPerson("user", erase=DELETE),),
    "wagtailadmin.FormState": (OfPerson("user", erase=DELETE),),
    "wagtailusers.UserProfile": (OfPerson("user", erase=DELETE),),
    "wagtailimages.Image": (OfPerson("uploaded_by_user", erase=BLANK),),
    "wagtailimages.Rendition": (PartOf("image"),),
    "wagtaildocs.Document": (OfPerson("uploaded_by_user", erase=BLANK),),
    "taggit.Tag": (Impersonal("Tags of pictures and documents of the site"),),
    "wagtailcore.Locale": OF_THE_SITE,
    "wagtailcore.Site": OF_THE_SITE,
    "wagtailcore.Collection": OF_THE_SITE,
    "wagtailcore.CollectionViewRestriction": OF_THE_SITE,
    "wagtailcore.PageViewRestriction": OF_THE_SITE,
    "wagtailcore.Workflow": OF_THE_SITE,
    "wagtailcore.Task": OF_THE_SITE,
    "wagtailcore.GroupApprovalTask": OF_THE_SITE,
}
