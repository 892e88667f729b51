"""Finding one upload through the person's region."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from imports.models import Upload


class OfOneUpload:
    """Views of one upload; that of another region does not exist for this person."""

    upload: Upload

    def setup(self, request: HttpRequest, *args: object, **kwargs: object) -> None:
        super().setup(request, *args, **kwargs)
        self._key = kwargs["pk"]

    @property
    def upload(self) -> Upload:
        if not hasattr(self, "_upload"):
            rows = Upload.objects.visible_to(self.request.user)
            rows = rows.select_related(
                "uploaded_by", "applied_by", "undone_by", "health_centre"
            )
            self._upload = get_object_or_404(rows, pk=self._key)
        return self._upload
