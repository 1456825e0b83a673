"""How people and agencies read in the API."""

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from backend.accounts.models import Agency, Membership, Person


class AgencySerializer(serializers.ModelSerializer[Agency]):
    class Meta:
        model = Agency
        fields = ["id", "code", "name", "kind", "hue", "is_owner"]
        read_only_fields = fields


class MembershipSerializer(serializers.ModelSerializer[Membership]):
    agency = AgencySerializer(read_only=True)

    class Meta:
        model = Membership
        fields = ["agency", "role", "since_at"]
        read_only_fields = fields


class PersonSerializer(serializers.ModelSerializer[Person]):
    """A person as others see them: no address."""

    class Meta:
        model = Person
        fields = ["uid", "name"]
        read_only_fields = fields


class MeSerializer(serializers.ModelSerializer[Person]):
    """A person as they see themselves."""

    memberships = serializers.SerializerMethodField()

    class Meta:
        model = Person
        fields = ["uid", "email", "name", "time_zone", "is_staff", "memberships"]
        read_only_fields = ["uid", "email", "is_staff", "memberships"]

    @extend_schema_field(MembershipSerializer(many=True))
    def get_memberships(self, person: Person) -> list[dict[str, object]]:
        current = person.memberships.filter(ended_at=None).select_related("agency")
        return list(MembershipSerializer(current, many=True).data)
