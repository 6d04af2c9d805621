"""Answers whose line, limit, worker or machine ended before they did: is enough of them here?"""

from __future__ import annotations

from dataclasses import replace

from generations.models import Generation
from generations.providers.answers.completeness import Completeness, completeness
from generations.providers.types import Answer, Delivery
from generations.stored import spool


def take(job: Generation) -> Answer | None:
    """The job's answer, also one that broke off where a picture or an end is in it already.

    Such a one is named complete from then on. Blocking: call it off the loop.
    """
    answer = spool.answer_of(job.uid)
    if answer is not None:
        return answer
    part = spool.part_of(job.uid)
    if part is None or completeness(part, wanted=wanted(job)) is Completeness.NOTHING:
        return None
    return spool.complete(job.uid)


def with_what_was_cut(job: Generation, answer: Answer, got: Delivery) -> Delivery:
    """The delivery; of an answer that broke off the pictures that did not come are counted."""
    if completeness(answer, wanted=wanted(job)) is not Completeness.SOME:
        return got
    missing = max(got.unreadable, wanted(job) - len(got.images), 1)
    return replace(got, unreadable=missing)


def wanted(job: Generation) -> int:
    """How many pictures its one call asked for."""
    number = job.options.get("n", 1)
    return number if isinstance(number, int) and number > 0 else 1
