"""What the views of designations share: the person's prefecture, the act in their region."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property

from accounts.models import User
from designations.models import Designation


def prefecture_of(user: User) -> str:
    """The code of the prefecture in which a person works; 404 where none was granted."""
    code = user.regions.order_by("prefecture", "pk").values_list(
        "prefecture", flat=True
    )
    if found := code.first():
        return found
    raise Http404


class OfOneAct:
    """The act named in the address, looked up in the person's region; else 404."""

    @cached_property
    def designation(self) -> Designation:
        rows = Designation.objects.visible_to(self.request.user).with_parts()
        rows = rows.select_related(
            "operator__facility",
            "operator__municipality",
            "prefecture",
            "predecessor__operator__facility",
            "approved_by",
        )
        return get_object_or_404(rows, pk=self.kwargs["pk"])
