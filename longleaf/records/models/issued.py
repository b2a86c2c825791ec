"""Rows of credentials that an organization's own systems had signed here, beside the awards."""

import uuid

from django.db import models

from longleaf.records.models.badge import SigningKey
from longleaf.records.models.organization import Organization, Person


class IssuedCredential(models.Model):
    """A credential composed elsewhere and signed with an organization's key. It never changes."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="issued_credentials"
    )
    key = models.ForeignKey(SigningKey, on_delete=models.PROTECT, related_name="issued_credentials")
    credential_id = models.CharField(max_length=500)  # the document's own `id`
    content_hash = models.CharField(max_length=64)  # of what was handed in, to know it again
    document = models.TextField()  # as it was signed
    issued_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    issued_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "credential_id"],
                name="an_organization_issues_an_identifier_once",
            )
        ]
