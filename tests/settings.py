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
