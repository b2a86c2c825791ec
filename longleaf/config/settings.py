"""Settings: one module for development, demonstration and production; the environment decides.

Every variable read here is listed in docs/reference/settings.md.
"""

import os
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from csp.constants import NONE, SELF

from longleaf.gateways import postgres
from longleaf.gateways.secrets import load_or_make_secret

PACKAGE = Path(__file__).resolve().parent.parent
VAR = Path(os.environ.get("LONGLEAF_VAR", "var")).resolve()
DEBUG = os.environ.get("LONGLEAF_DEBUG") == "1"
DEMO = os.environ.get("LONGLEAF_DEMO") == "1"
# The invented people's one password, shown on the sign-in page of a demo.
DEMO_PASSWORD = os.environ.get("LONGLEAF_DEMO_PASSWORD", "needles cones bark resin")
PORT = int(os.environ.get("LONGLEAF_PORT", "8000"))
BASE_URL = os.environ.get("LONGLEAF_BASE_URL", f"http://127.0.0.1:{PORT}").rstrip("/")
SECURE = BASE_URL.startswith("https://")
HOST = urlsplit(BASE_URL).hostname or "127.0.0.1"

SECRET_KEY = os.environ.get("LONGLEAF_SECRET_KEY") or load_or_make_secret(
    VAR / "secrets" / "django.key"
)
# The master key that encrypts signing keys at rest; see docs/how-to/operate.md on keeping a copy.
VAULT_KEY_FILE = Path(os.environ.get("LONGLEAF_VAULT_KEY_FILE", VAR / "secrets" / "vault.key"))
# The hardware module in which new signing keys are made; none if no library is named.
HSM_LIBRARY = os.environ.get("LONGLEAF_HSM_LIBRARY", "")
HSM_TOKEN = os.environ.get("LONGLEAF_HSM_TOKEN", "longleaf")
HSM_PIN_FILE = os.environ.get("LONGLEAF_HSM_PIN_FILE", "")
FILES = Path(os.environ.get("LONGLEAF_FILES", VAR / "files"))
# 127.0.0.1 is how the site asks itself whether it is well, whatever else is allowed.
ALLOWED_HOSTS = [
    HOST,
    "127.0.0.1",
    *os.environ.get("LONGLEAF_ALLOWED_HOSTS", "localhost").split(),
]
CSRF_TRUSTED_ORIGINS = [BASE_URL]

# Whether badges and status lists of other sites are fetched, and from which of their ports.
OUTSIDE = os.environ.get("LONGLEAF_OUTSIDE", "1") == "1"
OUTSIDE_PORTS = frozenset(map(int, os.environ.get("LONGLEAF_OUTSIDE_PORTS", "443").split()))

INSTALLED_APPS = [
    "longleaf.records",
    "longleaf.web",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",  # so that its widgets' templates are found beside ours
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.idp.oidc",
    "csp",
    "django_htmx",
    "ninja",
    "procrastinate.contrib.django",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "longleaf.web.access.AccessMiddleware",
    "longleaf.web.logs.RequestLogMiddleware",
]

ROOT_URLCONF = "longleaf.config.urls"
WSGI_APPLICATION = "longleaf.config.wsgi.application"
FORM_RENDERER = "longleaf.web.forms.UswdsRenderer"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "web" / "templates"],
        "OPTIONS": {
            # Ours first, with their words marked: pages say what the common language adopted.
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "longleaf.web.spoken.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "longleaf.web.context.page",
            ],
            "builtins": ["longleaf.web.templatetags.longleaf", "longleaf.web.templatetags.spoken"],
        },
    },
]


_PLACES = {"host", "port", "user"}


def database(url: str) -> dict[str, Any]:
    """Django's form of a PostgreSQL address such as postgresql://user@/name?host=/folder.

    What else the address asks for, such as sslmode, is passed on: dropping it would be silent.
    """
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query))
    options = {name: value for name, value in query.items() if name not in _PLACES}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/") or "longleaf",
        "USER": unquote(parts.username or "") or query.get("user", ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.get("host", parts.hostname or ""),
        "PORT": parts.port or query.get("port", ""),
        "OPTIONS": options,
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
    }


DATABASES = {
    "default": database(os.environ.get("DATABASE_URL") or postgres.address(VAR / "postgres"))
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        # Codes of wallets on their way lie here: at Django's 300 entries some would be thrown out.
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    },
}

AUTH_USER_MODEL = "records.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
AUTH_PASSWORD_VALIDATORS[1]["OPTIONS"] = {"min_length": 12}  # type: ignore[assignment]  # mixed values
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "today"
ACCOUNT_ADAPTER = "longleaf.web.accounts.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_DISPLAY = "longleaf.web.accounts.display_name"
ACCOUNT_EMAIL_VERIFICATION = "none"  # an account begins with an invitation to that address
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_CHANGE_EMAIL = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_NOTIFICATIONS = True  # a mail when a password or second factor changes
ACCOUNT_EMAIL_SUBJECT_PREFIX = "Longleaf: "
ACCOUNT_SESSION_REMEMBER = None
MFA_ADAPTER = "longleaf.web.accounts.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Longleaf"
MFA_TOTP_TOLERANCE = 1  # steps of 30 s before and after, for slow hands and clocks (RFC 6238 §5.2)

# Wallets: an OAuth 2 server for the Open Badges 3.0 API alone. It signs no tokens, so it has no
# key; longleaf/web/account/wallet_adapter.py says who may register.
IDP_OIDC_ADAPTER = "longleaf.web.account.wallet_adapter.WalletAdapter"
IDP_OIDC_DCR_ENABLED = True
IDP_OIDC_DCR_REQUIRES_INITIAL_ACCESS_TOKEN = False  # the standard forbids asking for one
IDP_OIDC_AUTH_METHODS = ["client_secret_basic", "none"]
IDP_OIDC_AUTHORIZATION_CODE_EXPIRES_IN = 600  # seconds, as the standard recommends
IDP_OIDC_ACCESS_TOKEN_EXPIRES_IN = 3600
IDP_OIDC_REFRESH_TOKEN_EXPIRES_IN = 180 * 86_400  # counted anew at each exchange
# Limits by address hold for whoever asks the outermost of so many proxies of our own: each adds
# the address that asked it to X-Forwarded-For, and what stands before those anybody can write.
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("LONGLEAF_TRUSTED_PROXIES", "0"))
IDP_OIDC_RATE_LIMITS = {"client_registration": "10/m/ip,100/d/ip"}

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE else None
SECURE_SSL_REDIRECT = False  # the proxy's task; see docs/how-to/operate.md
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "media-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

# Every module of jobs/ declares tasks; a worker must have imported all of them.
PROCRASTINATE_IMPORT_PATHS = [
    f"longleaf.jobs.{module.stem}" for module in sorted((PACKAGE / "jobs").glob("[!_]*.py"))
]

LANGUAGE_CODE = "en-us"
USE_TZ = True
TIME_ZONE = "UTC"
STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
_HASHED = "whitenoise.storage.CompressedManifestStaticFilesStorage"
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.InMemoryStorage"
    },  # files go through gateways
    "staticfiles": {
        "BACKEND": os.environ.get("LONGLEAF_STATICFILES", _HASHED),
    },
}
# The first start is shorter for it: half as many files, and only those that compress and matter.
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ("png", "jpg", "gif", "webp", "ico", "woff", "woff2", "map")
# A file beyond this is streamed to disk by Django's own handler, never held in memory.
FILE_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 5_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000

EMAIL_BACKEND = os.environ.get(
    "LONGLEAF_EMAIL_BACKEND", "django.core.mail.backends.filebased.EmailBackend"
)
EMAIL_FILE_PATH = VAR / "mail"
EMAIL_HOST = os.environ.get("LONGLEAF_SMTP_HOST", "localhost")
EMAIL_PORT = int(os.environ.get("LONGLEAF_SMTP_PORT", "25"))
EMAIL_HOST_USER = os.environ.get("LONGLEAF_SMTP_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("LONGLEAF_SMTP_PASSWORD", "")
EMAIL_USE_TLS = os.environ.get("LONGLEAF_SMTP_TLS") == "1"
DEFAULT_FROM_EMAIL = os.environ.get("LONGLEAF_MAIL_FROM", f"Longleaf <no-reply@{HOST}>")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "longleaf.web.logs.LineFormatter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        "django.server": {"handlers": ["console"], "propagate": False},
        "procrastinate.blueprints": {"level": "WARNING"},  # speaks at every start of a command
    },
}
SILENCED_SYSTEM_CHECKS: list[str] = []
