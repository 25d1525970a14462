"""All settings, read from environment variables with safe defaults for development.

| Variable                 | Default                     | What it does                            |
|--------------------------|-----------------------------|-----------------------------------------|
| PORTAL_DEBUG             | 0                           | 1 shows tracebacks; never in production |
| PORTAL_SECRET_KEY        | none                        | required unless PORTAL_DEBUG=1          |
| PORTAL_HOSTS             | localhost,127.0.0.1,[::1]   | host names answered to, comma-separated |
| PORTAL_HTTPS             | 1 (0 with PORTAL_DEBUG)     | 0 where it is served over plain http    |
| PORTAL_HSTS_SECONDS      | 31536000                    | how long browsers insist on https       |
| PORTAL_ROLE              | all                         | all, curation or public: portal.roles   |
| PORTAL_DATA              | var                         | folder of SQLite, editions and statics  |
| DATABASE_URL             | SQLite in PORTAL_DATA, and  | postgres://user:password@host:port/name |
|                          | editions in the public role | several hosts too: portal.databases     |
| SEARCH_BACKEND           | tantivy; postgres with a    | tantivy (an index in a folder) or       |
|                          | PostgreSQL DATABASE_URL     | postgres (full text in the database)    |
| READER_PASSWORD          | asked for                   | of the role that make_reader makes      |
| PORTAL_WRITTEN_PAGES     | 1000                        | pages that come with an edition, made   |
|                          |                             | when it is published; 0 for none        |
| PORTAL_CACHE_MB          | 64                          | memory for pages, of each process       |
| PORTAL_CACHE_URL         | none                        | a cache that processes share instead:   |
|                          |                             | redis://host, filecache:///folder       |
| PORTAL_POSTGRES_PROGRAMS | those on PATH               | folder of pg_dump, pg_restore and psql, |
|                          |                             | for backup and restore                  |
| PORTAL_CONTACT           | curators@example.org        | address behind "Report an error"        |
| PORTAL_LOG_LEVEL         | INFO                        | least level logged to standard error    |
"""

from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from portal import databases
from portal.roles import Role

env = environ.Env()

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = Path(env("PORTAL_DATA", default=str(BASE_DIR / "var")))

try:
    ROLE = Role(env("PORTAL_ROLE", default="all"))
except ValueError:
    raise ImproperlyConfigured("PORTAL_ROLE is all, curation or public.") from None
IS_CURATED = ROLE is not Role.PUBLIC

DATABASES = databases.of_role(ROLE, env("DATABASE_URL", default=""), DATA_DIR)
DATABASE_ROUTERS = [] if IS_CURATED else ["portal.guard.router.ReadersRouter"]
IS_POSTGRES = DATABASES["default"]["ENGINE"].endswith("postgresql")
# Public processes read a published edition, or PostgreSQL.
EDITIONS_DIR = DATA_DIR / "editions"
# So many of the last editions are kept; the current one and the one before it always are.
EDITIONS_KEPT = 5
# The pages that take longest to make come with an edition.
WRITTEN_PAGES = env.int("PORTAL_WRITTEN_PAGES", default=1000)
READS_EDITIONS = not IS_CURATED and not IS_POSTGRES

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

# The order: what programs ask about the process; the edition, which names what the page cache
# holds; the page cache, so that what it answers costs nothing of what is below. Statics pass them
# by, with the headers that keep pages safe, and end before any database is asked: an edition is
# looked for only when something is read from it. What refuses comes before what works.
MIDDLEWARE = [
    "portal.health.HealthMiddleware",
    "portal.guard.pinning.PinningMiddleware",
    # For admin, whose pages hold no secret but CSRF tokens, which Django masks: statics are
    # compressed beforehand, and public pages by the page cache, once.
    "django.middleware.gzip.GZipMiddleware",
    "portal.cache.middleware.PageCacheMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "portal.guard.policy.PolicyMiddleware",
    "portal.guard.statics.StaticsMiddleware",
    "portal.guard.methods.ReadOnlyMiddleware",
    "portal.guard.methods.NoNulMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
if not IS_CURATED:
    MIDDLEWARE.remove("django.middleware.gzip.GZipMiddleware")
if DEBUG:
    # Templates and looks are shown as they are now.
    MIDDLEWARE.remove("portal.cache.middleware.PageCacheMiddleware")
if IS_CURATED:
    MIDDLEWARE += [
        "django.contrib.sessions.middleware.SessionMiddleware",
        "portal.guard.bodies.BodyMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
        "simple_history.middleware.HistoryRequestMiddleware",
    ]
else:
    MIDDLEWARE += ["portal.editions.pages.WrittenPagesMiddleware"]
    # Without sessions and forms that are sent, nothing is there to forge.
    SILENCED_SYSTEM_CHECKS = ["security.W003"]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"
APPEND_SLASH = True

TEMPLATES = [
    {
        "NAME": "django",
        "BACKEND": "portal.templates.Templates",
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

# The embedded index lies beside the SQLite file, wherever that is.
SEARCH_BACKEND = env("SEARCH_BACKEND", default="postgres" if IS_POSTGRES else "tantivy")
SEARCH_DIR = (DATA_DIR if IS_POSTGRES else Path(DATABASES["default"]["NAME"]).parent) / "search"
if SEARCH_BACKEND not in (("tantivy", "postgres") if IS_POSTGRES else ("tantivy",)):
    raise ImproperlyConfigured(
        "SEARCH_BACKEND is tantivy or postgres, and postgres needs a PostgreSQL DATABASE_URL; "
        "in the public role without one, an edition brings its own index: leave it unset."
    )
# Off only to measure what counting costs.
SEARCH_FACETS = True
# Pages are kept in the memory of each process, or where all processes find them: an edition that
# is over is no longer asked for, and goes after a day.
if PORTAL_CACHE_URL := env("PORTAL_CACHE_URL", default=""):
    CACHES = {"default": {"TIMEOUT": 24 * 60 * 60, **env.cache_url_config(PORTAL_CACHE_URL)}}
else:
    CACHES = {
        "default": {
            "BACKEND": "portal.cache.memory.MemoryCache",
            "LOCATION": "pages",
            "TIMEOUT": None,
            "OPTIONS": {"MAX_BYTES": env.int("PORTAL_CACHE_MB", default=64) * 2**20},
        }
    }
POSTGRES_PROGRAMS = env("PORTAL_POSTGRES_PROGRAMS", default="")
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
    # A database that is away is told of in a line, and not for every request.
    "filters": {"once": {"()": "portal.faults.telling.Once"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["once"]}
    },
    "root": {
        "handlers": ["console"],
        "level": env("PORTAL_LOG_LEVEL", default="INFO"),
    },
}
