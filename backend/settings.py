"""Settings, all from the environment, each with a default that is safe on one machine.

`docs/deploy.md` lists every variable. Data lives under `DRAFTROOM_DATA` (default `var/`).
"""

from pathlib import Path
from urllib.parse import urlsplit

import environ

from backend import secrets

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

# --- Where ---------------------------------------------------------------------------------------
DATA_DIR = Path(env.str("DRAFTROOM_DATA", default="") or BASE_DIR / "var").resolve()
#: The address people use. Links in mails come from here only; https turns on secure cookies and HSTS.
SITE_URL = env.str(
    "DRAFTROOM_SITE_URL", default=f"http://localhost:{env.int('DRAFTROOM_PORT', default=8000)}"
).rstrip("/")
SITE_NAME = env.str("DRAFTROOM_SITE_NAME", default="Draftroom")
SECURE = SITE_URL.startswith("https://")

#: Whether an empty site is filled with the demo world, whose passwords are public.
DEMO = env.bool("DRAFTROOM_DEMO", default=not SECURE)

DEBUG = env.bool("DRAFTROOM_DEBUG", default=False)
SECRET_KEY = env.str("DRAFTROOM_SECRET_KEY", default="") or secrets.kept_secret(DATA_DIR / "secret_key")

LOCAL_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
SITE_HOST = urlsplit(SITE_URL).hostname or "localhost"
ALLOWED_HOSTS = env.list("DRAFTROOM_HOSTS", default=[SITE_HOST, *([] if SECURE else LOCAL_HOSTS)])
CSRF_TRUSTED_ORIGINS = [SITE_URL]
USE_X_FORWARDED_HOST = False

# --- What ----------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "rest_framework",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "django_htmx",
    "csp",
    "django_tasks",
    "django_tasks_db",
    "backend.events",
    "backend.tasks",
    "backend.accounts",
    "backend.notices",
    "backend.demo",
    "documents",
    "reviews",
    "search",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "backend.middleware.PrivatePages",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "backend.middleware.SessionLife",
    "backend.middleware.PersonsTime",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "backend.errors.pages.ErrorPages",
]

ROOT_URLCONF = "backend.urls"
WSGI_APPLICATION = "backend.wsgi.application"
ASGI_APPLICATION = "backend.asgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "backend" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "backend.context.site",
                "backend.accounts.context.keeper",
                "backend.notices.context.bell",
            ],
        },
    },
]

# --- Database ------------------------------------------------------------------------------------
SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL;"
    "PRAGMA synchronous=FULL;"  # NORMAL loses acknowledged commits at a power cut
    "PRAGMA foreign_keys=ON;"
    "PRAGMA journal_size_limit=67108864;"
    "PRAGMA mmap_size=0;"
)
DATABASES = {
    "default": env.db_url("DATABASE_URL", default=f"sqlite:///{DATA_DIR / 'draftroom.sqlite3'}"),
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"] |= {
        "ENGINE": "backend.sqlite",
        "CONN_MAX_AGE": None,
        "OPTIONS": {"timeout": 20, "transaction_mode": "IMMEDIATE", "init_command": SQLITE_PRAGMAS},
    }
else:
    DATABASES["default"] |= {
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            "options": "-c synchronous_commit=on -c statement_timeout=15s -c lock_timeout=5s"
            " -c idle_in_transaction_session_timeout=30s",
        },
    }

CACHES = {
    "default": env.cache_url("DRAFTROOM_CACHE_URL", default="locmemcache://"),
    # Counts that must hold for all processes of the site, such as failed sign-ins.
    "limits": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "limits"},
}

# --- Files ---------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "backend" / "static"]
MEDIA_ROOT = DATA_DIR / "files"
S3_BUCKET = env.str("DRAFTROOM_S3_BUCKET", default="")
LOCAL_FILES = {
    "BACKEND": "backend.storage.DurableFiles",
    "OPTIONS": {"location": MEDIA_ROOT, "base_url": None},
}
S3_FILES = {
    "BACKEND": "storages.backends.s3.S3Storage",
    "OPTIONS": {
        "bucket_name": S3_BUCKET,
        "endpoint_url": env.str("DRAFTROOM_S3_ENDPOINT", default="") or None,
        "region_name": env.str("DRAFTROOM_S3_REGION", default="") or None,
        "access_key": env.str("DRAFTROOM_S3_ACCESS_KEY", default="") or None,
        "secret_key": env.str("DRAFTROOM_S3_SECRET_KEY", default="") or None,
        "default_acl": None,
        "file_overwrite": False,
        "querystring_auth": True,
    },
}
#: The search index: a copy of what the database holds, on a local disk; it may be deleted at any time.
#: What searches: `whoosh` or `fts5` in a directory, or `postgres` in the database, for several hosts.
SEARCH_ENGINE = env.str("DRAFTROOM_SEARCH_ENGINE", default="whoosh")
SEARCH_DIR = Path(env.str("DRAFTROOM_SEARCH_DIR", default=str(DATA_DIR / "search")))
STORAGES = {
    "default": S3_FILES if S3_BUCKET else LOCAL_FILES,
    "staticfiles": {"BACKEND": "backend.storage.HashedStatic"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000
DATA_UPLOAD_MAX_NUMBER_FILES = 5
FILE_UPLOAD_PERMISSIONS = 0o640
#: The largest Word file or sheet that a person may send, in bytes.
UPLOAD_MAX_BYTES = env.int("DRAFTROOM_UPLOAD_MAX_BYTES", default=64 * 1024 * 1024)
#: What the child that reads a stranger's file may use: bytes of address space, seconds of CPU.
READING_MEMORY = env.int("DRAFTROOM_READING_MEMORY", default=2 * 1024**3)
READING_SECONDS = env.int("DRAFTROOM_READING_SECONDS", default=60)
#: LibreOffice's command, to draw pictures that browsers do not show (EMF, WMF); nothing: never.
PICTURE_CONVERTER = env.str("DRAFTROOM_PICTURE_CONVERTER", default="soffice")
#: What it may use: bytes of address space, seconds for the pictures of one file.
PICTURE_MEMORY = env.int("DRAFTROOM_PICTURE_MEMORY", default=2 * 1024**3)
PICTURE_SECONDS = env.int("DRAFTROOM_PICTURE_SECONDS", default=60)

# --- People --------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.Person"
LOGIN_URL = "accounts:sign_in"
LOGIN_REDIRECT_URL = "/work/"
LOGOUT_REDIRECT_URL = "/"
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
PASSWORD_RESET_TIMEOUT = 2 * 60 * 60
SESSION_COOKIE_AGE = 8 * 60 * 60  # idle; see backend.middleware.SessionLife
SESSION_ABSOLUTE_AGE = 7 * 24 * 60 * 60
SIGN_IN_TRIES = env.int("DRAFTROOM_SIGN_IN_TRIES", default=10)
SIGN_IN_PAUSE = 15 * 60  # seconds during which the tries of one account or address are counted

# --- Security ------------------------------------------------------------------------------------
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SECURE_SSL_REDIRECT = SECURE
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if env.bool("DRAFTROOM_BEHIND_PROXY", default=False) else None
)
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = SECURE
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "backend.errors.pages.forged"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "manifest-src": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
    },
}

# --- Time and language ---------------------------------------------------------------------------
LANGUAGE_CODE = "en"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

# --- Mail ----------------------------------------------------------------------------------------
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.str("DRAFTROOM_MAIL_FROM", default=f"draftroom@{SITE_HOST}")
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = DATA_DIR / "mail"
EMAIL_TIMEOUT = 20
if mail_url := env.str("DRAFTROOM_MAIL_URL", default=""):
    globals().update(env.email_url_config(mail_url))

# --- Tasks ---------------------------------------------------------------------------------------
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}
TASK_TRIES = 5
TASK_LEASE = 10  # seconds without a heartbeat after which a task's worker counts as dead
WAKE_DIR = DATA_DIR / "wake"

# --- API -----------------------------------------------------------------------------------------
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "backend.accounts.authentication.TokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": [
        "rest_framework.parsers.JSONParser",
        "rest_framework.parsers.MultiPartParser",
    ],
    "DEFAULT_PAGINATION_CLASS": "backend.paging.CursorPages",
    "PAGE_SIZE": 50,
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_THROTTLE_CLASSES": [
        "rest_framework.throttling.AnonRateThrottle",
        "rest_framework.throttling.UserRateThrottle",
    ],
    "DEFAULT_THROTTLE_RATES": {
        "anon": env.str("DRAFTROOM_API_RATE_PUBLIC", default="60/min"),
        "user": env.str("DRAFTROOM_API_RATE", default="1200/min"),
    },
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "backend.errors.problems.answer",
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Draftroom",
    "DESCRIPTION": "Drafts, reviews and merges of a document by many organisations.",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "COMPONENT_SPLIT_REQUEST": True,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "ENUM_NAME_OVERRIDES": {
        "MembershipRoleEnum": "backend.accounts.models.Membership.Role",
        "DocumentRoleEnum": "documents.models.Role",
        "DocumentStateEnum": "documents.models.DocumentState",
        "RoundStateEnum": "reviews.models.RoundState",
        "AnchorKindEnum": "reviews.models.AnchorKind",
        "FindingKindEnum": "reviews.models.FindingKind",
        "MilestoneKindEnum": "reviews.models.MilestoneKind",
        "RoundKindEnum": "reviews.models.RoundKind",
        "OperationKindEnum": "reviews.models.OperationKind",
        "ActKindEnum": "reviews.services.answers.acts.CHOICES",
        "AudienceEnum": "reviews.forms.comments.AUDIENCES",
        "WiderAudienceEnum": "reviews.forms.comments.WIDER",
        "LetterAudienceEnum": "reviews.models.Audience",
    },
}

# --- Logs ----------------------------------------------------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.str("DRAFTROOM_LOG_LEVEL", default="INFO")},
}
