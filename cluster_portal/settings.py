"""All settings, read from the environment and from `.env`; `.env.example` names each one."""

import datetime
from pathlib import Path
from urllib.parse import urlsplit

import environ
from csp.constants import NONE, SELF
from jinja2 import StrictUndefined

from cluster_portal.accounts.single_sign_on import read_providers
from cluster_portal.documents.signing.unit_services import read_services

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.FileAwareEnv()
env.read_env(BASE_DIR / ".env")

# --- Mode and secrets: outside DEBUG nothing secret has a default ---------------------------
DEBUG = env.bool("DEBUG", default=False)
DEMO = env.bool("DEMO", default=DEBUG)  # accounts with a password that everybody knows
SECRET_KEY = env.str("SECRET_KEY", default="only-for-debug") if DEBUG else env.str("SECRET_KEY")
LOCAL = ["127.0.0.1", "localhost"]
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=LOCAL) if DEBUG else env.list("ALLOWED_HOSTS")
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
PORTAL_ADDRESS = (
    env.str("PORTAL_ADDRESS", default="http://127.0.0.1:8000")
    if DEBUG
    else env.str("PORTAL_ADDRESS")
).rstrip("/")

# --- Applications: ground floor, domain, top floor -----------------------------------------
INSTALLED_APPS = [
    "cluster_portal.pages.administration.PortalAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
    "csp",
    "axes",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "django_filters",
    "django_tasks",
    "django_tasks_db",
    "django_tables2",
    "cluster_portal.database",
    "cluster_portal.accounts",
    "cluster_portal.audit",
    "cluster_portal.charts",
    "cluster_portal.documents",
    "cluster_portal.files",
    "cluster_portal.pages",
    "clusters",
    "emulation",
    "awards",
    "cluster_portal.public",
    "cluster_portal.search",
    "cluster_portal.workspace",
    "cluster_portal.dashboards",
    "cluster_portal.record",
    "cluster_portal.generated",
]
MIDDLEWARE = [
    "cluster_portal.pages.middleware.ProxyMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "cluster_portal.pages.middleware.HeadersMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "cluster_portal.pages.middleware.FormEncodingMiddleware",
    "cluster_portal.audit.middleware.OriginMiddleware",
    "cluster_portal.pages.middleware.PrivatePagesMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "cluster_portal.pages.middleware.RequestSizeMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "cluster_portal.accounts.sessions.LastSeenMiddleware",
    "cluster_portal.workspace.middleware.SecondFactorMiddleware",
    "cluster_portal.workspace.resend.ResendMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "cluster_portal.pages.middleware.QueryStringMiddleware",
    "cluster_portal.workspace.table_files.TableFilesMiddleware",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "cluster_portal.urls"
WSGI_APPLICATION = "cluster_portal.wsgi.application"
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
                "cluster_portal.public.context_processors.portal",
            ],
            "builtins": ["cluster_portal.pages.templatetags.portal"],
        },
    },
    {  # marks, rows and what else a page repeats, which this engine writes several times as fast
        "NAME": "dense",
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [BASE_DIR / "templates" / "dense"],
        "OPTIONS": {
            "environment": "cluster_portal.pages.dense.environment",
            "undefined": StrictUndefined,
            "trim_blocks": True,
            "lstrip_blocks": True,
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# --- Database: SQLite is embedded, PostgreSQL by DATABASE_URL ------------------------------
DATABASES = {"default": env.db("DATABASE_URL", default="sqlite:///var/portal.sqlite3")}
DATABASE = DATABASES["default"]
OPTIONS = DATABASE.setdefault("OPTIONS", {})
if DATABASE["ENGINE"] == "django.db.backends.sqlite3":
    if DATABASE["NAME"] != ":memory:":
        DATABASE["NAME"] = BASE_DIR / DATABASE["NAME"]
        DATABASE["NAME"].parent.mkdir(exist_ok=True)
    # Two writers wait for each other instead of failing with "database is locked".
    OPTIONS |= {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
else:
    DATABASE["CONN_MAX_AGE"] = 60
    DATABASE["CONN_HEALTH_CHECKS"] = True
    TIMEOUT = env.int("DATABASE_STATEMENT_TIMEOUT_MS", default=15_000)
    # Lines of common words are found in memory, without looking at each again.
    LIMITS = f"-c statement_timeout={TIMEOUT} -c lock_timeout=5000 -c work_mem=32MB"
    LIMITS += " -c idle_in_transaction_session_timeout=60000"
    # Pages ask for little: starting helpers or a compiler takes longer than the answer.
    OPTIONS |= {"options": f"{LIMITS} -c max_parallel_workers_per_gather=0 -c jit=off"}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Open data: under what terms others may use the public tables, in Vietnamese ---------------
GENERATED_DATA = "cluster_portal.record.generated.is_generated"  # asked by every page
DATA_LICENCE = env.str(
    "DATA_LICENCE",
    default=(
        "Cơ quan quản lý cổng chưa công bố điều kiện sử dụng lại. Khi trích dẫn, ghi nguồn và ngày"
        " lấy số liệu; muốn dùng lại vào việc khác, hỏi cơ quan quản lý."
    ),
)

# --- Names of private persons in the award register: full, initials or hidden -----------------
NAMES_FOR_PUBLIC = env.str("NAMES_FOR_PUBLIC", default="initials")
NAMES_FOR_STAFF = env.str("NAMES_FOR_STAFF", default="full")  # who works in the award's cluster
NAME_RULES = ("full", "initials", "hidden")
if not {NAMES_FOR_PUBLIC, NAMES_FOR_STAFF} <= set(NAME_RULES):
    raise environ.ImproperlyConfigured(
        f"NAMES_FOR_PUBLIC and NAMES_FOR_STAFF are one of {', '.join(NAME_RULES)}"
    )

# --- Accounts -------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
PORTAL_BACKEND = "clusters.backends.AppointmentBackend"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", PORTAL_BACKEND]
NEEDS_SECOND_FACTOR = "clusters.access.needs_second_factor"  # accounts know no roles
NEEDS_REASON = "clusters.access.is_correction"  # the administration knows no years
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "cluster_portal.accounts.passwords.LengthValidator"},
    {"NAME": "cluster_portal.accounts.passwords.RepetitionValidator"},
    {"NAME": "cluster_portal.accounts.passwords.ExpectedWordsValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
PASSWORD_RESET_TIMEOUT = 3600  # seconds that the link of the e-mail is good for
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "workspace:work"
LOGOUT_REDIRECT_URL = "public:front"
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])

ACCOUNT_ADAPTER = "cluster_portal.accounts.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]  # for allauth's checks: no sign-up
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # whoever makes an account answers for its address
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = "[Cổng thi đua] "
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"
ACCOUNT_AUTHENTICATED_LOGIN_REDIRECTS = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600  # seconds after which a factor is asked for again
ACCOUNT_RATE_LIMITS = {
    # By address only, or anybody could lock anybody out; reset_password also by mailbox.
    "login": "30/m/ip",
    "login_failed": "60/10m/ip",
    "reset_password": "20/10m/ip,5/10m/key",
}
ACCOUNT_FORMS = {
    "login": "cluster_portal.accounts.forms.SignInForm",
    "reauthenticate": "cluster_portal.accounts.forms.ReauthenticateForm",
    "change_password": "cluster_portal.accounts.forms.ChangePasswordForm",
    "reset_password": "cluster_portal.accounts.forms.ResetPasswordForm",
    "reset_password_from_key": "cluster_portal.accounts.forms.ResetPasswordKeyForm",
}
MFA_ADAPTER = "cluster_portal.accounts.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_RATE_LIMITS = {"webauthn_login": "30/m/ip"}
MFA_ALLOW_UNVERIFIED_EMAIL = True  # allauth's own table of addresses is not used
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_PERIOD = 30  # seconds
MFA_TOTP_TOLERANCE = 1  # steps before and after the present one: people type, clocks differ
MFA_FORMS = {
    "authenticate": "cluster_portal.accounts.second_factor_forms.AuthenticateForm",
    "reauthenticate": "cluster_portal.accounts.second_factor_forms.ReauthenticateForm",
    "activate_totp": "cluster_portal.accounts.second_factor_forms.ActivateTOTPForm",
    "add_webauthn": "cluster_portal.accounts.second_factor_forms.AddPasskeyForm",
    "authenticate_webauthn": "cluster_portal.accounts.second_factor_forms.AuthenticatePasskeyForm",
    "login_webauthn": "cluster_portal.accounts.second_factor_forms.SignInPasskeyForm",
    "reauthenticate_webauthn": (
        "cluster_portal.accounts.second_factor_forms.ReauthenticatePasskeyForm"
    ),
}
SOCIALACCOUNT_ADAPTER = "cluster_portal.accounts.single_sign_on_adapter.SingleSignOnAdapter"
SOCIALACCOUNT_PROVIDERS = read_providers(env.json("SINGLE_SIGN_ON", default=[]))
# A link, not a form: form-action of the Content-Security-Policy stops forms that lead elsewhere.
SOCIALACCOUNT_LOGIN_ON_GET = True
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = datetime.timedelta(minutes=15)
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_ENABLE_ACCESS_FAILURE_LOG = True
AXES_DISABLE_ACCESS_LOG = True  # the audit knows who came in
AXES_ENABLE_ADMIN = False
AXES_CLIENT_IP_CALLABLE = "cluster_portal.accounts.lockout.client_address"
AXES_LOCKOUT_CALLABLE = "cluster_portal.accounts.lockout.locked_response"
AXES_SENSITIVE_PARAMETERS = [
    *("username", "ip_address", "login", "password", "code", "credential", "csrfmiddlewaretoken")
]

# --- E-mail ---------------------------------------------------------------------------------
# A portal for trying out writes its letters to the log.
vars().update(
    env.email_url("EMAIL_URL", **({"default": "consolemail://"} if DEBUG or DEMO else {}))
)
EMAIL_TIMEOUT = 10  # seconds
DEFAULT_FROM_EMAIL = env.str(
    "DEFAULT_FROM_EMAIL", default=f"no-reply@{urlsplit(PORTAL_ADDRESS).hostname}"
)

# --- Language and time ----------------------------------------------------------------------
LANGUAGE_CODE = "vi"
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_I18N = True  # Django's own form and admin texts in Vietnamese
USE_THOUSAND_SEPARATOR = False  # numbers are formatted by cluster_portal.vietnamese
USE_TZ = True

# --- Files ----------------------------------------------------------------------------------
PRIVATE_ROOT = BASE_DIR / env.str("PRIVATE_ROOT", default="var/private")
X_ACCEL = env.bool("X_ACCEL", default=False)  # nginx sends private files (deploy/nginx.conf)
STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / env.str("STATIC_ROOT", default="var/static")
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_ALLOW_ALL_ORIGINS = False
STORAGES = {
    "private": {
        "BACKEND": "cluster_portal.files.storage.PrivateStorage",
        "OPTIONS": {"location": PRIVATE_ROOT},
    },
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "cluster_portal.pages.static_files.StaticFilesStorage"
    },
}

# --- Security -------------------------------------------------------------------------------
HTTPS = env.bool("HTTPS", default=not DEBUG)
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
# __Host-: no other host of the domain can set them (RFC 6265bis, section 4.1.3.2).
COOKIE_PREFIX = "__Host-" if HTTPS else ""
SESSION_COOKIE_NAME = f"{COOKIE_PREFIX}sessionid"
CSRF_COOKIE_NAME = f"{COOKIE_PREFIX}csrftoken"
SESSION_COOKIE_AGE = 12 * 3600  # seconds from signing in, however often it is used
CSRF_FAILURE_VIEW = "cluster_portal.workspace.resend.csrf_failure"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
BEHIND_PROXY = env.bool("BEHIND_PROXY", default=False)
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURITY_CONTACT = env.str("SECURITY_CONTACT", default="")
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "img-src": [SELF, "data:"],  # Bootstrap draws its form arrows from data addresses
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "frame-src": [NONE],
        "object-src": [NONE],
        **({"upgrade-insecure-requests": True} if HTTPS else {}),
    }
}
# Limits of one request; what goes over them is answered with 413 or 400 (decision 14).
MAX_REQUEST_BYTES = env.int("MAX_REQUEST_BYTES", default=25 * 1024 * 1024)
# A working form with a file that is too large, so that it can be told beside the field.
MAX_FORM_BYTES = env.int("MAX_FORM_BYTES", default=110 * 1024 * 1024)
# A PDF that is made while somebody waits, its turn included; later the page says to come again.
PDF_SECONDS = env.int("PDF_SECONDS", default=20)
# Computing that reading one signed file may take; two seconds for nine signatures, seven for 34.
READING_SECONDS = env.int("READING_SECONDS", default=20)
# A file that anybody may have examined (decision 22); it is read, never kept.
MAX_VERIFIED_BYTES = 60 * 1024 * 1024

# Work that takes seconds: a worker takes it from the database (`manage.py db_worker`).
TASKS = {
    "default": {
        "BACKEND": env("TASKS_BACKEND", default="django_tasks_db.DatabaseBackend"),
        "QUEUES": ["default"],
    }
}
# Certificate authorities whose signatures count: see docs/operations.md.
SIGNATURE_TRUST = env("SIGNATURE_TRUST", default=str(BASE_DIR / "var" / "trust"))
# The token with the portal's own key, by its PKCS#11 library; empty: documents get no seal.
PORTAL_SEAL_LIBRARY = env("PORTAL_SEAL_LIBRARY", default="")
PORTAL_SEAL_TOKEN = env("PORTAL_SEAL_TOKEN", default="")
PORTAL_SEAL_KEY = env("PORTAL_SEAL_KEY", default="")
PORTAL_SEAL_PIN = env("PORTAL_SEAL_PIN", default="")
# Tokens and services with which units sign on the portal itself, by the unit's slug.
SIGNING_SERVICES = read_services(env.json("SIGNING_SERVICES", default={}))
# A timestamp authority (RFC 3161): with one, seals carry long-term data.
TIMESTAMP_ADDRESS = env("TIMESTAMP_ADDRESS", default="")
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024  # bytes, uploaded files apart
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000  # a conference with 200 delegates sends half of that
DATA_UPLOAD_MAX_NUMBER_FILES = 10
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
# How often one account, or one address without an account, may ask (decision 14).
RATELIMIT_ENABLE = env.bool("RATE_LIMITS", default=True)  # off for measuring and scanning alone
RATELIMIT_USE_CACHE = "default"
RATELIMIT_IPV6_MASK = 64  # what one household or office is given
RATE_LIMITS = {
    "search": "60/m",
    "spreadsheet": "20/m",
    "data": "60/m",  # JSON, a large table in several pages
    "pdf": "30/m",
    "export": "20/m",
    "lookup": "60/m",  # by code, from the QR codes of documents
    "verification": "30/m",
    "progress": "240/m",  # pages that wait ask every few seconds
    "archive": "10/m",
    "invitation": "30/m",
    "invite": "30/h",  # each sends a letter
    "upload": "60/h",
    "large": "20/h",  # forms over MAX_REQUEST_BYTES
    "substitution": "20/h",  # its answer tells whether an e-mail has an account
}

# --- Audit ----------------------------------------------------------------------------------
AUDIT_ADDRESS_MONTHS = env.int("AUDIT_ADDRESS_MONTHS", default=12)

# --- Cache, logs ----------------------------------------------------------------------------
CACHES = {
    # Counts of the rate limits, allauth's too: room for so many that other requests push none out.
    # Shared by all processes when CACHE_URL names a server or table.
    "default": env.cache("CACHE_URL", default="locmemcache://limits?max_entries=50000"),
    # Printed documents: large, so few of them, in each process.
    "documents": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "documents",
        "OPTIONS": {"MAX_ENTRIES": 64},
    },
}
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
    "loggers": {
        "fontTools": {"level": "WARNING"},
        "weasyprint": {"level": "ERROR"},
        "axes": {"level": "WARNING"},
        # A file that is refused would be a traceback each; whoever brought it is told anyway.
        "pyhanko": {"level": "CRITICAL"},
        "pyhanko_certvalidator": {"level": "CRITICAL"},
    },
}
DJANGO_TABLES2_TEMPLATE = "components/table.html"
