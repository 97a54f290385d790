"""Every setting of the site, typed, from the environment. `.env.example` lists them with their meaning."""

import os
import tempfile
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import dj_email_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from environs import Env

from cairn.accounts.issuers import UnusableIssuer, describe_for_allauth, read_issuers
from cairn.common.lanes import Lane


def find_page_cache(named: str) -> dict[str, str]:
    """The cache that CAIRN_PAGE_CACHE names."""
    if named in ("memory", "off"):
        return {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "pages"}
    if named == "database":
        return {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cairn_pages"}
    if not named.startswith(("redis://", "rediss://", "unix://")):
        raise ImproperlyConfigured(
            f"CAIRN_PAGE_CACHE is “{named}”. Set it to memory, database, off, or the address of a Redis server, for "
            "example redis://127.0.0.1:6379/1."
        )
    if find_spec("redis") is None:
        raise ImproperlyConfigured(
            "CAIRN_PAGE_CACHE names a Redis server, and the Python package redis is not installed. Install it, or set "
            "CAIRN_PAGE_CACHE to memory or database."
        )
    return {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": named}


env = Env()
ROOT = Path(__file__).resolve().parents[3]
env.read_env(ROOT / ".env")

# --- What this site is -------------------------------------------------------------------------
SITE_NAME: str = env.str("CAIRN_SITE_NAME", "Cairn")
SITE_STRAPLINE: str = env.str(
    "CAIRN_SITE_STRAPLINE", "What councils tried in children's social care, and what happened"
)
CONTACT_EMAIL: str = env.str("CAIRN_CONTACT_EMAIL", "")
# The port of the demonstration; `cairn demo --port` sets it before this is read.
PORT: int = env.int("CAIRN_PORT", 8000)
# The address under which people reach the site, for links in mail and documents.
BASE_URL: str = env.str("CAIRN_BASE_URL", f"http://127.0.0.1:{PORT}")
HOST_ORGANISATION: str = env.str("CAIRN_HOST_ORGANISATION", "")

DPO_EMAIL: str = env.str("CAIRN_DPO_EMAIL", "")
DPIA_DATE: str = env.str("CAIRN_DPIA_DATE", "")

# --- Where things are --------------------------------------------------------------------------
DATA_DIR: Path = env.path("CAIRN_DATA_DIR", ROOT / "var")
# Withdrawals and erasures, for a restored backup; best on another disk than the database.
LEDGER: Path = env.path("CAIRN_LEDGER", DATA_DIR / "ledger.jsonl")
DEFINITIONS_DIR: Path = env.path("CAIRN_DEFINITIONS_DIR", ROOT / "definitions")
UPLOAD_MAX_BYTES: int = env.int("CAIRN_UPLOAD_MAX_BYTES", 20 * 1024 * 1024)
# Where ClamAV listens, as a socket's path or host:port; empty for none.
CLAMAV_ADDRESS: str = env.str("CAIRN_CLAMAV", "")
# The public interface of Explore Education Statistics, for `cairn data fetch`.
EES_API: str = env.str("CAIRN_EES_API", "https://api.education.gov.uk/statistics/v1")
FETCH_BY_ITSELF: bool = env.bool("CAIRN_FETCH_BY_ITSELF", False)  # look for new releases each Monday
# Look each Monday whether the addresses of sources still work; asks other people's servers.
CHECK_LINKS: bool = env.bool("CAIRN_CHECK_LINKS", False)
FETCH_BACKOFF: float = env.float("CAIRN_FETCH_BACKOFF", 1.0)  # seconds before the second try; doubled with each
IMPORT_MAX_BYTES: int = env.int("CAIRN_IMPORT_MAX_BYTES", 512 * 1024 * 1024)

# --- Security ----------------------------------------------------------------------------------
# The demonstration runs on this computer only, with a key that everybody knows and passwords that
# are printed. Anything else must bring its own key.
DEMONSTRATION: bool = env.bool("CAIRN_DEMONSTRATION", False)
DEBUG: bool = env.bool("CAIRN_DEBUG", False)
LOOPBACK_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
ALLOWED_HOSTS: list[str] = env.list("CAIRN_ALLOWED_HOSTS", LOOPBACK_HOSTS)
ON_LOOPBACK_ONLY = set(ALLOWED_HOSTS) <= set(LOOPBACK_HOSTS)
SECRET_KEY: str = env.str("CAIRN_SECRET_KEY", "not-secret-loopback-only" if ON_LOOPBACK_ONLY else "")
SHORTEST_SECRET_KEY = 32
if not ON_LOOPBACK_ONLY and len(SECRET_KEY) < SHORTEST_SECRET_KEY:
    raise ImproperlyConfigured(
        f"CAIRN_SECRET_KEY is {'too short' if SECRET_KEY else 'not set'}. A site that answers to other hosts than this "
        "computer needs a secret key of its own: set it to 50 or more random characters, for example the output of "
        "`python3 -c 'import secrets; print(secrets.token_urlsafe(50))'`."
    )
# Earlier keys, the newest first: what they signed, such as the links in mails that stop them, still counts.
SECRET_KEY_FALLBACKS: list[str] = env.list("CAIRN_SECRET_KEY_FALLBACKS", [])
HTTPS: bool = env.bool("CAIRN_HTTPS", not ON_LOOPBACK_ONLY)
CSRF_TRUSTED_ORIGINS: list[str] = env.list("CAIRN_TRUSTED_ORIGINS", [])
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^health/", r"^metrics$"]  # balancers and Prometheus ask inside the house
BEHIND_PROXY: bool = env.bool("CAIRN_BEHIND_PROXY", False)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
CSRF_FAILURE_VIEW = "cairn.common.views.csrf_failure"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],  # the square that a telephone scans is drawn into the page
        "media-src": [SELF],  # what a young person recorded, for the worker
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

# --- Page cache --------------------------------------------------------------------------------
# Where public pages are kept for visitors without a session: in the memory of each process, in the database, in Redis
# (its address), or nowhere. Whoever changes templates looks at a site without it.
PAGE_CACHE: str = env.str("CAIRN_PAGE_CACHE", "off" if DEBUG else "memory")
# What is written here raises no site version, because no page from the cache reads it: one that did would not be kept.
QUIET_TABLES = frozenset(
    {
        # of the cache itself, of sessions and of limits
        *("common_siteversion", "cairn_pages", "cairn_cache", "common_sendcount", "django_session"),
        # of logging in
        *("account_emailconfirmation", "mfa_authenticator", "usersessions_usersession"),
        # of jobs and mails
        *("django_tasks_database_dbtaskresult", "notices_scheduledjob", "notices_workerheartbeat"),
        *("notices_mail", "notices_notice", "notices_outboxmail"),
        # forms that save themselves, Wagtail's own list of who is editing, answers in rooms, sealed votes
        *("records_savedform", "wagtailadmin_editingsession", "wagtailadmin_formstate"),
        *("rooms_item", "rooms_receipt", "rooms_sheet", "decisions_envelope", "decisions_voter"),
    }
)

# --- Application -------------------------------------------------------------------------------
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.humanize",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
    "django.forms",
    "cairn.common",
    "csp",
    "django_cotton",
    "django_tasks",
    "django_tasks_db",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "wagtail",
    "wagtail.admin",
    "wagtail.users",
    "wagtail.images",
    "wagtail.documents",
    "modelcluster",
    "taggit",
    "cairn.audit",
    "cairn.accounts",
    "cairn.places",
    "cairn.notices",
    "cairn.records",
    "cairn.search",
    "cairn.actions",
    "cairn.rooms",
    "cairn.indicators",
    "cairn.library",
    "cairn.voice",
    "cairn.decisions",
    "cairn.conditions",
    "cairn.lessons",
    "cairn.adoption",
    "cairn.evaluation",
    "cairn.papers",
    "cairn.peers",
    "cairn.boards",
    "cairn.events",
    "cairn.content",
]
MIDDLEWARE = [
    "cairn.common.operations.logs.RequestLog",
    "cairn.common.middleware.WithoutNul",
    "django.middleware.security.SecurityMiddleware",
    "cairn.common.middleware.AskForNoDevice",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    # What stands below is not asked for a page that comes from the cache; its headers come along with the page.
    *(["cairn.common.page_cache.PageCache"] if PAGE_CACHE != "off" else []),
    "csp.middleware.CSPMiddleware",
    "cairn.common.page_cache.SessionOfPageCache",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "cairn.places.middleware.BelongingCacheMiddleware",
    "cairn.places.middleware.YourCouncilIsPrivate",
    "cairn.accounts.middleware.RenewSignOn",
    "cairn.accounts.middleware.EditorsOnly",
    "cairn.accounts.middleware.KeepNothing",
    "cairn.common.middleware.LeadToPage",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "cairn.config.urls"
WSGI_APPLICATION = "cairn.config.wsgi.application"
# In the session, so that there are two cookies only, as the privacy page says.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "accounts.User"
PRIVACY_OF_OTHERS = "cairn.config.privacy.OTHERS"
AUTHENTICATION_BACKENDS = ["cairn.accounts.backends.EmailBackend"]
SILENCED_SYSTEM_CHECKS: list[str] = []
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "name")},
    },
    {"NAME": "cairn.accounts.policies.NotGuessable"},
]
LOGIN_URL = "accounts:log-in"
LOGIN_REDIRECT_URL = "records:desk"
LOGOUT_REDIRECT_URL = "home"
PASSWORD_RESET_TIMEOUT = 3600

# --- Log-in: allauth ---------------------------------------------------------------------------
ACCOUNT_ADAPTER = "cairn.accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_FORMS = {
    "login": "cairn.accounts.forms.LogInForm",
    "signup": "cairn.accounts.forms.SignUpForm",
    "change_password": "cairn.accounts.forms.ChangePasswordForm",
    "reset_password": "cairn.accounts.forms.ForgottenPasswordForm",
    "reset_password_from_key": "cairn.accounts.forms.ChooseNewPasswordForm",
    "add_email": "cairn.accounts.forms.AddAddressForm",
    "reauthenticate": "cairn.accounts.forms.PasswordAgainForm",
}
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_CONFIRMATION_EXPIRE_DAYS = 1
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
# Without it every log-in would count as sent by our proxy, and ten wrong passwords would lock everyone out.
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if BEHIND_PROXY else 0
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    # Of one account from one network, so that nobody locks out its owner, who asks from another. The limits that the
    # adapter adds: of one network for all accounts, and of one account for all networks that it never signed in from.
    "login_failed": "5/5m/key",
    "login_failed_here": "10/m/ip",
    "login_failed_elsewhere": "100/h/key",
    "second_step": "20/d/key",  # a code has a million values; whoever tries them knows the password
    "second_step_here": "60/h/ip",  # of one network for all accounts: one who holds many passwords
    "second_step_told": "1/d/key",
    "reset_password": "10/h/ip,3/h/key",
    "signup": "10/h/ip",
    "confirm_email": "1/3m/key",
    "change_email": "3/h/user",
    "reauthenticate": "10/m/user",
}
MFA_ADAPTER = "cairn.accounts.adapter.MfaAdapter"
MFA_FORMS = {
    "authenticate": "cairn.accounts.forms.SecondStepForm",
    "reauthenticate": "cairn.accounts.forms.SecondStepAgainForm",
    "activate_totp": "cairn.accounts.forms.ActivateTelephoneForm",
    "add_webauthn": "cairn.accounts.forms.AddKeyForm",
    "edit_webauthn": "cairn.accounts.forms.RenameKeyForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
# Browsers let passkeys work without HTTPS on this computer only.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = ON_LOOPBACK_ONLY
USERSESSIONS_TRACK_ACTIVITY = False
SOCIALACCOUNT_ADAPTER = "cairn.accounts.adapter.SocialAccountAdapter"
SOCIALACCOUNT_ONLY = False
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True  # only an address that the issuer says it has verified: see the adapter
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_STORE_TOKENS = False
# A link, not a form: our policy lets no form end on another site, and state and PKCE guard the way back.
SOCIALACCOUNT_LOGIN_ON_GET = True
try:
    SOCIALACCOUNT_PROVIDERS = describe_for_allauth(read_issuers(os.environ))
except UnusableIssuer as problem:
    raise ImproperlyConfigured(str(problem)) from problem

# --- Wagtail: pages only, behind our log-in ----------------------------------------------------
WAGTAIL_SITE_NAME = SITE_NAME
WAGTAILADMIN_BASE_URL = BASE_URL
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_USER_TIME_ZONES = ["Europe/London"]  # one: nobody is asked; the same for languages
WAGTAILADMIN_PERMITTED_LANGUAGES = [("en", "English")]
WAGTAILADMIN_LOGIN_URL = "accounts:log-in"
WAGTAIL_FINISH_WORKFLOW_ACTION = "cairn.boards.finishing.publish_decided"
WAGTAIL_ALLOW_UNICODE_SLUGS = False  # the addresses of pages are those of our own views

COTTON_DIR = "components"
# A component sees its own arguments and what the context processors give, never the page around it.
COTTON_ISOLATE_BY_DEFAULT = True
FORM_RENDERER = "cairn.common.forms.FormRenderer"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "src" / "cairn" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "cairn.common.context_processors.site",
                "cairn.places.context_processors.your_council",
            ],
            "builtins": ["cairn.common.templatetags.cairn"],
        },
    }
]

# --- Database ----------------------------------------------------------------------------------
SQLITE_OPTIONS: dict[str, Any] = {
    # Writers queue for the lock at BEGIN instead of failing half-way through a transaction.
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;"
    # What was deleted is overwritten in the file, as withdrawal promises.
    " PRAGMA secure_delete=ON;",
}
DATABASES: dict[str, dict[str, Any]] = {
    "default": env.dj_db_url("DATABASE_URL", f"sqlite:///{DATA_DIR / 'cairn.sqlite3'}")
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # SQLite makes its file, but not the folder it lies in.
    DATA_DIR.mkdir(parents=True, exist_ok=True)
    DATABASES["default"] |= {"OPTIONS": SQLITE_OPTIONS, "CONN_MAX_AGE": 600}
else:
    # The pool keeps connections open; a persistent connection per thread would empty it.
    DATABASES["default"] |= {"OPTIONS": {"pool": {"min_size": 1, "max_size": 12}}, "CONN_MAX_AGE": 0}

# --- Mail --------------------------------------------------------------------------------------
# All mail goes through one door, which sends it by a mail server (EMAIL_URL) or by GOV.UK Notify.
EMAIL_BACKEND = "cairn.notices.backends.SiteBackend"
_mail = dj_email_url.parse(env.str("EMAIL_URL", "") or "console:")  # the examples of deploy/ set it to nothing
EMAIL_CARRIER: str = _mail["EMAIL_BACKEND"]
EMAIL_HOST, EMAIL_PORT = _mail["EMAIL_HOST"], _mail["EMAIL_PORT"]
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _mail["EMAIL_HOST_USER"], _mail["EMAIL_HOST_PASSWORD"]
EMAIL_USE_TLS, EMAIL_USE_SSL = _mail["EMAIL_USE_TLS"], _mail["EMAIL_USE_SSL"]
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL: str = env.str("CAIRN_MAIL_FROM", CONTACT_EMAIL or "cairn@localhost")
# Suggestions for learning events that come by e-mail: the address that pages show, and the box that is read.
MAILBOX_ADDRESS: str = env.str("CAIRN_MAILBOX_ADDRESS", "")
MAILBOX_URL: str = env.str("CAIRN_MAILBOX_URL", "")
NOTIFY_API_KEY: str = env.str("CAIRN_NOTIFY_API_KEY", "")
NOTIFY_TEMPLATE: str = env.str("CAIRN_NOTIFY_TEMPLATE", "")
NOTIFY_ADDRESS: str = env.str("CAIRN_NOTIFY_ADDRESS", "https://api.notifications.service.gov.uk")

# --- How long things are kept, in days; the page “About this site” shows what counts -----------
KEEP_DAYS: dict[str, int] = env.dict("CAIRN_KEEP_DAYS", {}, subcast_values=int)
# Unread safeguarding concern is told again after so many hours.
SAFETY_CHASE_HOURS: int = max(env.int("CAIRN_SAFETY_CHASE_HOURS", 4), 1)
# A child always agrees to what becomes of their words; below these ages an adult agrees as well, and so to publishing.
VOICE_ADULT_UNDER: int = env.int("CAIRN_VOICE_ADULT_UNDER", 16)
VOICE_ADULT_TO_PUBLISH_UNDER: int = env.int("CAIRN_VOICE_ADULT_TO_PUBLISH_UNDER", 18)
# A vote with fewer papers is not opened. The keys of open votes lie here, outside the database and its backups.
FEWEST_BALLOTS: int = max(env.int("CAIRN_FEWEST_BALLOTS", 5), 3)
BALLOT_KEYS: Path = env.path("CAIRN_BALLOT_KEYS", DATA_DIR / "ballot-keys")

# A job in a lane that the worker does not know is refused where it is written.
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": list(Lane)}}
# allauth counts log-ins in the default cache. Charts have one of their own in each process: a full cache drops entries,
# so whoever opens enough charts could make the site forget how many wrong passwords they tried.
CACHES: dict[str, dict[str, Any]] = {
    "default": {
        # "memory" is for tests: only the database is shared by all processes, so that limits hold for all of them.
        "BACKEND": "cairn.common.caching.SharedCache"
        if env.str("CAIRN_CACHE", "database") == "database"
        else "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "cairn_cache",
        "KEY_FUNCTION": "cairn.common.caching.hash_key",
        "OPTIONS": {"MAX_ENTRIES": 50_000},
    },
    "charts": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "charts"},
    "pages": {
        **find_page_cache(PAGE_CACHE),
        "KEY_FUNCTION": "cairn.common.page_cache.make_key",
        "OPTIONS": {"MAX_ENTRIES": 2000},  # some 15 kB each
    },
}

# --- Language and time -------------------------------------------------------------------------
LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_I18N = False
USE_TZ = True

# --- Files -------------------------------------------------------------------------------------
STATIC_URL = "static/"
STATICFILES_DIRS = [ROOT / "src" / "cairn" / "static"]
# With fingerprints files are served from STATIC_ROOT, after `cairn collectstatic`; without, from where they lie.
STATIC_FINGERPRINTS: bool = env.bool("CAIRN_STATIC_FINGERPRINTS", not (DEMONSTRATION or DEBUG))
STATIC_ROOT = DATA_DIR / "static" if STATIC_FINGERPRINTS else None
STORAGES = {
    # Not below any public address: files of records are served through a view that asks who may see them.
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": DATA_DIR / "files"}},
    "staticfiles": {
        "BACKEND": "cairn.common.storage.StaticStorage"
        if STATIC_FINGERPRINTS
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not STATIC_FINGERPRINTS

LOG_FORMAT: str = env.str("CAIRN_LOG_FORMAT", "text" if ON_LOOPBACK_ONLY else "json")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"impersonal": {"()": "cairn.common.operations.logs.Impersonal"}},
    "formatters": {
        "text": {"format": "{levelname} {name} {message}", "style": "{"},
        "json": {
            "()": "pythonjsonlogger.json.JsonFormatter",
            "format": "{asctime}{levelname}{name}{message}{request_id}",
            "style": "{",
        },
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": LOG_FORMAT, "filters": ["impersonal"]}},
    "root": {"handlers": ["console"], "level": env.str("CAIRN_LOG_LEVEL", "WARNING")},
    "loggers": {
        "cairn.requests": {"level": "INFO" if LOG_FORMAT == "json" else "WARNING"},
        "wagtail": {"level": "WARNING"},  # it writes titles at INFO
        # Django would mail or print what was sent with a request that failed.
        "django.request": {"level": "ERROR"},
    },
}

# --- Watching, only where a host wants it ------------------------------------------------------
SENTRY_DSN: str = env.str("CAIRN_SENTRY_DSN", "")
OTEL_ENDPOINT: str = env.str("CAIRN_OTEL_ENDPOINT", "")
# Queries that take as long are logged, without what people typed; 0 for none.
SLOW_QUERY_MS: int = env.int("CAIRN_SLOW_QUERY_MS", 0)
# /metrics for Prometheus: whoever has the token reads it; without a token, programs on this computer only.
METRICS: bool = env.bool("CAIRN_METRICS", False)
METRICS_TOKEN: str = env.str("CAIRN_METRICS_TOKEN", "")
if METRICS_TOKEN and len(METRICS_TOKEN) < SHORTEST_SECRET_KEY:
    raise ImproperlyConfigured(
        f"CAIRN_METRICS_TOKEN has {len(METRICS_TOKEN)} characters and needs {SHORTEST_SECRET_KEY} or more. Make one "
        "with `python3 -c 'import secrets; print(secrets.token_urlsafe(40))'`."
    )
if METRICS:
    # Where the processes of the web server add up what they counted. It may vanish when they stop, as /tmp does.
    _counts = env.path("PROMETHEUS_MULTIPROC_DIR", Path(tempfile.gettempdir()) / f"cairn-metrics-{os.getuid()}")
    _counts.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(_counts)
    MIDDLEWARE.insert(0, "cairn.common.operations.metrics.RequestMetrics")
