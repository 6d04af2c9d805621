"""Turns new lines of the event log into one frame a person: cards as they are now, tiles, goodbyes."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial

from django.db import connection
from django.utils import timezone

from accounts.models import User
from accounts.people import date_format
from generations.library.search.filters import TROUBLE
from generations.models import Event, Generation, Picture
from generations.models.tolerant_rows import one_of_a_list
from generations.services.jobs import usual_duration
from generations.services.worker import fair_scheduling
from generations.stored import event_log
from generations.web.components import job_cards, message_html, waiting_times
from generations.web.live import removed_pictures, sse_format
from generations.web.live.changed_rows import BACK, MANY, Changed, rows_of

MOST = 500  # lines a window may have missed before it reloads its lists
OLDEST = timedelta(hours=24)
PLACES_EVERY_S = 1.0
PLACES_SHOWN = 30
OF_FOLDERS = {"collected", "done", "trashed", "hidden"} | BACK  # counts and covers may change
OF_TRASH = {"erased", "trashed", "restored"} | MANY
STARTS = {"queued", "sending", "cancelled", "failed"}  # kinds that shift the line


@dataclass(slots=True)
class Batch:
    last_id: int
    frames: dict[int, bytes] = field(default_factory=dict)  # by person


class Reader:
    """Keeps what must be remembered between two looks at the event log."""

    def __init__(self) -> None:
        self._seen: set[int] = set()  # on PostgreSQL ids commit out of order
        self._places: dict[int, int] = {}
        self._placed_at = 0.0

    def read(self, last_id: int, people: Iterable[int]) -> Batch | None:
        """What is new since `last_id`, for each of these people; None where nothing is."""
        lines = self._new_lines(last_id)
        moved = self._moved(lines)
        if not lines and not moved:
            return None
        newest = max([last_id, *(line.pk for line in lines)])
        if len(lines) > MOST or removed_pictures.is_too_much(lines):
            return Batch(newest, dict.fromkeys(people, sse_format.reload(newest)))
        changed = rows_of(lines, moved, self._places)
        batch = Batch(newest)
        anew = {line.actor_id for line in lines if line.kind == "reload"}  # None: everybody
        html: dict[tuple[str, str], dict[tuple[str, int, str], str]] = {}
        for user in User.objects.filter(pk__in=list(people), is_active=True):
            if {None, user.pk} & anew:
                batch.frames[user.pk] = sse_format.reload(newest)
                continue
            own = html.setdefault((user.time_zone, user.date_language), {})
            with date_format.as_read_by(user):
                batch.frames[user.pk] = _frame_for(user, changed, own, newest)
        return batch

    def missed(self, user_id: int, since: int, upto: int) -> list[bytes]:
        """What a window that comes (back) has not seen, up to the line the hub stands at."""
        if since >= upto:
            return []
        lines = [line for line in event_log.since(since, most=MOST) if line.pk <= upto]
        if since == 0 or _is_too_much(lines):
            return [sse_format.reload(upto)]
        user = User.objects.get(pk=user_id)
        with date_format.as_read_by(user):
            return [_frame_for(user, rows_of(lines, set(), fair_scheduling.places()), {}, upto)]

    def _new_lines(self, last_id: int) -> list[Event]:
        if connection.vendor != "postgresql":
            return event_log.since(last_id, most=MOST)
        lines = event_log.since(max(0, last_id - event_log.OVERLAP), most=MOST)
        new = [
            line
            for line in lines
            if line.pk not in self._seen and line.pk > last_id - event_log.OVERLAP
        ]
        first_look = not self._seen
        self._seen = {line.pk for line in lines}
        return [line for line in new if not first_look or line.pk > last_id]

    def _moved(self, lines: list[Event]) -> set[int]:
        """Queued jobs whose place in line is another than the windows show."""
        if time.monotonic() - self._placed_at < PLACES_EVERY_S:
            return set()
        if not self._places and not any(line.kind in STARTS for line in lines):
            return set()
        self._placed_at = time.monotonic()
        old, self._places = self._places, fair_scheduling.places()
        return {
            pk
            for pk, place in self._places.items()
            if place <= PLACES_SHOWN and old.get(pk) != place
        }


def _frame_for(
    user: User, changed: Changed, html: dict[tuple[str, int, str], str], newest: int
) -> bytes:
    """What one person gets of it. Permission is asked here, again, for every row."""
    jobs, pictures = _permitted(user, changed)
    gone: list[str] = []
    lost: list[Picture] = []
    card_list = [
        _left_out(job, partial(_card, user, job, job.pk in jobs, changed, html, gone))
        for job in changed.jobs
    ]
    tile_list = [
        _left_out(
            picture, partial(_tile, user, picture, picture.pk in pictures, changed, html, lost)
        )
        for picture in changed.pictures
    ]
    shown = [picture for picture in changed.pictures if picture.pk in pictures]
    days = {timezone.localtime(picture.created_at).date() for picture in shown}
    is_many = bool({None, user.pk} & changed.many)
    body = message_html.assemble(
        cards=[card for card in card_list if card],
        tiles=[tile for tile in tile_list if tile],
        days=[job_cards.day_html(day) for day in sorted(days)],
        gone_ids=gone,
        hearts={
            f"fav-{picture.uid}": job_cards.heart_html(
                picture, is_liked=(user.pk, picture.pk) in changed.hearts
            )
            for picture in changed.marked
            if picture.pk in pictures & changed.hearted
        },
        is_found_anew=bool(pictures & changed.touched) or _has_trouble(changed, jobs),
        looks_in_ms=_looks_in_ms(user) if is_many else 0,
        news=_news(user, changed, pictures, lost, is_many=is_many),
        running=Generation.objects.visible_to(user).running().count(),
    )
    gone_ids = {picture.pk for picture in lost} | changed.departed.from_lists_of(user)
    return sse_format.departed(gone_ids) + sse_format.message(body, newest)


def _looks_in_ms(user: User) -> int:
    """Not all at the same moment: what must go at once has gone already."""
    return 200 + user.pk * 137 % 1000


def _permitted(user: User, changed: Changed) -> tuple[set[int], set[int]]:
    """The ids of the jobs and of the pictures among the changed ones that this person may see."""
    ids = [job.pk for job in changed.jobs]
    jobs = Generation.objects.visible_to(user).filter(pk__in=ids).values_list("pk", flat=True)
    asked = changed.touched | {picture.pk for picture in changed.marked}
    if not asked:
        return set(jobs), set()
    seen = Picture.objects.visible_to(user).filter(pk__in=asked)
    return set(jobs), set(seen.values_list("pk", flat=True))


def _has_trouble(changed: Changed, jobs: set[int]) -> bool:
    """A window that shows failed jobs may have one more to count."""
    return any(job.pk in jobs and job.status in TROUBLE for job in changed.jobs)


def _news(
    user: User, changed: Changed, pictures: set[int], lost: list[Picture], *, is_many: bool
) -> str:
    """Short words for the pages that are no list of pictures: each asks for itself again."""
    kinds = {line.kind for line in changed.lines if line.code != "private" or _is_by(user, line)}
    mine = {line.kind for line in changed.lines if _is_by(user, line)}
    here = [picture for picture in changed.marked if picture.pk in pictures]
    back = [each for each in (*changed.marked, *changed.pictures) if each.pk in changed.back]
    has_folders = bool(kinds & OF_FOLDERS and (pictures or lost))
    return "".join(
        [
            *dict.fromkeys(message_html.touched_html(each) for each in back if each.pk in pictures),
            *(message_html.picture_html(picture) for picture in here),
            *(message_html.gone_html(picture) for picture in lost),
            message_html.MARKS if is_many or changed.has_many_marks else "",
            message_html.FOLDERS if has_folders or is_many or "folder" in kinds else "",
            message_html.SEARCHES if "search" in kinds else "",
            message_html.PROMPTS if "prompts" in kinds else "",
            *(_nowhere_html(line, changed) for line in changed.lines if _is_nowhere(user, line)),
            message_html.TRASH if mine & OF_TRASH or _is_in_trash_of(user, changed) else "",
        ]
    )


def _is_in_trash_of(user: User, changed: Changed) -> bool:
    """Somebody else, an admin, moved to the trash what is theirs."""
    thrown = {line.generation_id for line in changed.lines if line.kind == "trashed"}
    own = any(job.requester_id == user.pk for job in changed.jobs if job.pk in thrown)
    return own or bool(changed.departed.owned.get(user.pk))


def _is_nowhere(user: User, line: Event) -> bool:
    return line.kind == "nowhere" and _is_by(user, line)


def _nowhere_html(line: Event, changed: Changed) -> str:
    """A job's pictures came, and the collection they were meant for takes them no more."""
    job = next((job for job in changed.jobs if job.pk == line.generation_id), None)
    return job_cards.nowhere_html(job) if job else ""


def _left_out(row: Generation | Picture, draw: Callable[[], str]) -> str:
    """What is drawn of it; nothing where its own data break that."""
    return one_of_a_list(f"{type(row).__name__} {row.uid}", draw) or ""


def _is_by(user: User, line: Event) -> bool:
    return line.actor_id == user.pk


def _card(
    user: User,
    job: Generation,
    is_visible: bool,
    changed: Changed,
    html: dict[tuple[str, int, str], str],
    gone: list[str],
) -> str:
    if not is_visible or not job.stands_on_strip_of(user):
        if is_visible or _was_shared(job.pk, job.visibility, changed):
            gone.append(f"job-{job.uid}")
        return ""
    kind = job_cards.viewer_kind(user, job.requester_id, job.is_private)
    key = ("job", job.pk, kind)
    if key not in html:
        html[key] = job_cards.card_html(
            job,
            kind,
            wait=waiting_times.Wait(
                place=changed.places.get(job.pk),
                typical_s=usual_duration.seconds(job.provider, job.model),
                held_until=waiting_times.held_until(job),
            ),
        )
    return html[key]


def _tile(
    user: User,
    picture: Picture,
    is_visible: bool,
    changed: Changed,
    html: dict[tuple[str, int, str], str],
    lost: list[Picture],
) -> str:
    if not is_visible:
        is_own = picture.owner_id == user.pk
        if is_own or _was_shared(picture.generation_id, picture.visibility, changed):
            lost.append(picture)
        return ""
    kind = job_cards.viewer_kind(user, picture.owner_id, picture.visibility == "private")
    is_liked = (user.pk, picture.pk) in changed.hearts
    key = ("liked tile" if is_liked else "tile", picture.pk, kind)
    if key not in html:
        html[key] = job_cards.tile_html(picture, kind, is_liked=is_liked)
    return html[key]


def _was_shared(job_id: int, visibility: str, changed: Changed) -> bool:
    """What was always private leaves no window, so none hears of it."""
    return visibility == "team" or any(
        line.kind == "hidden" and line.generation_id == job_id for line in changed.lines
    )


def _is_too_much(lines: list[Event]) -> bool:
    """For a window to catch up with: then it reads its lists anew."""
    is_old = bool(lines) and timezone.now() - lines[0].at > OLDEST
    return is_old or len(lines) > MOST or removed_pictures.is_too_much(lines)
