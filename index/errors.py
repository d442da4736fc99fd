"""The exception tree. A refusal to answer is a verdict, never one of these.

QuothError
├── UsageError            the person who asks or types the command can mend it
│   ├── QuestionError
│   ├── AnswerMissingError
│   └── AnswerExpiredError
├── OperatorError         whoever runs Quoth can mend it: settings, sources, disk
│   ├── SettingsError
│   ├── SourceError
│   ├── IndexMissingError
│   ├── IndexInvalidError
│   ├── BuildLockedError
│   ├── BuildRefusedError
│   ├── StorageError
│   └── ModelError
└── UnavailableError      try again later
"""


class QuothError(Exception):
    """Base of all errors that carry a message written for a person, with the fix in it."""


class UsageError(QuothError):
    """The call was wrong; calling again differently helps."""


class QuestionError(UsageError):
    """The question cannot be taken: empty, too long, or no text."""


class AnswerMissingError(UsageError):
    """No answer with this id was ever kept here."""


class AnswerExpiredError(UsageError):
    """The answer was kept here, and is erased: past its retention, or at its person's wish."""


class OperatorError(QuothError):
    """Something in the installation, the settings or the sources has to be mended."""


class SettingsError(OperatorError):
    """A setting is unknown or has a value that cannot be used."""


class SourceError(OperatorError):
    """A source cannot be read; names the file and the fix."""

    def __init__(self, path: str, why: str, fix: str) -> None:
        super().__init__(f"{path!r}: {why}. {fix}")
        self.path, self.why, self.fix = path, why, fix


class IndexMissingError(OperatorError):
    """There is no generation to read; `quoth build` makes one."""


class IndexInvalidError(OperatorError):
    """A generation on disk does not match its manifest or these models."""


class BuildLockedError(OperatorError):
    """Another build holds the writer's lock; names the process."""


class BuildRefusedError(OperatorError):
    """A build was finished but not published, or would lose too much; says what and how to go on."""


class StorageError(OperatorError):
    """The data folder cannot be written: no room, no permission, or no such disk."""


class ModelError(OperatorError):
    """A model cannot be loaded or does not have the inputs and outputs that its room needs."""


class UnavailableError(QuothError):
    """Busy or shutting down; the same call may go through later."""
