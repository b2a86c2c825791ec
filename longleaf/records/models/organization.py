"""Rows of organizations, people, and who may do what where."""

import uuid
from datetime import date
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import Lower


class OrganizationKind(models.TextChoices):
    DEPARTMENT = "department", "State department"
    LEA = "lea", "LEA"
    SCHOOL = "school", "School"
    PARTNER = "partner", "Partner"


class Organization(models.Model):
    """A department, LEA, school or partner; a school stands under its LEA."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=12, choices=OrganizationKind)
    name = models.CharField(max_length=200)
    slug = models.SlugField(max_length=80, unique=True)
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    jurisdiction = models.CharField(max_length=60, default="north_carolina")
    # The local overlay of the renewal policy, by name; "" where the LEA has none on record.
    local_policy = models.SlugField(max_length=80, blank=True)
    region = models.PositiveSmallIntegerField(null=True, blank=True)
    website = models.URLField(blank=True)
    contact_email = models.EmailField(blank=True)
    description = models.TextField(blank=True)
    issues_badges = models.BooleanField(default=False)
    # The kind of identifier under which its new badges are issued.
    issuer_method = models.CharField(
        max_length=8, choices={"did:key": "did:key", "did:web": "did:web"}, default="did:key"
    )
    is_demo = models.BooleanField(default=False)
    # Days between handing in and the answer, counted on working days.
    review_days = models.PositiveSmallIntegerField(default=10)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="school", parent__isnull=False) | ~Q(kind="school"),
                name="a_school_has_a_parent",
            ),
            models.CheckConstraint(
                condition=~Q(parent=F("id")), name="an_organization_is_not_its_own_parent"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class PersonManager(BaseUserManager["Person"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "Person":
        person = self.model(email=self.normalize_email(email).lower(), **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def get_by_natural_key(self, username: str | None) -> "Person":
        return self.get(email__iexact=username)


class Person(AbstractBaseUser):
    """Someone with an account; what they may do stands in their roles."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=200)
    time_zone = models.CharField(max_length=60, default="America/New_York")
    is_active = models.BooleanField(default=True)
    is_demo = models.BooleanField(default=False)
    # What a demo's visitor can try as this person; "" for those the sign-in page does not list.
    demo_note = models.CharField(max_length=300, blank=True)
    joined_at = models.DateTimeField(null=True, blank=True)
    # Which of their organizations a person with several is acting for.
    acting_for = models.ForeignKey(
        Organization, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    objects = PersonManager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(Lower("email"), name="one_person_for_each_email"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        return self.name


class RoleKind(models.TextChoices):
    EDUCATOR = "educator", "Educator"
    REVIEWER = "reviewer", "Reviewer"
    AUTHOR = "author", "Author"
    COORDINATOR = "coordinator", "Coordinator"
    DEPARTMENT_STAFF = "department_staff", "Department staff"
    ADMINISTRATOR = "administrator", "Administrator"


class DateSpan(Func):
    """daterange(began_on, ended_on, '[]'): both days belong to it."""

    function = "daterange"
    output_field = DateRangeField()


def _days() -> DateSpan:
    return DateSpan(
        "began_on", "ended_on", RangeBoundary(inclusive_lower=True, inclusive_upper=True)
    )


def in_force(on: date) -> Q:
    """Rows with began_on and ended_on that hold on a day."""
    return Q(began_on__lte=on) & (Q(ended_on__isnull=True) | Q(ended_on__gte=on))


class Role(models.Model):
    """One kind of work that a person does for one organization, over a span of days."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="roles")
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="roles")
    kind = models.CharField(max_length=20, choices=RoleKind)
    began_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["organization", "kind"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("began_on")),
                name="a_role_ends_after_it_begins",
            ),
            ExclusionConstraint(
                name="a_role_is_held_once_at_a_time",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    ("organization", RangeOperators.EQUAL),
                    ("kind", RangeOperators.EQUAL),
                    (_days(), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} at {self.organization}"


class Supervision(models.Model):
    """Who supervises whom; a supervisor does not judge those they supervise."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    supervisor = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="supervises")
    educator = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="supervised_by")
    began_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(supervisor=F("educator")), name="nobody_supervises_themselves"
            ),
            ExclusionConstraint(
                name="supervision_is_recorded_once_at_a_time",
                expressions=[
                    ("supervisor", RangeOperators.EQUAL),
                    ("educator", RangeOperators.EQUAL),
                    (_days(), RangeOperators.OVERLAPS),
                ],
            ),
        ]


class Invitation(models.Model):
    """A role offered to an address; the link in the mail is known to us only by its hash."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    role_kind = models.CharField(max_length=20, choices=RoleKind)
    email = models.EmailField()
    name = models.CharField(max_length=200, blank=True)
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    person = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        indexes = [models.Index(fields=["organization", "-invited_at"])]


class AccessToken(models.Model):
    """A person's key to the REST API, kept as a hash; it can do what the person can."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="access_tokens")
    name = models.CharField(max_length=100)
    token_hash = models.CharField(max_length=64, unique=True)
    hint = models.CharField(max_length=8)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)


class RosterImport(models.Model):
    """A roster file as it was read: its rows, what is wrong with them, what was done."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    read_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    read_at = models.DateTimeField()
    rows = models.JSONField()
    problems = models.JSONField(default=list)
    applied_at = models.DateTimeField(null=True, blank=True)
    result = models.JSONField(default=dict)
