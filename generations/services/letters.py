"""A notice as a letter. The worker sends it, with a time-out, once."""

from __future__ import annotations

import logging
import smtplib

from django.conf import settings
from django.core.mail import EmailMessage, get_connection

from accounts.models import Notice

log = logging.getLogger("imagehub.mail")


def send(notice_id: int) -> bool:
    """Whether the letter went out. A mail server that hangs costs EMAIL_TIMEOUT, and no more."""
    notice = Notice.objects.select_related("person").filter(pk=notice_id).first()
    if notice is None or notice.person is None or not notice.person.is_active:
        return False
    text = f"{notice.title}\n\n{notice.body}\n\n{settings.SITE_URL}{notice.url}\n"
    letter = EmailMessage(
        subject=f"{settings.ACCOUNT_EMAIL_SUBJECT_PREFIX}{notice.title}",
        body=text,
        to=[notice.person.email],
        connection=get_connection(timeout=settings.EMAIL_TIMEOUT),
    )
    try:
        return bool(letter.send())
    except (OSError, smtplib.SMTPException) as error:
        log.warning("notice %s was not sent by mail: %s", notice_id, type(error).__name__)
        return False
