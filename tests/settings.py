"""The product's settings in a folder of their own, with cheap passwords."""

import os
import tempfile

os.environ.setdefault("IMAGEHUB_DATA_DIR", tempfile.mkdtemp(prefix="imagehub-tests-"))

from imagehub.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

# A file, not memory: drains write from their own threads, as in life.
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):  # noqa: F405
    DATABASES["default"]["TEST"] = {"NAME": str(DATA_DIR / "test.sqlite3")}  # noqa: F405
elif "IMAGEHUB_TEST_DATABASE" in os.environ:
    DATABASES["default"]["TEST"] = {"NAME": os.environ["IMAGEHUB_TEST_DATABASE"]}  # noqa: F405
INSTALLED_APPS += ["allauth.socialaccount.providers.openid_connect"]  # noqa: F405
LEASE_S = 2
POLL_FIRST_S = 0.05
POLL_MOST_S = 0.2
PAUSE_FIRST_S = 0.1
DRAIN_IDLE_S = 1
MIN_FREE = 0
