"""People, their keys, and the providers as the admins set them."""

from accounts.models.key import KeyStatus, ProviderKey
from accounts.models.provider import ProviderSetting
from accounts.models.user import Role, User

__all__ = ["KeyStatus", "ProviderKey", "ProviderSetting", "Role", "User"]
