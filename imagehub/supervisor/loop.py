"""The supervisor's loop: look, wait half a second or for a signal, look again."""

from __future__ import annotations

from imagehub.supervisor import listening_socket, queue_silence
from imagehub.supervisor.awake_clock import AwakeClock
from imagehub.supervisor.children import process_table
from imagehub.supervisor.children.web_and_cluster import Crew
from imagehub.supervisor.graceful_stop import Stop
from imagehub.supervisor.log import say
from imagehub.supervisor.parent_process import Make
from imagehub.supervisor.signals import Signals
from imagehub.supervisor.source_changes import Changes
from imagehub.supervisor.supervisor_settings import Place

LOOK_S = 0.5


def supervise(where: Place) -> int:
    """Runs the product until it is told to stop; returns the program's exit code."""
    signals, make, clock = Signals(), Make(), AwakeClock()
    crew = Crew(where, clock)
    left_over = crew.adopt_earlier()
    crew.look_after_retired()  # an earlier web may hold the port
    crew.listening = listening_socket.listen(where, patient=left_over)
    _announce(crew)
    changes = Changes() if where.reload else None
    while not signals.stops_asked and not make.wants_to_end():
        step = clock.tick()
        crew.notice_ends()
        crew.replace_ended()
        if crew.hopeless:
            break
        crew.watch_leases()
        if queue_silence.listen(crew, step):
            crew.retire_cluster(f"silent for {where.silent_after_s:.0f} s")
        if changes is not None and changes.happened():
            _start_again(crew)
        crew.start_missing()
        crew.look_after_retired()
        signals.wait(LOOK_S)
    Stop(crew, signals).run()
    if crew.hopeless:
        say(crew.hopeless)
    return 1 if crew.hopeless else 0


def _announce(crew: Crew) -> None:
    where = crew.where
    port = crew.listening.getsockname()[1] if crew.listening else where.port
    say(f"ImageHub on {where.public_url or listening_socket.url(where, port)}")
    say(f"data in {where.data}")
    listening_socket.warn_in_the_clear(where)


def _start_again(crew: Crew) -> None:
    say("the code changed")
    if crew.web is not None:
        process_table.kill(crew.web.pid)
    if crew.cluster is not None:
        crew.retire_cluster("it runs the old code")
