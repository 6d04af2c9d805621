"""Every page on which something of a job is shown, as its owner and as an admin."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence

from asgiref.sync import async_to_sync
from django.core.management import call_command
from django.http import HttpResponseBase
from django.test import Client

from accounts.models import User
from generations.models import Generation, Picture
from tests.web.stored_pictures import PLAIN

HTMX = {"HX-Request": "true"}
OWN = ("/", "/lists/", "/?q=mutation", "/gallery/", "/prompts/", "/keys/")
ONCE = ("/prompts/recall/", "/trash/", "/collections/", "/profile/", "/gallery/count/?q=cost:>0")
TEAM = (
    *("/", "/?q=mutation", "/prompts/", "/team/", "/team/usage/", "/team/usage/jobs.csv"),
    *("/team/usage/days.csv", "/team/usage/causes.csv", "/team/usage/people.csv"),
    *("/team/storage/", "/team/storage.csv", "/team/limits/", "/team/providers/"),
    *("/admin/", "/admin/generations/generation/", "/admin/generations/generation/?o=-1"),
    *("/admin/generations/picture/", "/admin/generations/attempt/", "/admin/generations/daytally/"),
    *("/admin/accounts/providerkey/", "/admin/generations/event/"),
)
Page = tuple[str, int, str]  # address, status, what it shows


def of_person(person: User, jobs: Sequence[Generation]) -> Iterator[Page]:
    """The owner's pages: lists, each job, each picture, keys, a ZIP of all."""
    client = _browser(person)
    for url in OWN:
        yield _page(client, url)
    for key in person.provider_keys.all()[:1]:
        yield _page(client, f"/keys/{key.pk}/uses/")
        yield _page(client, f"/keys/{key.pk}/uses.csv")
    pictures = list(Picture.objects.filter(generation__in=jobs))
    for picture in pictures:
        yield _page(client, f"/pictures/{picture.uid}/")
    for job in jobs:
        yield _page(client, f"/jobs/{job.uid}/")
        yield f"show {job.pk}", 200, shown(job)
    if pictures:
        yield _page(client, f"/pictures/{pictures[0].uid}/thumb/small")
        yield _zip(client, pictures)


def of_team(admin: User, jobs: Sequence[Generation]) -> Iterator[Page]:
    """The admins' pages: usage, tables, each job in the administration."""
    client = _browser(admin)
    for url in (*ONCE, *TEAM):
        yield _page(client, url)
    for job in jobs:
        yield _page(client, f"/admin/generations/generation/{job.pk}/change/")


def shown(job: Generation) -> str:
    """What `manage.py show` prints."""
    out = io.StringIO()
    call_command("show", str(job.uid), stdout=out)
    return out.getvalue()


def _browser(person: User) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


def _page(client: Client, url: str) -> Page:
    answer = client.get(url)
    return url, answer.status_code, _body(answer).decode("utf-8", "replace")


def _body(answer: HttpResponseBase) -> bytes:
    if not answer.streaming:
        return bytes(answer.content)  # type: ignore[attr-defined]
    content = answer.streaming_content  # type: ignore[attr-defined]
    if not answer.is_async:  # type: ignore[attr-defined]
        return b"".join(content)

    async def read() -> bytes:
        return b"".join([piece async for piece in content])

    return async_to_sync(read)()


def _zip(client: Client, pictures: Sequence[Picture]) -> Page:
    uids = " ".join(str(picture.uid) for picture in pictures)
    answer = client.post("/bulk/", PLAIN | {"uids": uids}, headers=HTMX)
    url = answer.headers.get("HX-Redirect", "")
    if not url:
        return "zip", answer.status_code, "no archive"
    fetched = client.get(url)
    archive = zipfile.ZipFile(io.BytesIO(_body(fetched)))
    words = [name for name in archive.namelist() if name.endswith((".csv", ".json", ".txt"))]
    told = [*archive.namelist(), *(archive.read(name).decode() for name in words)]
    return "zip", fetched.status_code, "\n".join(told)
