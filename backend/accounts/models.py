"""People, the agencies they belong to, and the tokens by which their programs sign in."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models.functions import Lower, Upper
from django.utils import timezone


class PersonManager(BaseUserManager["Person"]):
    """Finds people by e-mail address whatever its case."""

    def get_by_natural_key(self, username: str | None) -> "Person":
        return self.get(email__iexact=username)


class Person(AbstractBaseUser):
    """A user. The e-mail address is the login; the account, never the name, is the identity."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField("e-mail address", max_length=254, unique=True)
    name = models.CharField(max_length=150)
    time_zone = models.CharField(max_length=64, default="UTC")
    is_staff = models.BooleanField(default=False, help_text="Looks after the site: people and agencies.")
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[PersonManager] = PersonManager()

    EMAIL_FIELD = "email"
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        ordering: ClassVar = ["name", "id"]
        verbose_name_plural = "people"
        constraints: ClassVar = [
            models.UniqueConstraint(Lower("email"), name="person_email_unique_whatever_case"),
        ]

    def __str__(self) -> str:
        return self.name


class Agency(models.Model):
    """An organisation that takes part."""

    class Kind(models.TextChoices):
        AGENCY = "agency", "Space agency"
        COMMUNITY = "community", "Community body"

    code = models.CharField(max_length=20, help_text="Short and unique, such as ESA.")
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.AGENCY)
    hue = models.PositiveSmallIntegerField(
        default=210, validators=[MaxValueValidator(359)], help_text="Its colour: degrees on the colour wheel."
    )
    is_owner = models.BooleanField(default=False, help_text="Owns documents, rather than taking part only.")

    class Meta:
        ordering: ClassVar = ["code"]
        verbose_name_plural = "agencies"
        constraints: ClassVar = [
            models.UniqueConstraint(Upper("code"), name="agency_code_unique_whatever_case"),
            models.CheckConstraint(condition=models.Q(hue__lt=360), name="agency_hue_in_degrees"),
        ]

    def __str__(self) -> str:
        return self.code


class Membership(models.Model):
    """That a person belongs, or belonged, to an agency. Ended ones stay, for the record."""

    class Role(models.TextChoices):
        FOCAL_POINT = "focal_point", "Focal point"
        MEMBER = "member", "Member"

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=12, choices=Role, default=Role.MEMBER)
    since_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["agency", "person"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                "person", "agency", condition=models.Q(ended_at=None), name="membership_once_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} in {self.agency} as {self.get_role_display().lower()}"


class AccessToken(models.Model):
    """A program's key to the API. Only its SHA-256 is kept: the key is shown once, when issued."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="access_tokens")
    digest = models.CharField(max_length=64, unique=True)
    label = models.CharField(max_length=100)
    issued_at = models.DateTimeField(default=timezone.now)
    last_used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-issued_at"]

    def __str__(self) -> str:
        return self.label
