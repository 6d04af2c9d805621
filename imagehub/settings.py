"""Every setting, one file, in this order: place, reach, parts, data, people, pages, work, limits.

Values come from the environment or from a `.env` file beside manage.py. docs/settings.md lists
those that a person may set; a test compares the two.
"""

from __future__ import annotations

import environ
from django.templatetags.static import static

from imagehub.admin_theme import COLOURS
from imagehub.oidc_settings import company_app, providers
from imagehub.preflight import url_parsing
from imagehub.preflight.all_checks import refuse_settings
from imagehub.secrets import secret
from imagehub.supervisor.supervisor_settings import BASE_DIR, data_dir, read_environment

read_environment()
refuse_settings()  # in words, whichever program asks
env = environ.Env()
env.smart_cast = False

# --- place ---------------------------------------------------------------------------------------
DATA_DIR = data_dir()
PICTURE_DIR = DATA_DIR / "pictures"  # originals and thumbnails; never served by path
SPOOL_DIR = DATA_DIR / "spool"  # raw answers, mode 0600
RUN_DIR = DATA_DIR / "run"  # marks and beats of the running product
DEBUG = env.bool("IMAGEHUB_DEBUG", default=False)
SECRET_KEY = secret("SECRET_KEY", DATA_DIR)
ENCRYPTION_KEYS = secret("ENCRYPTION_KEYS", DATA_DIR).replace(",", " ").split()  # first one writes

# --- reach ---------------------------------------------------------------------------------------
HOST = env.str("IMAGEHUB_HOST", default="127.0.0.1")
PORT = env.int("PORT", default=8000)
_public = url_parsing.read(env.str("IMAGEHUB_URL")) if "IMAGEHUB_URL" in env else None
PUBLIC_URL = _public.url if _public else ""
PUBLIC_ORIGIN = _public.origin if _public else ""
URL_PATH = _public.path if _public else ""  # every address of ours begins with it
_secure = PUBLIC_URL.startswith("https://")
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]", *([_public.bracketed] if _public else [])]
if HOST not in ("127.0.0.1", "0.0.0.0", "::"):
    ALLOWED_HOSTS.append(f"[{HOST}]" if ":" in HOST and not HOST.startswith("[") else HOST)
if HOST in ("0.0.0.0", "::") and not PUBLIC_URL:
    ALLOWED_HOSTS = ["*"]
CSRF_TRUSTED_ORIGINS = [PUBLIC_ORIGIN] if PUBLIC_URL else []
PROXIES = env.str("IMAGEHUB_PROXIES", default="1" if _secure else "0")  # https: one stands in front
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _secure else None
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _secure
SECURE_HSTS_SECONDS = 31_536_000 if _secure else 0
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_PATH = CSRF_COOKIE_PATH = URL_PATH or "/"
SESSION_COOKIE_NAME = "imagehub_session"
CSRF_COOKIE_NAME = "imagehub_csrf"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 30  # seconds
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "blob:"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}

# --- parts ---------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "unfold",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    *company_app(env.str("IMAGEHUB_OIDC_ISSUER", default="")),
    "django_htmx",
    "django_q",
    "template_partials",
    "accounts",
    "generations",
]
MIDDLEWARE = [
    "imagehub.http.any_host.HealthForAnyHost",
    "django.middleware.security.SecurityMiddleware",
    "imagehub.http.csp.ContentSecurityPolicy",
    "imagehub.http.input_text.TypedText",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "accounts.web.presence_middleware.Presence",
]
ROOT_URLCONF = "imagehub.urls"
CSRF_FAILURE_VIEW = "accounts.web.error_pages.csrf_failure"
ASGI_APPLICATION = "imagehub.asgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- data ----------------------------------------------------------------------------------------
DATABASES = {
    "default": env.db_url(
        "DATABASE_URL", default=f"sqlite:///{(DATA_DIR / 'imagehub.sqlite3').as_posix()}"
    )
}
_database = DATABASES["default"]
if _database["ENGINE"] == "django.db.backends.sqlite3":
    _database["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",  # a deferred read-then-write fails at once when busy
        "timeout": 20,  # seconds
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA mmap_size=134217728;"
            "PRAGMA cache_size=-8000; PRAGMA journal_size_limit=67108864;"
        ),
    }
_database.setdefault("CONN_MAX_AGE", 600)
REDIS_URL = env.str("REDIS_URL", default="")

# --- people --------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "workspace"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_ADAPTER = "accounts.web.sign_in.allauth_adapter.AccountAdapter"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # a stranger's address gets no letter
ACCOUNT_EMAIL_SUBJECT_PREFIX = "ImageHub: "
ACCOUNT_CHANGE_EMAIL = True  # one address; the old one stays until the new one is confirmed
ACCOUNT_EMAIL_NOTIFICATIONS = True  # a letter when the password or a second factor changes
MFA_ADAPTER = "accounts.sign_in.second_factor.Adapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True  # an admin vouched for the address by inviting it
MFA_FORMS = {
    "login_webauthn": "accounts.web.sign_in.passkey_forms.Login",
    "authenticate_webauthn": "accounts.web.sign_in.passkey_forms.Authenticate",
    "reauthenticate_webauthn": "accounts.web.sign_in.passkey_forms.Reauthenticate",
    "add_webauthn": "accounts.web.sign_in.passkey_forms.Add",
}
MFA_TOTP_ISSUER = "ImageHub"
MFA_TOTP_TOLERANCE = 1  # steps of 30 seconds
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not _secure  # http://localhost; browsers refuse any other
OIDC_ISSUER = env.str("IMAGEHUB_OIDC_ISSUER", default="").rstrip("/")
OIDC_GROUPS = env.dict("IMAGEHUB_OIDC_GROUPS", default={})  # group -> role
OIDC_GROUPS_CLAIM = env.str("IMAGEHUB_OIDC_GROUPS_CLAIM", default="groups")
OIDC_TRUST_EMAIL = env.bool("IMAGEHUB_OIDC_TRUST_EMAIL", default=False)
OIDC_NAME = env.str("IMAGEHUB_OIDC_NAME", default="company sign-in")
SOCIALACCOUNT_ADAPTER = "accounts.web.sign_in.company_accounts_and_roles.Adapter"
SOCIALACCOUNT_REQUESTS_TIMEOUT = 5  # seconds
SOCIALACCOUNT_PROVIDERS = providers(
    OIDC_ISSUER,
    OIDC_NAME,
    env.str("IMAGEHUB_OIDC_CLIENT_ID", default=""),
    env.str("IMAGEHUB_OIDC_CLIENT_SECRET", default=""),
)
EMAIL_CONFIG = env.email_url("EMAIL_URL", default="consolemail://")
vars().update(EMAIL_CONFIG)  # EMAIL_BACKEND, EMAIL_HOST and their like
if EMAIL_CONFIG["EMAIL_BACKEND"].endswith("smtp.EmailBackend"):
    EMAIL_BACKEND = "accounts.network.outgoing_clients.EmailBackend"
EMAIL_TIMEOUT = 10  # seconds
MAIL_IS_ON = not EMAIL_CONFIG["EMAIL_BACKEND"].endswith("console.EmailBackend")
DEFAULT_FROM_EMAIL = env.str(
    "IMAGEHUB_MAIL_FROM", default=f"imagehub@{_public.host if _public else 'localhost'}"
)
TEAM_NAME = env.str("IMAGEHUB_TEAM", default="Your team")

# --- pages ---------------------------------------------------------------------------------------
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
                "imagehub.http.page_context.shell",
            ],
            "builtins": ["accounts.templatetags.ui", "django.templatetags.static"],
        },
    }
]
STATIC_URL = f"{URL_PATH}/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = DATA_DIR / "static"
WHITENOISE_KEEP_ONLY_HASHED_FILES = True  # half the compressing; nothing asks for a plain name
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
LANGUAGE_CODE = "en-gb"
TIME_ZONE = env.str("TZ", default="UTC")
USE_TZ = True
USE_I18N = True

# --- work ----------------------------------------------------------------------------------------
CLUSTER_ID = env.str("IMAGEHUB_CLUSTER", default="")  # set by the supervisor
_week = 7 * 24 * 3600
Q_CLUSTER = {
    "name": "imagehub",
    "label": "Queue",
    "workers": 4,
    "timeout": _week,  # drains are resident and keep their own deadlines
    "retry": _week + 60,
    "max_attempts": 1,
    "ack_failures": True,
    "queue_limit": 4,
    "save_limit": -1,  # pruned by our nightly work
    "poll": 0.125,  # seconds
    "catch_up": False,
    "guard_cycle": 1,
    **({"redis": REDIS_URL} if REDIS_URL else {"orm": "default"}),
}

# --- limits --------------------------------------------------------------------------------------
IN_FLIGHT = env.int("IMAGEHUB_IN_FLIGHT", default=100)  # jobs per drain
LEASE_S = env.float("IMAGEHUB_LEASE", default=60)
CALL_LIMIT_S = env.float("IMAGEHUB_CALL_LIMIT", default=900)  # sending + generating
SILENCE_LIMIT_S = env.float("IMAGEHUB_SILENCE_LIMIT", default=600)  # without a byte
POLL_LIMIT_S = env.float("IMAGEHUB_POLL_LIMIT", default=1800)
POLL_FIRST_S = env.float("IMAGEHUB_POLL_FIRST", default=2)
POLL_MOST_S = env.float("IMAGEHUB_POLL_MOST", default=10)
QUEUE_LIMIT_S = env.float("IMAGEHUB_QUEUE_LIMIT", default=86_400)
SAVE_LIMIT_S = env.float("IMAGEHUB_SAVE_LIMIT", default=120)
DRAIN_IDLE_S = env.float("IMAGEHUB_DRAIN_IDLE", default=60)
STOP_GRACE_S = env.float("IMAGEHUB_STOP_GRACE", default=8)
PAUSE_FIRST_S = env.float("IMAGEHUB_PAUSE_FIRST", default=5)  # a key's pause without Retry-After
BEAT_S = env.float("IMAGEHUB_BEAT", default=10)
SILENT_AFTER_S = env.float("IMAGEHUB_SILENT_AFTER", default=45)  # a cluster is replaced then
MIN_FREE = env.int("IMAGEHUB_MIN_FREE", default=500 * 10**6)  # bytes; below it nothing is sent
HEALTH_FREE = 200 * 10**6  # bytes; below it /health answers 503
COUNTED_AT_ONCE = 500  # jobs of prompts, in the transaction of a change; more soon after it
MAX_PIXELS = env.int("IMAGEHUB_MAX_PIXELS", default=40_000_000)
TRASH_DAYS = env.int("IMAGEHUB_TRASH_DAYS", default=30)  # then it is emptied; 0: never
SWEEP_REMOVES = env.bool("IMAGEHUB_SWEEP_REMOVES", default=False)  # at night, not by hand only
PROXY = env.str("IMAGEHUB_PROXY", default="")  # outgoing; may hold a password: never shown
NO_PROXY = env.str("IMAGEHUB_NO_PROXY", default="").lower().replace(",", " ").split()
CA_FILE = env.str("IMAGEHUB_CA_FILE", default="")  # beside the usual authorities
PRIVATE_HOSTS = env.str("IMAGEHUB_PRIVATE_HOSTS", default="").lower().replace(",", " ").split()
PROVIDER_URLS = {
    slug: env.str(f"IMAGEHUB_{slug.upper()}_URL", default="").rstrip("/")
    for slug in ("fastrouter", "fastapi", "imagerouter", "openrouter")
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440  # bytes

# --- words in the log ----------------------------------------------------------------------------
LOG_LEVEL = env.str("IMAGEHUB_LOG_LEVEL", default="INFO").upper()
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "filters": {"without_trace": {"()": "imagehub.http.log_lines.WithoutTrace"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": LOG_LEVEL},
    "loggers": {
        "django.security.DisallowedHost": {"filters": ["without_trace"]},
        "httpx2": {"level": "WARNING"},
        "httpcore2": {"level": "WARNING"},
        "django-q": {"level": "WARNING"},
        "django_q": {"level": "WARNING"},
        "uvicorn.access": {"level": "WARNING"},
    },
}
UNFOLD = {
    "SITE_TITLE": "ImageHub",
    "SITE_HEADER": "ImageHub",
    "SITE_URL": f"{URL_PATH}/",
    "DASHBOARD_CALLBACK": "generations.queue_admin.dashboard",
    "SITE_ICON": lambda request: static("img/mark.svg"),
    "COLORS": COLOURS,
}
