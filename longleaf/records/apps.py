from django.apps import AppConfig


class RecordsConfig(AppConfig):
    name = "longleaf.records"
    label = "records"
    verbose_name = "Records"

    def ready(self) -> None:
        """Make our lookups known."""
        from longleaf.records import lookups  # noqa: F401, PLC0415 - it asks for a Django that is set up
