"""The values a provider and the rest of the house exchange: plain, frozen, free of Django."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Protocol, TypeAlias

from generations.providers.call_limits import Limits as Limits
from generations.providers.picture_inputs import InputFile as InputFile
from generations.providers.picture_inputs import InputLimits as InputLimits

OptionValue: TypeAlias = str | int | float | bool | Mapping[str, object] | list[object]


class OptionKind(StrEnum):
    CHOICE = "choice"  # one of `values`
    SIZE = "size"  # one of `values`, or any WIDTHxHEIGHT that `free_size` allows
    RANGE = "range"  # a whole number from `minimum` to `maximum`
    SWITCH = "switch"  # true or false
    TEXT = "text"  # free words, at most `max_length` code points
    JSON = "json"  # an object handed through as it is


@dataclass(frozen=True, slots=True, kw_only=True)
class FreeSize:
    """What a free pixel size must obey."""

    multiple: int = 1  # width and height are multiples of this, pixels
    min_edge: int = 1  # pixels
    max_edge: int  # pixels
    max_ratio: Decimal = Decimal(100)  # long edge : short edge
    min_pixels: int = 1
    max_pixels: int
    shared_by: str = ""  # an option counting frames: `max_pixels` is for all of them together


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One setting a model accepts, with our name for it and the router's."""

    name: str  # ours, as in rules.md section 8
    kind: OptionKind
    label: str  # sentence case, for the form
    wire: str = ""  # the router's spelling; empty: the same as `name`; dots nest ("svg.model")
    values: tuple[str, ...] = ()
    minimum: int | None = None
    maximum: int | None = None
    max_length: int | None = None  # Unicode code points
    default: str | None = None  # what the router does when it is left out; for showing, never sent
    free_size: FreeSize | None = None
    advanced: bool = False  # stands under "More"
    only_for: str = ""  # "generate" or "edit": refused without or with pictures; empty: both
    help: str = ""  # describes the effect
    warnings: Mapping[str, str] = field(default_factory=dict)  # value -> "may be refused", shown
    source: str = ""  # URL or document
    checked_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A law between options. When every `when` holds, the rest must hold too.

    `when` and `allow` map an option to values; "*" stands for "any value was set",
    "WxH" for any pixel size. An option that is unset counts as its `default` in `allow`
    and in `when`.
    """

    when: Mapping[str, tuple[str, ...]]
    allow: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    forbid: tuple[str, ...] = ()  # options that must be left out
    message: str  # one sentence for the person; stands at the field named first in allow/forbid
    free_size: FreeSize | None = None  # replaces the size option's own law while `when` holds
    source: str = ""  # URL or document
    checked_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Price:
    """What one picture costs when every `when` holds; the most specific match is used."""

    low: Decimal  # USD
    high: Decimal  # USD; equal to low when the price is fixed
    unit: str = "image"  # image | megapixel
    when: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # option -> values
    source: str = ""  # URL or document
    checked_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelSpec:
    """What one model of one provider can do. What is absent here cannot be asked for."""

    provider: str  # slug
    id: str  # as the router spells it, case kept
    label: str
    summary: str = ""  # a few words for the picker
    options: tuple[Option, ...] = ()
    rules: tuple[Rule, ...] = ()
    prices: tuple[Price, ...] = ()
    inputs: InputLimits | None = None  # None: it takes no pictures
    prompt_limit: int  # Unicode code points
    prompt_required: bool = True
    prompt_limit_is_ours: bool = False  # our own cap rather than the router's: the message says so
    delivery: str = "sync"  # sync | async | either
    streams: bool = False
    passthrough: tuple[str, ...] = ()  # OpenRouter's allowed provider.options paths
    always_send: Mapping[str, str] = field(default_factory=dict)  # wire name -> value, see the TOML
    # List price per million tokens, USD: text_in, image_in, image_out
    token_usd: Mapping[str, Decimal] = field(default_factory=dict)
    retired_on: date | None = None  # a router may still serve it
    is_typed: bool = False  # an id that a person typed: nothing is known of it
    note: str = ""  # one honest sentence, e.g. "may be outdated"
    source: str = ""  # URL or document
    checked_on: date | None = None

    def option(self, name: str) -> Option | None:
        """The option of that name, or None where the model has no such setting."""
        return next((option for option in self.options if option.name == name), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderFacts:
    """What is true of a router as a whole."""

    slug: str
    label: str
    badge: str  # two letters
    summary: str
    base_url: str
    dialect: str  # the module that speaks it
    key_url: str = ""  # where a person gets a key
    key_hint: str = ""  # how keys usually begin; never enforced
    needs_key: bool = True
    proves_keys: bool = True  # False: a check can only say "accepted, not proven"
    lists_models: bool = False  # has list_models()
    list_needs_key: bool = False
    polls: bool = False  # has collect()
    abort_is_free: bool = False  # closing the line is promised to cost nothing
    posts_per_second: int | None = None  # per outgoing address
    takes_typed_ids: bool = False  # an admin lets members type a model id
    is_ai: bool = True
    source: str = ""  # URL or document
    checked_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ImageRequest:
    """What a person asks for: only what they set, in our names."""

    model: str
    prompt: str
    options: Mapping[str, OptionValue] = field(default_factory=dict)
    pictures: tuple[InputFile, ...] = ()  # in the order they are sent; the first is the mask's
    mask: InputFile | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One reason we say no before spending."""

    field: str  # prompt, model, provider, key, count, image, mask or an option's name
    code: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """What a request will probably cost, USD."""

    low: Decimal
    high: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """Money as the router told it. Unknown is None, never 0."""

    usd: Decimal | None = None
    kind: str = "unknown"  # actual | estimated | unknown
    told: str = ""  # the router's raw words, where no amount of ours fits them


@dataclass(frozen=True, slots=True, kw_only=True)
class RawImage:
    """One picture as it was given: its bytes, or the address to fetch them from."""

    data: bytes | None = None
    url: str | None = None
    spares: tuple[str, ...] = ()  # further addresses of the same picture, tried one by one
    media_type: str = ""  # as labelled; the bytes decide
    revised_prompt: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """What a provider gave. Holds at least one image or is not made at all."""

    images: tuple[RawImage, ...]
    unreadable: int = 0  # further images in the answer that could not be read
    said: str = ""  # the router's words beside the pictures: why others are missing
    cost: Cost = Cost()
    estimate_usd: Decimal | None = None  # the router's own hold, where it told one
    applied: Mapping[str, str] = field(default_factory=dict)  # what the router says it used
    details: Mapping[str, object] = field(default_factory=dict)  # usage, ids; never the prompt


@dataclass(frozen=True, slots=True, kw_only=True)
class Pending:
    """The router took the job and will tell later."""

    reference: str
    estimate_usd: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """An answer as it lies in the spool, complete."""

    status: int
    headers: Mapping[str, str]  # lower-case names; never a secret
    body: Path  # the raw bytes, exactly as received
    polling: bool = False  # an answer to collect(), not to generate()


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyReport:
    """What a free check learned about a key."""

    proven: bool  # False: accepted, but only the first use will prove it
    credit_usd: Decimal | None = None  # remaining, where the router tells it
    models: int | None = None  # how many models it listed
    note: str = ""


class Recorder(Protocol):
    """What an adapter tells us while it works. Every call returns once it is on record."""

    async def sent(self) -> None:
        """The request body is fully written."""

    async def opened(self, *, status: int, headers: Mapping[str, str], polling: bool) -> None:
        """The answer's head was read: a fresh spool file begins."""

    async def chunk(self, data: bytes) -> None:
        """Some of the answer's body, raw; spooled before anybody parses it."""

    async def answered(self) -> Answer:
        """The body is complete; the spool file is closed and named as complete."""

    async def preview(self, image: bytes, *, index: int) -> None:
        """A partial picture of a stream, decoded; index from 0."""


class Provider(Protocol):
    """One router, ready to be called; `collect` and `list_models` only where facts declare them."""

    facts: ProviderFacts

    def specs(self) -> tuple[ModelSpec, ...]:
        """The models shipped as facts."""

    async def generate(
        self, request: ImageRequest, spec: ModelSpec, key: str, recorder: Recorder
    ) -> Delivery | Pending:
        """Calls the provider once: one POST. Raises ProviderError."""

    def read(self, answer: Answer, request: ImageRequest, spec: ModelSpec) -> Delivery | Pending:
        """Reads a spooled answer (again), off the loop: it blocks. Raises ProviderError."""

    async def collect(
        self, reference: str, request: ImageRequest, spec: ModelSpec, key: str, recorder: Recorder
    ) -> Delivery | Pending:
        """Asks once whether a pending job is ready.

        Raises ProviderError; Unavailable and RateLimited say nothing about the job, JobFailed and
        ContentRefused end it, ReferenceUnknown ends it when it comes twice in a row."""

    async def download(self, image: RawImage, key: str) -> bytes:
        """The bytes behind an image's url, under the download rules. Raises ProviderError."""

    async def check_key(self, key: str) -> KeyReport:
        """Asks the router about a key without spending. Raises KeyRejected, Unavailable …"""

    async def list_models(self, key: str | None) -> tuple[ModelSpec, ...]:
        """What the router offers now, as the same type our facts have."""

    async def close(self) -> None:
        """Gives connections back."""
