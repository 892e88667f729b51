"""Recovery codes as the database keeps them: hashed with a salt each, once they have been shown.

allauth computes its codes from a seed, which shows them all to whoever reads the table. They are shown
once, right after they were made (``MFA_RECOVERY_CODES_SHOW_ONCE``); from then on only hashes are there,
where allauth keeps codes that came from elsewhere.
"""

from typing import Any

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import ScryptPasswordHasher
from django.db.models.signals import post_save
from django.dispatch import receiver

MARK = f"{ScryptPasswordHasher.algorithm}$"
# Ten are tried one after the other, so each costs less than a password does.
COST = {"n": 2**14, "r": 8, "p": 1}


class HashedCode(str):
    """The hash of a code; equal to what was typed when that is the code."""

    __slots__ = ()

    def __eq__(self, typed: object) -> bool:
        return isinstance(typed, str) and ScryptPasswordHasher().verify(typed, self)

    __hash__ = None


class HashedCodes(DefaultMFAAdapter):
    def decrypt(self, encrypted_text: str) -> str:
        if encrypted_text.startswith(MARK):
            return HashedCode(encrypted_text)
        return encrypted_text


@receiver(post_save, sender=Authenticator)
def forget_what_was_shown(instance: Authenticator, **kwargs: Any) -> None:
    """Leave hashes in the database; the page at hand still has the codes and shows them."""
    data = instance.data
    if instance.type != Authenticator.Type.RECOVERY_CODES:
        return
    if "seed" not in data or "viewed_at" not in data:
        return
    hasher = ScryptPasswordHasher()
    hashes = [
        hasher.encode(code, hasher.salt(), **COST)
        for code in instance.wrap().get_unused_codes()
    ]
    kept = {"migrated_codes": hashes, "viewed_at": data["viewed_at"]}
    Authenticator.objects.filter(pk=instance.pk).update(data=kept)
