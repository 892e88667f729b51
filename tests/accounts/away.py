"""A mail server that does not answer."""

from django.core.mail.backends.base import BaseEmailBackend


class MailServer(BaseEmailBackend):
    def send_messages(self, email_messages):
        raise ConnectionRefusedError
