"""The letters that leave the house. Called in the worker only: a mail server may hang."""

from __future__ import annotations

import logging
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import timezone

from accounts.models import Invitation
from accounts.network import site_address
from accounts.people import invitations

log = logging.getLogger("imagehub.mail")
LONGEST_ERROR = 200


def send(*, to: str, subject: str, body: str) -> str:
    """Sends one letter. Returns what went wrong in words, or nothing."""
    letter = EmailMessage(f"{settings.ACCOUNT_EMAIL_SUBJECT_PREFIX}{subject}", body, to=[to])
    try:
        letter.send()
    except (OSError, SMTPException) as error:
        log.warning("a letter could not be sent: %s", error)
        return (str(error) or type(error).__name__)[:LONGEST_ERROR]
    return ""


def send_invitation(invitation_id: int) -> None:
    """Sends the newest link of an invitation, unless it was used or revoked meanwhile."""
    invitation = Invitation.objects.open().filter(pk=invitation_id).first()
    if invitation is None:
        return
    context = {
        "invitation": invitation,
        "link": site_address.for_letters() + invitations.path(invitation),
        "team_name": settings.TEAM_NAME,
    }
    body = render_to_string("accounts/people/email/invitation.txt", context)
    error = send(to=invitation.email, subject=f"Join {settings.TEAM_NAME}", body=body)
    sent_at = None if error else timezone.now()
    Invitation.objects.filter(pk=invitation_id).update(sent_at=sent_at, send_error=error)
