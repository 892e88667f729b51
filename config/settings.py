"""All settings, read from the environment once.

DEBUG, SECRET_KEY, ALLOWED_HOSTS and DATABASE_URL are enough for production; the rest has safe
defaults. Without any of them the portal starts as a demonstration on SQLite under var/.
"""

from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from config.databases import databases
from config.logs import logging

env = environ.Env()
BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"

DEBUG = env.bool("DEBUG", default=True)
DEFAULT_SECRET_KEY = "demonstration-only-" + "not-a-secret-" * 3
SECRET_KEY = env.str("SECRET_KEY", default=DEFAULT_SECRET_KEY)
if not DEBUG and SECRET_KEY == DEFAULT_SECRET_KEY:
    raise ImproperlyConfigured(
        "Set SECRET_KEY to a long random text when DEBUG is off."
    )
ALLOWED_HOSTS = env.list(
    "ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"] if DEBUG else []
)
# Says on every page that the data is made up.
DEMONSTRATION = env.bool("DEMONSTRATION", default=DEBUG)
# Whose portal it is, beside the name of the portal on every page.
PREFECTURE_NAME = env.str("PREFECTURE_NAME", default="北海道" if DEMONSTRATION else "")

INSTALLED_APPS = [
    "portal",
    "reports",
    "imports",
    "indicators",
    "programs",
    "designations",
    "facilities",
    "zones",
    "accounts",
    "config.admin_site.PortalAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "csp",
    "django_filters",
    "django_htmx",
    "django_tables2",
    "django_tasks",
    "django_tasks_db",
    "import_export",
    "rules.apps.AutodiscoverRulesConfig",
    "simple_history",
]

# There is no LocaleMiddleware: the portal is Japanese, whatever the browser asks for.
MIDDLEWARE = [
    "accounts.middleware.RequestMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "portal.public.middleware.SharedPagesMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.sign_on.ProxySignOn",
    "accounts.sessions.SessionLimits",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "accounts.middleware.AuditMiddleware",
    "accounts.body.BodyLimit",
    "accounts.second_factor.SecondFactorRequired",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portal.context.page_frame",
            ]
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# --- Database -----------------------------------------------------------------------------
DATABASES = databases(env, VAR_DIR)
# Dashboards are read from a copy where there is one (PostgreSQL streaming replication).
if "replica" in DATABASES:
    DATABASE_ROUTERS = ["config.replica.ReplicaRouter"]
    MIDDLEWARE.append("config.replica.ReplicaMiddleware")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TASKS = {
    "default": {
        "BACKEND": env.str("TASKS_BACKEND", default="django_tasks_db.DatabaseBackend"),
        "QUEUES": [],
    }
}

# --- People -------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "rules.permissions.ObjectPermissionBackend",
    "accounts.signed_in.SignInBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"
    },
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "accounts.passwords.NotSuggested"},
    {"NAME": "accounts.passwords.NotBreached"},
]
# A list of breached passwords that the operator has laid down: lines of SHA-1 in order, as the public
# collections have them. It may be of any size, for it is searched and not read.
BREACHED_PASSWORDS_FILE = env("BREACHED_PASSWORDS_FILE", default="")
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "portal:home"
ACCOUNT_ADAPTER = "accounts.adapter.ClosedAccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_SESSION_REMEMBER = False
# axes counts failures for all machines; allauth's own limiter counts per process. Its 30 sign-ins
# a minute would shut out an office that begins its day behind one address.
ACCOUNT_RATE_LIMITS = {"login_failed": None, "login": "600/m/ip"}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_ADAPTER = "accounts.recovery_codes.HashedCodes"
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_ISSUER = "在宅医療計画ポータル"
# Roles that write need a second factor; a demonstration is easy to sign in to.
MFA_REQUIRED = env.bool("MFA_REQUIRED", default=not DEBUG)
# And those who only read too, where the prefecture wants it.
MFA_REQUIRED_OF_READERS = env.bool("MFA_REQUIRED_OF_READERS", default=False)
# How many proxies of our own stand in front: so many entries of X-Forwarded-For are believed.
PROXY_COUNT = env.int("PROXY_COUNT", default=0)
# A header in which a trusted proxy names the person, as Django spells it (HTTP_X_REMOTE_USER),
# and the addresses from which it is believed. Without a name there is no such way in.
SIGN_ON_HEADER = env.str("SIGN_ON_HEADER", default="")
SIGN_ON_PROXIES = env.list("SIGN_ON_PROXIES", default=[])
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
# The pair: an office behind one address is not shut out by one person's mistakes.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_TEMPLATE = "account/lockout.html"
AXES_CLIENT_IP_CALLABLE = "accounts.address.client_address"
AXES_ENABLE_ADMIN = False

# --- E-mail: only where a server is named, such as smtp+tls://user:password@mail:587 --------
EMAIL_HOST = ""
if "EMAIL_URL" in env:
    vars().update(env.email("EMAIL_URL"))
DEFAULT_FROM_EMAIL = env.str("EMAIL_FROM", default="noreply@localhost")
EMAIL_TIMEOUT = 20
# Where people reach the portal, for links in e-mails.
PORTAL_ADDRESS = env.str("PORTAL_ADDRESS", default="")

# --- Language and time --------------------------------------------------------------------
LANGUAGE_CODE = "ja"
TIME_ZONE = "Asia/Tokyo"
USE_I18N = True
USE_TZ = True
LOCALE_PATHS = [BASE_DIR / "locale"]

# The pages for residents and the open data; what they show is released in the portal first.
PUBLIC_PAGES = env.bool("PUBLIC_PAGES", default=False)

# --- What is kept for a while: for all machines, and on each for itself --------------------
CACHES = {
    # Numbers of the app that were used, and sign-ins counted by address.
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "portal_cache",
    },
    # Drawings and counts, which any machine can make again.
    "machine": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
}

# --- Files --------------------------------------------------------------------------------
STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [
    BASE_DIR / "static",
    # The pictures of the manual, which the portal shows.
    ("manual", BASE_DIR / "docs" / "manual" / "images"),
]
WHITENOISE_USE_FINDERS = DEBUG
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
UPLOAD_MAX_BYTES = 20 * 1024 * 1024
# Counts of people from 1 to one less are hidden from everybody outside the office.
SMALL_COUNT_THRESHOLD = env.int("SMALL_COUNT_THRESHOLD", default=10)

# Who shows this text may read /metrics; without one there is no such page.
METRICS_TOKEN = env.str("METRICS_TOKEN", default="")
# A file whose content is the key of backups; without one they are not encrypted.
BACKUP_KEY_FILE = env.str("BACKUP_KEY_FILE", default="")
# A folder of a prefecture's own fonts for reports (BIZ UDGothic, IPAmj); empty for the bundled ones.
REPORT_FONT_DIR = env.str("REPORT_FONT_DIR", default="")
# Where workers keep the parts of drafts they have set, up to 256 MB; empty for nowhere.
REPORT_PARTS_DIR = env.str("REPORT_PARTS_DIR", default=str(VAR_DIR / "report-parts"))
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
# A file and what is typed beside it. A proxy in front lets as much through, or says no in its own words.
BODY_MAX_BYTES = UPLOAD_MAX_BYTES + DATA_UPLOAD_MAX_MEMORY_SIZE
DJANGO_TABLES2_TEMPLATE = "django_tables2/portal.html"
IMPORT_EXPORT_ESCAPE_FORMULAE_ON_EXPORT = True
IMPORT_EXPORT_USE_TRANSACTIONS = True

# --- Safety -------------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-src": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
CSRF_FAILURE_VIEW = "portal.errors.csrf_failure"
# A session ends so long after its last request, and so long after its sign-in in any case.
SESSION_IDLE_SECONDS = env.int("SESSION_IDLE_MINUTES", default=30) * 60
SESSION_COOKIE_AGE = env.int("SESSION_HOURS", default=10) * 60 * 60
# On every answer, whatever its status; the security policy and the rest come from Django.
ANSWER_HEADERS = {
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Permitted-Cross-Domain-Policies": "none",
}
SESSION_ENGINE = "accounts.sessions"
# With this prefix a browser takes a cookie over TLS only, and for this very host.
COOKIE_PREFIX = "" if DEBUG else "__Host-"
SESSION_COOKIE_NAME = f"{COOKIE_PREFIX}sessionid"
CSRF_COOKIE_NAME = f"{COOKIE_PREFIX}csrftoken"
MESSAGE_STORAGE = "accounts.messages.Storage"
SESSION_COOKIE_HTTPONLY = True
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
if not DEBUG:
    SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
    SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=31536000)
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    if env.bool("BEHIND_TLS_PROXY", default=False):
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

LOG_LEVEL = env.str("LOG_LEVEL", default="WARNING" if DEBUG else "INFO")
LOGGING = logging(LOG_LEVEL, as_json=not DEBUG)
