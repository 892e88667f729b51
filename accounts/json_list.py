"""Values of a group gathered into one JSON list, so that what belongs to a row comes with it."""

from django.db.models import Aggregate, JSONField


class JSONList(Aggregate):
    """All values of a group as a JSON list, in no order."""

    function = "JSON_GROUP_ARRAY"
    output_field = JSONField()

    def as_postgresql(
        self, compiler: object, connection: object, **extra: object
    ) -> tuple[str, list]:
        return self.as_sql(compiler, connection, function="JSONB_AGG", **extra)
