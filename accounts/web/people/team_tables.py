"""The team page's two tables as values: to be shown, and to be taken away as CSV."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from accounts.models import Invitation, User
from accounts.sign_in import second_factor
from accounts.templatetags.ui import usd
from accounts.web.signed_in_person import admins_only
from generations.models import Picture
from generations.services.insight import monthly_usage
from generations.services.insight.daily_counts import Sum
from generations.web.team.page_and_csv_tables import Column, Table, as_csv

_MEMBER = (
    *(Column(label=label) for label in ("Name", "E-mail", "Role", "Account", "Sign-in")),
    Column(label="Pictures", kind="count"),
    Column(label="Spent this month", kind="usd"),
    Column(label="Estimated", kind="usd"),
    Column(label="No price", kind="count"),
    *(Column(label=label, kind="moment") for label in ("Last seen", "Here since")),
)
_INVITATION = (
    *(Column(label=label) for label in ("E-mail", "Role", "State", "Invited by")),
    *(Column(label=label, kind="moment") for label in ("Invited", "Valid until", "Letter sent")),
    Column(label="Why no letter"),
    Column(label="Accepted", kind="moment"),
    Column(label="Accepted by"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A line of the team page."""

    person: User
    pictures: int
    has_factor: bool
    spent: Sum  # in this month

    @property
    def account(self) -> str:
        if self.person.asked_to_join_at:
            return "asked to join"
        return "open" if self.person.is_active else "closed"

    @property
    def spent_usd(self) -> Decimal | None:
        return self.spent.known_usd

    @property
    def notes(self) -> str:
        """What the amount leaves open, in words."""
        parts = []
        if self.spent.estimated_usd:
            whole = self.spent.estimated_usd == self.spent.cost_usd
            parts.append("estimated" if whole else f"{usd(self.spent.estimated_usd)} estimated")
        if self.spent.unpriced:
            parts.append(f"{self.spent.unpriced} without a price")
        return ", ".join(parts)


def members(people: Iterable[User]) -> list[Member]:
    """These people with what they made and spent. Four queries, however many they are."""
    everybody = list(people)
    pictures = Picture.objects.filter(trashed_at=None).order_by().values_list("owner")
    counts = dict(pictures.annotate(Count("pk")))
    owing = second_factor.without(each.pk for each in everybody)
    spent = monthly_usage.by_person(monthly_usage.this_month())
    return [
        Member(
            person=each,
            pictures=counts.get(each.pk, 0),
            has_factor=each.pk not in owing,
            spent=spent.get(each.pk, Sum()),
        )
        for each in everybody
    ]


@require_safe
@admins_only
def members_csv(request: HttpRequest) -> HttpResponseBase:
    """Everybody, closed accounts and those who ask to join too."""
    table = _members(members(User.objects.order_by("-is_active", "name", "email")))
    return as_csv(request, "imagehub-members", table.columns, table.rows)


@require_safe
@admins_only
def invitations_csv(request: HttpRequest) -> HttpResponseBase:
    """Every invitation there ever was, never its link."""
    rows = Invitation.objects.select_related("invited_by", "accepted_by").order_by("-pk")
    table = _invitations(rows)
    return as_csv(request, "imagehub-invitations", table.columns, table.rows)


def _members(lines: list[Member]) -> Table:
    rows = [
        (
            line.person.display_name,
            line.person.email,
            line.person.role,
            line.account,
            "second factor" if line.has_factor else "password",
            line.pictures,
            line.spent_usd,
            line.spent.estimated_usd,
            line.spent.unpriced,
            line.person.last_seen_at,
            line.person.date_joined,
        )
        for line in lines
    ]
    return Table(key="members", title="Members", columns=_MEMBER, rows=rows)


def _invitations(invitations: Iterable[Invitation]) -> Table:
    rows = [
        (
            each.email,
            each.role,
            each.state,
            each.invited_by.display_name if each.invited_by else "",
            each.created_at,
            each.expires_at,
            each.sent_at,
            each.send_error,
            each.accepted_at,
            each.accepted_by.display_name if each.accepted_by else "",
        )
        for each in invitations
    ]
    return Table(key="invitations", title="Invitations", columns=_INVITATION, rows=rows)
