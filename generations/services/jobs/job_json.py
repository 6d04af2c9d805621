"""A generation as the command line (and later the API) tells it: rules.md section 8."""

from __future__ import annotations

from typing import Any

from accounts.keys import provider_directory
from generations.models import Generation
from generations.services.inputs import job_inputs
from generations.services.jobs import outcome_messages
from generations.stored.original_files import original_path


def report(job: Generation) -> dict[str, Any]:
    """One JSON object: id, status, code, message, provider, model, cost, cost_kind, pictures, inputs."""
    is_done = job.status == "done"
    return {
        "id": str(job.uid),
        "status": job.status,
        "code": None if is_done else job.code or None,
        "message": None if is_done else _message(job),
        "provider": job.provider,
        "model": job.model,
        "cost": None if job.cost_usd is None else _plain(job.cost_usd),
        "cost_kind": job.cost_kind,
        "pictures": [
            {
                "id": str(picture.uid),
                "path": str(original_path(picture.path)),
                "width": picture.width,
                "height": picture.height,
                "format": picture.format,
                "sha256": picture.sha256,
            }
            for picture in job.pictures.order_by("position")
        ],
        "inputs": job_inputs.told(job),
    }


def _message(job: Generation) -> str | None:
    """What happened, whether it cost money, and the router's own words; None while it runs."""
    if job.is_open:
        return None
    facts = provider_directory.facts_of(job.provider, with_off=True)
    return outcome_messages.whole(job, facts.label if facts else job.provider)


def _plain(value: Any) -> str:
    """A decimal as people write it: no exponent, no idle zeros."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
