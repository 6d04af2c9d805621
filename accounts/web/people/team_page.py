"""The team page: who is here, who was invited, and what an admin decides for everybody."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.validators import DomainNameValidator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.models import Invitation, Role, TeamSetting, User
from accounts.network import site_address
from accounts.people import invitations
from accounts.web.people import team_tables
from accounts.web.rate_limits import limited
from accounts.web.signed_in_person import admins_only, person
from generations import queue

TERMS = [(1, "1 day"), (7, "1 week"), (30, "30 days")]
OLD_SHOWN = 20  # accepted, revoked and expired ones


class InviteForm(forms.Form):
    emails = forms.CharField(
        error_messages={"required": "Write or paste at least one address."}, max_length=1_000_000
    )
    role = forms.ChoiceField(choices=Role.choices, initial=Role.MEMBER)
    days = forms.TypedChoiceField(choices=TERMS, coerce=int, initial=7)


class RulesForm(forms.ModelForm):
    class Meta:
        model = TeamSetting
        fields = ["require_second_factor", "signup_domain"]

    def clean_signup_domain(self) -> str:
        domain: str = self.cleaned_data["signup_domain"].strip().lower().lstrip("@")
        if domain:
            DomainNameValidator(message="Write a domain, for example studio.example.")(domain)
        return domain


@admins_only
@require_GET
def team(request: HttpRequest) -> HttpResponse:
    return _page(request)


@admins_only
@require_POST
@limited("invite", "60/h/user")
def invite(request: HttpRequest) -> HttpResponse:
    """Invites whoever can be invited of a pasted list, and says what was not."""
    form = InviteForm(request.POST)
    if not form.is_valid():
        return _page(request, invite_form=form, status=422)
    pasted = invitations.read(form.cleaned_data["emails"])
    problem = _problem(pasted)
    if problem:
        form.add_error("emails", problem)
        return _page(request, invite_form=form, status=422)
    wanted = {"role": form.cleaned_data["role"], "days": form.cleaned_data["days"]}
    made = invitations.invite(pasted.emails, by=person(request), **wanted)
    for invitation in made:
        _send(invitation)
    _say_what_happened(request, pasted, len(made))
    return redirect("team")


@admins_only
@require_POST
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """The link stops working at once."""
    invitation = get_object_or_404(Invitation, pk=pk)
    if invitations.revoke(invitation):
        messages.success(request, f"Invitation of {invitation.email} revoked")
    else:
        messages.error(request, f"The invitation of {invitation.email} had ended already")
    return _at(invitation)


@admins_only
@require_POST
@limited("invite", "60/h/user")
def renew(request: HttpRequest, pk: int) -> HttpResponse:
    """A new link for a week; the old one is worthless."""
    invitation = get_object_or_404(Invitation, pk=pk)
    if User.objects.filter(email__iexact=invitation.email).exists():
        messages.error(request, f"{invitation.email} has an account already")
    elif invitations.renew(invitation, days=7):
        _send(invitation)
        done = "sent again" if settings.MAIL_IS_ON else "has a new link"
        messages.success(request, f"Invitation of {invitation.email} {done}")
    else:
        messages.error(request, f"{invitation.email} came in already")
    return _at(invitation)


def _at(invitation: Invitation) -> HttpResponse:
    """The focus stays with the invitation, whose button is gone."""
    return redirect(f"{reverse('team')}#invitation-{invitation.pk}")


@admins_only
@require_http_methods(["GET", "POST"])
def rules(request: HttpRequest) -> HttpResponse:
    """What holds for everybody: second factor, open sign-up."""
    if request.method == "GET":
        return redirect("team")
    form = RulesForm(request.POST, instance=TeamSetting.now())
    if not form.is_valid():
        return _page(request, rules_form=form, status=422)
    form.save()
    messages.success(request, "Rules saved")
    return redirect("team")


def _page(
    request: HttpRequest,
    *,
    invite_form: InviteForm | None = None,
    rules_form: RulesForm | None = None,
    status: int = 200,
) -> HttpResponse:
    people = list(User.objects.order_by("-is_active", "name", "email"))
    context: dict[str, Any] = {
        "members": team_tables.members(each for each in people if each.asked_to_join_at is None),
        "asking": [each for each in people if each.asked_to_join_at],
        "roles": Role.choices,
        "invitations": _invitations(site_address.for_admin(request)),
        "link_hint": site_address.hint(),
        "invite_form": invite_form or InviteForm(),
        "rules_form": rules_form or RulesForm(instance=TeamSetting.now()),
        "mail_is_on": settings.MAIL_IS_ON,
        "is_alone": len(people) == 1,
    }
    return render(request, "accounts/people/team.html", context, status=status)


def _invitations(base: str) -> list[dict[str, Any]]:
    """base: the address that links begin with."""
    rows = Invitation.objects.select_related("invited_by", "accepted_by").order_by("-pk")
    open_ones = list(rows.open()[: invitations.MOST_AT_ONCE])
    shown = {row.pk for row in open_ones}
    old = [row for row in rows[: OLD_SHOWN + len(shown)] if row.pk not in shown][:OLD_SHOWN]
    return [
        {"row": row, "link": base + invitations.path(row) if row.state == "pending" else ""}
        for row in open_ones + old
    ]


def _problem(pasted: invitations.Pasted) -> str:
    if pasted.is_too_long:
        most = invitations.MOST_AT_ONCE
        return f"These are {pasted.count:,} addresses. At most {most} at once; nobody was invited."
    if pasted.wrong:
        named = ", ".join(pasted.wrong[:5]) + (" …" if len(pasted.wrong) > 5 else "")
        return f"Not an address: {named}. Nobody was invited yet."
    if not pasted.count:
        return "There is no address in it."
    if not pasted.emails:
        return "Everybody in it is a member or has an open invitation."
    return ""


def _send(invitation: Invitation) -> None:
    if settings.MAIL_IS_ON:
        queue.send_invitation(invitation.pk)


def _say_what_happened(request: HttpRequest, pasted: invitations.Pasted, count: int) -> None:
    who = pasted.emails[0] if count == 1 else f"{count} people"
    how = "A letter is on its way" if settings.MAIL_IS_ON else "Copy the link below and pass it on"
    messages.success(request, f"{who} invited. {how}.")
    left = len(pasted.known) + len(pasted.invited)
    if left:
        messages.info(request, f"Left out: {left} who are members or invited already.")
