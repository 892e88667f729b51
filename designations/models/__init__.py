"""Designations as dated acts, and what surrounds them."""

from designations.models.acts import Designation, DesignationZone, Step
from designations.models.operators import ConsultationDesk, Operator

__all__ = [
    "ConsultationDesk",
    "Designation",
    "DesignationZone",
    "Operator",
    "Step",
]
