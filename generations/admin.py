"""Django's admin for jobs, pictures and the event log. Rows are read, not edited.

A private row shows owner, state, cost and code; its words and pictures read "private" and are
not searched (rules.md section 5).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html_join
from unfold.admin import ModelAdmin, TabularInline

from accounts.web.signed_in_person import person
from generations.models import Attempt, Beat, DayTally, Event, Generation, Opening, Picture
from generations.providers import catalog
from generations.providers.errors import RequestRefused
from generations.services.governance import admin_job_actions
from generations.services.insight import admin_job_search
from generations.services.jobs import outcome_messages
from generations.services.jobs.reread_answer import reread

MASK = "private"
MOST = 100  # rows of one action


class ReadOnly(ModelAdmin):
    """A table to look at."""

    list_per_page = 50

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


def one_of(field: str, values: Iterable[str]) -> type[admin.SimpleListFilter]:
    """A filter with known values: asking the table which there are reads every row of it."""
    known = [(value, value.replace("_", " ")) for value in values]

    class OneOf(admin.SimpleListFilter):
        title = parameter_name = field

        def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
            return known

        def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
            return queryset.filter(**{field: self.value()}) if self.value() else queryset

    return OneOf


class AttemptInline(TabularInline):
    model = Attempt
    extra = 0
    can_delete = False
    fields = readonly_fields = ("number", "sent_at", "answered_at", "http_status", "code")

    def has_add_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


@admin.register(Generation)
class GenerationAdmin(ReadOnly):
    list_display = (
        "uid",
        "requester",
        "status",
        "code",
        "provider",
        "model",
        "cost_usd",
        "cost_kind",
        "reference",
        "created_at",
    )
    list_filter = (
        "status",
        one_of("code", outcome_messages.TABLE),
        one_of("provider", catalog.PROVIDERS),
        "cost_kind",
        "visibility",
    )
    show_full_result_count = False
    search_fields = ("uid",)  # shows the field; what it finds is said below
    search_help_text = "Id, person, model, the router's reference or code. Never prompts."
    list_select_related = ("requester",)
    inlines = (AttemptInline,)
    actions = ("cancel_them", "retry_them", "retry_may_bill_twice", "read_again", "draw_again")
    fields = (
        ("uid", "batch"),
        "private_pictures",
        ("requester", "visibility"),
        ("provider", "model", "key_label", "key_last4"),
        "shown_prompt",
        "shown_options",
        ("status", "code", "http_status", "provider_code"),
        ("shown_message", "may_have_charged"),
        ("posts", "polls", "reference"),
        ("cost_usd", "cost_kind", "estimate_low", "estimate_high"),
        ("created_at", "sent_at", "generating_at", "answered_at", "finished_at"),
        ("lease_owner", "lease_until", "due_at"),
    )
    readonly_fields = ("private_pictures", "shown_prompt", "shown_options", "shown_message")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Generation], search_term: str
    ) -> tuple[QuerySet[Generation], bool]:
        return (admin_job_search.found(queryset, search_term) if search_term else queryset), False

    @admin.display(description="private pictures")
    def private_pictures(self, job: Generation) -> str:
        """A private picture is opened on a page of the product, for a reason."""
        if not job.is_private:
            return "none: the team sees them"
        uids = list(job.pictures.values_list("uid", flat=True))
        links = ((reverse("team_opening", args=[uid]),) for uid in uids)
        return format_html_join(", ", '<a href="{}">open one for a reason</a>', links) or "none"

    @admin.action(description="Cancel")
    def cancel_them(self, request: HttpRequest, jobs: QuerySet[Generation]) -> None:
        said = Counter(admin_job_actions.cancel(person(request), job) for job in _few(jobs))
        at_once, asked = said["cancelled"] + said["ended"], said["asked"]
        told = f"{at_once} cancelled, {asked} asked to stop (they may be billed),"
        self.message_user(request, f"{told} {said['too_late']} had ended.")

    @admin.action(description="Retry (same key, new job)")
    def retry_them(self, request: HttpRequest, jobs: QuerySet[Generation]) -> None:
        self._retry(request, jobs, may_bill_twice=False)

    @admin.action(description="Retry even where it may be billed twice")
    def retry_may_bill_twice(self, request: HttpRequest, jobs: QuerySet[Generation]) -> None:
        self._retry(request, jobs, may_bill_twice=True)

    def _retry(
        self, request: HttpRequest, jobs: QuerySet[Generation], *, may_bill_twice: bool
    ) -> None:
        _each(
            self,
            request,
            jobs,
            lambda job: admin_job_actions.retry(
                person(request), job, may_bill_twice=may_bill_twice
            ),
            "asked for again",
        )

    @admin.action(description="Read the spooled answer again (sends nothing)")
    def read_again(self, request: HttpRequest, jobs: QuerySet[Generation]) -> None:
        _each(
            self, request, jobs, lambda job: reread(job, actor=person(request)), "being read again"
        )

    @admin.action(description="Make the thumbnails again")
    def draw_again(self, request: HttpRequest, jobs: QuerySet[Generation]) -> None:
        count = sum(admin_job_actions.draw_again(job) for job in _few(jobs))
        self.message_user(request, f"{count} pictures are drawn again in a moment.")

    @admin.display(description="prompt")
    def shown_prompt(self, job: Generation) -> str:
        return MASK if job.is_private else job.prompt

    @admin.display(description="settings")
    def shown_options(self, job: Generation) -> str:
        return MASK if job.is_private else str(job.options)

    @admin.display(description="the router's words")
    def shown_message(self, job: Generation) -> str:
        return MASK if job.is_private else job.message


def _few(jobs: QuerySet[Generation]) -> list[Generation]:
    """At most a page: an action on a whole library is a slip of the hand."""
    return list(jobs.select_related("requester", "key")[:MOST])


def _each(
    page: ModelAdmin,
    request: HttpRequest,
    jobs: QuerySet[Generation],
    act: Callable[[Generation], object],
    done: str,
) -> None:
    """Acts on each job and says which could not, and why."""
    count = 0
    for job in _few(jobs):
        try:
            act(job)
            count += 1
        except RequestRefused as refusal:
            words = admin_job_actions.words_of(refusal)
            page.message_user(request, f"{str(job.uid)[:8]}: {words}", messages.WARNING)
    page.message_user(request, f"{count} {done}.")


@admin.register(Picture)
class PictureAdmin(ReadOnly):
    list_display = (
        "uid",
        "owner",
        "format",
        "width",
        "height",
        "bytes",
        "created_at",
        "trashed_at",
    )
    list_filter = (
        one_of("format", ("png", "jpeg", "webp", "gif", "svg")),
        one_of("visibility", ("team", "private")),
    )
    show_full_result_count = False
    search_fields = ("=uid", "owner__email")
    search_help_text = "Id or person."
    list_select_related = ("owner",)
    fields = (
        ("uid", "owner", "visibility"),
        ("format", "width", "height", "bytes"),
        "shown_revised",
        ("created_at", "thumbed_at", "trashed_at"),
    )
    readonly_fields = ("shown_revised",)

    @admin.display(description="revised prompt")
    def shown_revised(self, picture: Picture) -> str:
        return MASK if picture.visibility == "private" else picture.revised_prompt


@admin.register(Event)
class EventAdmin(ReadOnly):
    list_display = ("id", "at", "kind", "code", "generation_id", "actor")
    list_filter = ("kind", "code")
    list_select_related = ("actor",)
    fields = ("at", "kind", "code", "actor")


@admin.register(Beat)
class BeatAdmin(ReadOnly):
    list_display = ("name", "at")


@admin.register(Opening)
class OpeningAdmin(ReadOnly):
    """Who opened which private picture, and why."""

    list_display = ("at", "admin", "picture_owner", "reason")
    list_select_related = ("admin", "picture__owner")
    fields = ("at", "admin", "picture_owner", "reason")
    readonly_fields = ("picture_owner",)

    @admin.display(description="owner")
    def picture_owner(self, opening: Opening) -> str:
        return str(opening.picture.owner)


@admin.register(DayTally)
class DayTallyAdmin(ReadOnly):
    list_display = ("day", "kind", "name", "jobs", "troubled", "pictures", "cost_usd", "wasted")
    list_filter = ("kind",)
    ordering = ("-day", "kind")
