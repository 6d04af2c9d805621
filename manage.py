#!/usr/bin/env python
"""Django's command line for ImageHub."""

import os
import sys

from django.core.management import execute_from_command_line

from imagehub.preflight import all_checks, doctor_report
from imagehub.supervisor.supervisor_settings import data_dir, read_environment


def doctor_without_django() -> None:
    """Where the settings are at fault Django cannot begin, and doctor says so all the same."""
    read_environment()
    if all_checks.settings_faults(os.environ):
        for line in [*doctor_report.settings(os.environ), *doctor_report.data_folder(data_dir())]:
            print(line)
        sys.exit(1)


if __name__ == "__main__":
    if sys.argv[1:2] == ["doctor"]:
        doctor_without_django()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "imagehub.settings")
    execute_from_command_line(sys.argv)
