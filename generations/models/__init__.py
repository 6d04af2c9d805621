"""Jobs, pictures, the event log, and what is on offer."""

from generations.models.attempt import Attempt
from generations.models.break_glass_opening import Opening
from generations.models.bulk_run import Bulk
from generations.models.curation import (
    Collection,
    CollectionItem,
    Disorder,
    Favourite,
    PictureTag,
    Rating,
    SavedSearch,
    Tag,
)
from generations.models.daily_count import DayTally, TallyKind
from generations.models.draft import Draft
from generations.models.event import Event
from generations.models.generation import CostKind, Generation, MadeHow, Status, Visibility
from generations.models.job_input import JobInput, PreparedInput
from generations.models.offer import FavouriteModel, Offer
from generations.models.orphan_sweep import Sweep
from generations.models.pacing_and_heartbeats import Beat, Pace
from generations.models.picture import Composition, Picture
from generations.models.prompt import Prompt, Uncounted
from generations.models.upload import Upload

__all__ = [
    "Attempt",
    "Beat",
    "Bulk",
    "Collection",
    "CollectionItem",
    "Composition",
    "CostKind",
    "DayTally",
    "Disorder",
    "Draft",
    "Event",
    "Favourite",
    "FavouriteModel",
    "Generation",
    "JobInput",
    "MadeHow",
    "Offer",
    "Opening",
    "Pace",
    "Picture",
    "PictureTag",
    "PreparedInput",
    "Prompt",
    "Rating",
    "SavedSearch",
    "Status",
    "Sweep",
    "Tag",
    "TallyKind",
    "Uncounted",
    "Upload",
    "Visibility",
]
