"""Where the files that ship beside the code lie: in, nothing; out, a folder that exists."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_CHECKOUT = _PACKAGE.parent.parent


def templates_dir() -> Path:
    """The folder of page templates: inside the installed package, or at the top of a checkout.

    Raises:
        FileNotFoundError: the installation is damaged; no user input leads here.

    >>> templates_dir().name
    'templates'
    """
    for candidate in (_PACKAGE / "templates", _CHECKOUT / "templates"):
        if candidate.is_dir():
            return candidate
    raise FileNotFoundError(f"layertally is not installed whole: {_PACKAGE / 'templates'} is missing; install it again")
