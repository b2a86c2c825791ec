from django.apps import AppConfig


class RecordsConfig(AppConfig):
    name = "longleaf.records"
    label = "records"
    verbose_name = "Records"
