#!/usr/bin/env bash
# Package: django-q2 1.11.1 (newest) with Django 5.2.19, its ORM broker on SQLite.
# Expected: `ack_failures` says whether a task that failed is acknowledged (gone) or handed out again. It is the
#   cluster that acknowledges, so the cluster's setting should count, like its `timeout` and `retry`.
# Happens: it is read where the task is put into the queue and travels with it; the cluster's own is not looked at.
# Seen: in 11 seconds with retry 3: on in the cluster alone: 4 runs; on in the sending process alone: 1 run.
# Hurt: who gives web and worker different settings (environment, two projects on one queue) and switches it on for
#   the worker, to stop a paid task from running again: it runs again, for ever.
# ImageHub gives both processes the same settings, and pays only by a claimed row of its own, never by a task.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check django-q2==1.11.1 Django==5.2.19
cd "$work"
cat >run.py <<'PY'
import sys

import django
from django.conf import settings
from django.core.management import call_command

act, acknowledges = sys.argv[1], sys.argv[2] == "on"
options = {"timeout": 20, "transaction_mode": "IMMEDIATE"}
settings.configure(
    SECRET_KEY="none",
    INSTALLED_APPS=["django.contrib.contenttypes", "django_q"],
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": "queue.db", "OPTIONS": options}},
    Q_CLUSTER={"orm": "default", "workers": 2, "timeout": 2, "retry": 3, "ack_failures": acknowledges},
)
django.setup()
if act == "send":
    from django_q.tasks import async_task

    call_command("migrate", verbosity=0)
    async_task("work.fails")
else:
    call_command("qcluster", verbosity=0)
PY
cat >work.py <<'PY'
def fails():
    with open("runs", "a") as runs:
        runs.write("run\n")
    raise ValueError("as meant")
PY
runs_with() { # of the sender, of the cluster
  rm -f queue.db* runs
  "$work/venv/bin/python" run.py send "$1" >log 2>&1
  "$work/venv/bin/python" run.py cluster "$2" >>log 2>&1 &
  sleep 15
  kill -INT $!
  wait $! || true
  wc -l <runs
}
cluster_alone=$(runs_with off on)
sender_alone=$(runs_with on off)
echo "runs: on in the cluster alone: $cluster_alone; on in the sending process alone: $sender_alone"
[ "$cluster_alone" -ge 2 ] && [ "$sender_alone" -eq 1 ]
