"""The one exception that is meant for the person who runs the tool."""


class UserError(Exception):
    """A mistake that the user can mend, told in one line.

    The message names the file, the key or line, what was expected and what was found.
    Commands print it as it stands and exit with status 1; no traceback is shown.
    """
