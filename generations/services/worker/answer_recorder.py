"""Writes down what an adapter tells while it works: spool before parse, state before wait."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from typing import BinaryIO, ParamSpec

from django.db import InterfaceError, OperationalError

from generations.models import Generation
from generations.providers.types import Answer
from generations.services.jobs import partial_answers, transitions
from generations.services.worker.shared_resources import SharedResources
from generations.stored import spool

log = logging.getLogger("imagehub.jobs")
P = ParamSpec("P")


class SpoolRecorder:
    """The Recorder of one call of one job."""

    def __init__(self, job: Generation, resources: SharedResources) -> None:
        self._job = job
        self._resources = resources
        self._file: BinaryIO | None = None
        self._is_success = False
        self.has_answer = False
        self._is_open = False

    async def sent(self) -> None:
        if self._job.status == "sending":
            await self._noted(transitions.generating, self._job)

    async def opened(self, *, status: int, headers: Mapping[str, str], polling: bool) -> None:
        if not polling:
            await self.sent()
        self._is_success = status < 300 and not polling
        self._file = spool.begin(self._job.uid, status=status, headers=headers, polling=polling)

    async def chunk(self, data: bytes) -> None:
        assert self._file is not None, "opened() comes first"
        self._file.write(data)

    async def answered(self) -> Answer:
        self._close_file()
        return await self._complete(spool.complete(self._job.uid))

    async def rescued(self) -> Answer | None:
        """What came before its call was ended by its limit, where a picture or an end is in it."""
        if self._file is None:
            return None
        self._close_file()
        answer = await self._resources.crunch(partial_answers.take, self._job)
        return answer and await self._complete(answer)

    async def _complete(self, answer: Answer) -> Answer:
        self.has_answer = True
        if self._is_success:
            await self._resources.write(transitions.saving, self._job)
        await self._resources.open_answer()
        self._is_open = True
        return answer

    def _close_file(self) -> None:
        assert self._file is not None, "opened() comes first"
        self._file.close()
        self._file = None

    async def preview(self, image: bytes, *, index: int) -> None:
        await self.sent()
        number = self._job.previews + 1
        spool.keep_preview(self._job.uid, number, image)
        await self._noted(transitions.preview, self._job, number)
        self._job.previews = number

    async def _noted(self, move: Callable[P, None], *args: P.args, **kwargs: P.kwargs) -> None:
        """News for the windows; while the database is away the call goes on without it."""
        try:
            await self._resources.ask(move, *args, **kwargs)
        except (OperationalError, InterfaceError) as error:
            log.warning("job %s: not noted (%s)", self._job.uid, type(error).__name__)

    def let_go(self) -> None:
        """What was read needs no memory to speak of: others may be read meanwhile."""
        if self._is_open:
            self._is_open = False
            self._resources.close_answer()

    def close(self) -> None:
        """Lets go of the answer, and of its file when the call broke off."""
        self.let_go()
        if self._file is not None:
            self._file.close()
            self._file = None
