#!/usr/bin/env python
"""Django's command line for ImageHub."""

import os
import sys

from django.core.management import execute_from_command_line

from imagehub.preflight import look, tell
from imagehub.supervisor.place import data_dir, read_environment


def doctor_without_django() -> None:
    """Where the settings are at fault Django cannot begin, and doctor says so all the same."""
    read_environment()
    if look.settings_faults(os.environ):
        for line in [*tell.settings(os.environ), *tell.data_folder(data_dir())]:
            print(line)
        sys.exit(1)


if __name__ == "__main__":
    if sys.argv[1:2] == ["doctor"]:
        doctor_without_django()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "imagehub.settings")
    execute_from_command_line(sys.argv)
