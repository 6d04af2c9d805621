"""People, their keys, what they may ask for, and the providers as the admins set them."""

from accounts.models.avatar import Avatar
from accounts.models.company_connection import Connect
from accounts.models.invitation import Invitation
from accounts.models.key import KeyStatus, ProviderKey, Share
from accounts.models.limit import Limit, Quality
from accounts.models.notice import ALWAYS_SHOWN, Notice, NoticeDismissal, NoticeKind
from accounts.models.provider import ProviderSetting
from accounts.models.team import TeamSetting
from accounts.models.user import DateLanguage, Role, Theme, User

__all__ = [
    "ALWAYS_SHOWN",
    "Avatar",
    "Connect",
    "DateLanguage",
    "Invitation",
    "KeyStatus",
    "Limit",
    "Notice",
    "NoticeDismissal",
    "NoticeKind",
    "ProviderKey",
    "ProviderSetting",
    "Quality",
    "Role",
    "Share",
    "TeamSetting",
    "Theme",
    "User",
]
