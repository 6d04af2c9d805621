"""What can go wrong with a provider, named for what happened and for what it may have cost."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from generations.providers.types import Problem


class RequestRefused(Exception):
    """We said no before spending; nothing was sent or written."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("; ".join(problem.message for problem in problems))
        self.problems = tuple(problems)


class ProviderError(Exception):
    """A call did not bring pictures. `code` is stored, shown and asserted (rules.md section 1)."""

    code = "bad_answer"
    may_have_charged = False
    max_posts = 1  # how many POSTs a job may have in all when this answer is read; 1: never again

    def __init__(
        self,
        message: str = "",  # the router's words, redacted; may be empty
        *,
        code: str | None = None,
        provider_code: str = "",
        http_status: int | None = None,
        retry_after: float | None = None,  # seconds
        max_posts: int | None = None,
        may_have_charged: bool | None = None,
        cost_usd: Decimal | None = None,  # told beside the error
        cost_told: str = "",  # the router's raw words, where no amount of ours fits them
    ) -> None:
        super().__init__(message)
        self.message = message
        self.code = code or type(self).code
        self.provider_code = provider_code
        self.http_status = http_status
        self.retry_after = retry_after
        self.max_posts = max_posts or type(self).max_posts
        self.may_have_charged = (
            type(self).may_have_charged if may_have_charged is None else may_have_charged
        )
        self.cost_usd = cost_usd
        self.cost_told = cost_told

    @property
    def safe_to_repeat(self) -> bool:
        """An answer was read that says no work was done, so the same job may be sent again."""
        return self.max_posts > 1


class KeyRejected(ProviderError):
    code = "key_rejected"


class OutOfCredit(ProviderError):
    code = "no_credit"


class BadRequest(ProviderError):
    """The router says the request itself is wrong: bad_request, model_not_found or too_large."""

    code = "bad_request"


class ContentRefused(ProviderError):
    code = "content_refused"


class RateLimited(ProviderError):
    code = "rate_limited"
    max_posts = 3


class Unavailable(ProviderError):
    """The router answered that it could not. Repeatable only where its row says OK or WAIT."""

    code = "unavailable"


class BadDelivery(ProviderError):
    """An answer that holds no picture: empty_answer or not_an_image."""

    code = "empty_answer"
    may_have_charged = True
    is_final: bool = False  # refused by a rule of ours: fetching again would be refused again


class BadAnswer(ProviderError):
    """An answer that cannot be read: the outcome is unknown."""

    code = "bad_answer"
    may_have_charged = True


class OutcomeUnknown(ProviderError):
    """No complete answer was read: timeout or connection_lost. A person decides."""

    code = "connection_lost"
    may_have_charged = True


class JobFailed(ProviderError):
    """The router says that the job it took has failed; such jobs are promised to be free."""

    code = "unavailable"


class ReferenceUnknown(ProviderError):
    """The router does not know the job's reference (any more). Twice in a row means it is gone."""

    code = "unavailable"
    may_have_charged = True
