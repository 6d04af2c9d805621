from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = "People and keys"

    def ready(self) -> None:
        """The doors' admin pages come after allauth has registered its own."""
        from accounts import sign_in_admin  # noqa: F401
