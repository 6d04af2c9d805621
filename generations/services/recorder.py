"""Writes down what an adapter tells while it works: spool before parse, state before wait."""

from __future__ import annotations

from collections.abc import Mapping
from typing import BinaryIO

from generations import spool
from generations.models import Generation
from generations.providers.types import Answer
from generations.services import moves
from generations.services.errands import Errands


class SpoolRecorder:
    """The Recorder of one call of one job."""

    def __init__(self, job: Generation, errands: Errands) -> None:
        self._job = job
        self._errands = errands
        self._file: BinaryIO | None = None
        self._is_success = False
        self.has_answer = False
        self._is_open = False

    async def sent(self) -> None:
        if self._job.status == "sending":
            await self._errands.write(moves.generating, self._job)

    async def opened(self, *, status: int, headers: Mapping[str, str], polling: bool) -> None:
        if not polling:
            await self.sent()
        self._is_success = status < 300 and not polling
        self._file = spool.begin(self._job.uid, status=status, headers=headers, polling=polling)

    async def chunk(self, data: bytes) -> None:
        assert self._file is not None, "opened() comes first"
        self._file.write(data)

    async def answered(self) -> Answer:
        assert self._file is not None, "opened() comes first"
        self._file.close()
        self._file = None
        answer = spool.complete(self._job.uid)
        self.has_answer = True
        if self._is_success:
            await self._errands.write(moves.saving, self._job)
        await self._errands.open_answer()
        self._is_open = True
        return answer

    async def preview(self, image: bytes, *, index: int) -> None:
        await self.sent()
        number = self._job.previews + 1
        spool.keep_preview(self._job.uid, number, image)
        await self._errands.write(moves.preview, self._job, number)
        self._job.previews = number

    def let_go(self) -> None:
        """What was read needs no memory to speak of: others may be read meanwhile."""
        if self._is_open:
            self._is_open = False
            self._errands.close_answer()

    def close(self) -> None:
        """Lets go of the answer, and of its file when the call broke off."""
        self.let_go()
        if self._file is not None:
            self._file.close()
            self._file = None
