"""People, their keys, and the providers as the admins set them."""

from accounts.models.avatar import Avatar
from accounts.models.invitation import Invitation
from accounts.models.key import KeyStatus, ProviderKey
from accounts.models.provider import ProviderSetting
from accounts.models.team import TeamSetting
from accounts.models.user import DateLanguage, Role, Theme, User

__all__ = [
    "Avatar",
    "DateLanguage",
    "Invitation",
    "KeyStatus",
    "ProviderKey",
    "ProviderSetting",
    "Role",
    "TeamSetting",
    "Theme",
    "User",
]
