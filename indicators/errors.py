"""What the actions of this room raise; the message is for the screen."""

from collections.abc import Sequence


class BrokenRule(Exception):
    """Rules were broken; ``messages`` says which, in Japanese."""

    def __init__(self, messages: Sequence[str]) -> None:
        self.messages = list(messages)
        super().__init__("\n".join(self.messages))
