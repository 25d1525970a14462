"""All settings, read from environment variables with safe defaults for development.

| Variable            | Default                   | What it does                               |
|---------------------|---------------------------|--------------------------------------------|
| PORTAL_DEBUG        | 0                         | 1 shows tracebacks; never in production    |
| PORTAL_SECRET_KEY   | none                      | required unless PORTAL_DEBUG=1             |
| PORTAL_HOSTS        | localhost,127.0.0.1,[::1] | host names answered to, comma-separated    |
| PORTAL_HTTPS        | 1 (0 with PORTAL_DEBUG)   | 0 where it is served over plain http       |
| PORTAL_HSTS_SECONDS | 31536000                  | how long browsers insist on https          |
| PORTAL_ROLE         | all                       | all, curation or public: see portal.roles  |
| PORTAL_DATA         | var                       | folder of the SQLite file and the statics  |
| DATABASE_URL        | SQLite in PORTAL_DATA     | postgres://user:password@host:port/name    |
| SEARCH_BACKEND      | tantivy; postgres with    | tantivy (an index folder on this machine)  |
|                     | a PostgreSQL DATABASE_URL | or postgres (full text in the database)    |
| PORTAL_CONTACT      | curators@example.org      | mail address behind "Report an error"      |
| PORTAL_LOG_LEVEL    | INFO                      | least level logged to standard error       |
"""

from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from portal.roles import Role

env = environ.Env()

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = Path(env("PORTAL_DATA", default=str(BASE_DIR / "var")))

try:
    ROLE = Role(env("PORTAL_ROLE", default="all"))
except ValueError:
    raise ImproperlyConfigured("PORTAL_ROLE is all, curation or public.") from None
IS_CURATED = ROLE is not Role.PUBLIC

DEBUG = env.bool("PORTAL_DEBUG", default=False)
SECRET_KEY = env("PORTAL_SECRET_KEY", default="only-for-development" if DEBUG else "")
if not SECRET_KEY:
    raise ImproperlyConfigured(
        "PORTAL_SECRET_KEY is not set. Set it to a long random text, or PORTAL_DEBUG=1 to develop."
    )
ALLOWED_HOSTS = env.list("PORTAL_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
PORTAL_CONTACT = env("PORTAL_CONTACT", default="curators@example.org")

INSTALLED_APPS = [
    "portal",
    "entities",
    "articles",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_filters",
    "csp",
]
if IS_CURATED:
    INSTALLED_APPS += [
        "entities.desk.apps.DeskConfig",  # Django's admin, with the curators' desk
        "django.contrib.auth",
        "django.contrib.contenttypes",
        "django.contrib.sessions",
        "django.contrib.messages",
        "import_export",
        "simple_history",
    ]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # Statics are compressed beforehand. Pages hold no secret but CSRF tokens, which Django masks.
    "django.middleware.gzip.GZipMiddleware",
    "portal.guard.ReadOnlyMiddleware",
    "portal.guard.NoNulMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
if IS_CURATED:
    MIDDLEWARE += [
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
        "simple_history.middleware.HistoryRequestMiddleware",
    ]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"
APPEND_SLASH = True

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "portal.pages.context.site",
            ],
        },
    },
]
if IS_CURATED:
    TEMPLATES[0]["OPTIONS"]["context_processors"] += [
        "django.contrib.auth.context_processors.auth",
        "django.contrib.messages.context_processors.messages",
    ]

DATABASES = {
    "default": env.db("DATABASE_URL", default=f"sqlite:///{DATA_DIR / 'lodestone.sqlite3'}"),
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        # A writer takes its lock at once and waits for it: a read turned into a write half-way
        # through a transaction would fail with "database is locked" without waiting.
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        # WAL lets readers go on beside a writer; FULL keeps a commit through a power cut.
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL",
    }
    DATABASES["default"]["TEST"] = {"NAME": DATA_DIR / "test.sqlite3"}
# The embedded index lies beside the SQLite file, wherever that is.
IS_POSTGRES = DATABASES["default"]["ENGINE"].endswith("postgresql")
# Public processes read a published edition, or PostgreSQL.
EDITIONS_DIR = DATA_DIR / "editions"
READS_EDITIONS = not IS_CURATED and not IS_POSTGRES
SEARCH_BACKEND = env("SEARCH_BACKEND", default="postgres" if IS_POSTGRES else "tantivy")
SEARCH_DIR = (DATA_DIR if IS_POSTGRES else Path(DATABASES["default"]["NAME"]).parent) / "search"
if SEARCH_BACKEND not in (("tantivy", "postgres") if IS_POSTGRES else ("tantivy",)):
    raise ImproperlyConfigured(
        "SEARCH_BACKEND is tantivy or postgres, and postgres needs a PostgreSQL DATABASE_URL."
    )
# Off only to measure what counting costs.
SEARCH_FACETS = True
# A fresh connection for each request would cost about a millisecond.
DATABASES["default"]["CONN_MAX_AGE"] = None
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "UTC"
USE_TZ = True

STATIC_URL = "static/"
# What browsers ask for at the root, whatever a page says: the icons.
WHITENOISE_ROOT = BASE_DIR / "static" / "root"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
# A text of 5 MB comes into the admin in one field, and goes from step to step in base64.
DATA_UPLOAD_MAX_MEMORY_SIZE = 10_000_000
STORAGES = {
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

# Nothing is allowed but what the portal serves itself; Django admin works under the same rule.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    },
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"

HTTPS = env.bool("PORTAL_HTTPS", default=not DEBUG)
SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_HSTS_SECONDS = env.int("PORTAL_HSTS_SECONDS", default=31536000) if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {
        "handlers": ["console"],
        "level": env("PORTAL_LOG_LEVEL", default="INFO"),
    },
}
