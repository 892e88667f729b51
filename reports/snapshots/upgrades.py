"""Older snapshots read as the schema of today: what a published edition froze stays readable.

A change of shape raises the number in `canonical.SCHEMAS` and adds a step here. A step gives what
the newer schema asks for and the older one did not know; it never touches what was frozen.
"""

from collections.abc import Callable

Step = Callable[[dict], dict]


def _progress_1(plain: dict) -> dict:
    """Schema 2 knows the yearly schedule, and of a program its last budget and what came of it."""
    work = plain.get("work")
    if isinstance(work, dict):
        unknown = dict.fromkeys(("previous", "settled", "sites"))
        unknown |= {"sites_unit": "", "achievement": ""}
        programs = [unknown | program for program in work.get("programs", ())]
        work = work | {"programs": programs}
    return {"schedule": None} | plain | {"work": work}


STEPS: dict[tuple[str, int], Step] = {("progress", 1): _progress_1}


def upgraded(plain: dict, newest: int) -> dict:
    """The values with all that the newest schema of their kind asks for.

    The number of the schema stays as it was frozen.
    """
    for number in range(plain["schema"], newest):
        plain = STEPS[plain["kind"], number](plain)
    return plain
