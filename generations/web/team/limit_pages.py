"""What each role, and a single person beyond it, may ask for."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import Limit, Role, User
from accounts.people import limits
from generations.web.page_access import Asking
from generations.web.team.admin_access import admins_only
from generations.web.team.page_and_csv_tables import Column, as_csv

_COLUMNS = (
    Column(label="Whom"),
    Column(label="Jobs at once", kind="count"),
    Column(label="Jobs a day", kind="count"),
    Column(label="Pictures in one go", kind="count"),
    Column(label="Highest quality"),
    Column(label="Longest side", kind="count"),
    Column(label="Allowed models"),
)
_EDGES = ((None, "Any"), (1024, "1024 px"), (1536, "1536 px"), (2048, "2048 px"), (4096, "4096 px"))


class LimitForm(forms.ModelForm):
    at_once = forms.IntegerField(
        label="jobs at once",
        min_value=1,
        max_value=1000,
        required=False,
        error_messages={"min_value": "At least 1. To stop somebody, make them a viewer."},
    )
    per_day = forms.IntegerField(
        label="jobs a day", min_value=0, max_value=1_000_000, required=False
    )
    most_n = forms.IntegerField(
        label="pictures in one go", min_value=1, max_value=500, required=False
    )
    most_edge = forms.TypedChoiceField(
        choices=[(edge or "", label) for edge, label in _EDGES],
        coerce=int,
        empty_value=None,
        required=False,
    )

    class Meta:
        model = Limit
        fields = ("at_once", "per_day", "most_n", "most_quality", "most_edge", "models_text")

    def clean_models_text(self) -> str:
        """Every line names a provider and a model."""
        text = self.cleaned_data["models_text"].replace("\r\n", "\n")
        wrong = [line for line in text.split("\n") if line.strip() and ":" not in line]
        if wrong:
            raise forms.ValidationError(f"“{wrong[0].strip()[:60]}” is not provider:model.")
        return text


@require_http_methods(["GET", "HEAD", "POST"])
@admins_only
def page(request: Asking) -> HttpResponse:
    """The roles' limits and the people's own; a POST keeps one of them."""
    if request.method != "POST":
        return _page(request)
    row = _asked(request.POST.get("of", ""))
    form = LimitForm(request.POST, instance=row, prefix=_prefix(row))
    if not form.is_valid():
        return _page(request, bad=form, status=422)
    form.save()
    messages.success(request, "Limits saved. They hold from the next request on.")
    return redirect("team_limits")


@require_POST
@admins_only
def remove(request: Asking, pk: int) -> HttpResponse:
    """A person follows their role again."""
    Limit.objects.filter(person_id=pk).delete()
    messages.success(request, "They follow their role again.")
    return redirect("team_limits")


@require_safe
@admins_only
def export(request: Asking) -> HttpResponseBase:
    """Every limit that is set, one line a role or person; an empty cell is no limit."""
    rows = [
        (
            _name(row),
            row.at_once,
            row.per_day,
            row.most_n,
            row.get_most_quality_display() if row.most_quality else None,
            row.most_edge,
            " ".join(row.models_text.split()),
        )
        for row in [*limits.role_rows(), *_own()]
    ]
    return as_csv(request, "imagehub-limits", _COLUMNS, rows)


def _own() -> QuerySet[Limit]:
    rows = Limit.objects.filter(person__isnull=False)
    return rows.select_related("person").order_by("person")


def _asked(of: str) -> Limit:
    """The row for "member", "admin" or "person:ID"."""
    if of in (Role.MEMBER, Role.ADMIN):
        return Limit.objects.filter(role=of).first() or Limit(role=of)
    person = of.removeprefix("person:")
    if not of.startswith("person:") or not person.isdecimal():
        raise Http404
    user = User.objects.filter(pk=int(person[:18])).first()
    if user is None:
        raise Http404
    return Limit.objects.filter(person=user).first() or Limit(person=user)


def _page(request: Asking, *, bad: LimitForm | None = None, status: int = 200) -> HttpResponse:
    own = _own()
    rows = [*limits.role_rows(), *own]
    forms_shown = [(_of(row), _name(row), row.person_id, _form(row, bad)) for row in rows]
    if bad is not None and _of(bad.instance) not in [of for of, *_ in forms_shown]:
        row = bad.instance
        forms_shown.append((_of(row), _name(row), None, bad))
    named = {row.person_id for row in own if row.person_id}
    wanted = request.GET.get("person", "")
    if wanted.isdecimal() and int(wanted[:18]) not in named:
        row = _asked(f"person:{wanted}")
        forms_shown.append(
            (_of(row), _name(row), None, LimitForm(instance=row, prefix=_prefix(row)))
        )
    spenders = User.objects.filter(is_active=True).exclude(role=Role.VIEWER).exclude(pk__in=named)
    context = {"forms": forms_shown, "people": spenders.order_by("name", "email")}
    return render(request, "generations/team/limits.html", context, status=status)


def _form(row: Limit, bad: LimitForm | None) -> LimitForm:
    if bad is not None and _of(bad.instance) == _of(row):
        return bad
    return LimitForm(instance=row, prefix=_prefix(row))


def _of(row: Limit) -> str:
    return row.role or f"person:{row.person_id}"


def _prefix(row: Limit) -> str:
    return row.role or f"p{row.person_id}"


def _name(row: Limit) -> str:
    return f"{Role(row.role).label}s" if row.role else str(row.person)
