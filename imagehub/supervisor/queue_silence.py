"""Is the cluster silent? A no-op should make the round trip through its queue every few seconds."""

from __future__ import annotations

from imagehub.supervisor import run_files
from imagehub.supervisor.children.web_and_cluster import Crew


def listen(crew: Crew, step: float) -> bool:
    """Counts `step` seconds of silence where it is the cluster's fault; True when it is enough.

    The web sends the no-ops: while it is away, or fails to (its database is), nobody is to blame.
    """
    cluster = crew.cluster
    if cluster is None or crew.web is None:
        return False
    beat = crew.ages.age(run_files.beat(crew.where.run, cluster.id))
    pulse = crew.ages.age(crew.where.run / run_files.PULSE)
    if beat is not None and beat < cluster.silent_s:
        cluster.silent_s = beat
    elif pulse is not None and pulse < 3 * crew.where.beat_s:
        cluster.silent_s += step
    return cluster.silent_s > crew.where.silent_after_s
