"""A notice as a letter. The worker sends it, with a time-out, once."""

from __future__ import annotations

from django.conf import settings

from accounts.models import Notice
from accounts.network import site_address
from accounts.people import mail


def send(notice_id: int) -> bool:
    """Whether the letter went out. A mail server that hangs costs EMAIL_TIMEOUT, and no more."""
    notice = Notice.objects.select_related("person").filter(pk=notice_id).first()
    if notice is None or notice.person is None or not notice.person.is_active:
        return False
    link = f"{site_address.for_letters()}{settings.URL_PATH}{notice.url}"
    body = f"{notice.title}\n\n{notice.body}\n\n{link}\n"
    return not mail.send(to=notice.person.email, subject=notice.title, body=body)
