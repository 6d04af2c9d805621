from django.apps import AppConfig


class GenerationsConfig(AppConfig):
    name = "generations"
    verbose_name = "Pictures"

    def ready(self) -> None:
        """The queue's own admin pages come after django-q2 has registered its."""
        from generations import curation_admin, offer_admin, queue_admin  # noqa: F401
