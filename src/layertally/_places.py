"""Where the files that ship beside the code lie: in, nothing; out, folders that exist."""

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
    return _first(_PACKAGE / "templates", _CHECKOUT / "templates")


def fonts_dir() -> Path:
    """The folder of the faces that PNG and PDF are drawn with, their licences beside them.

    Raises:
        FileNotFoundError: the installation is damaged; no user input leads here.

    >>> fonts_dir().name
    'fonts'
    """
    return _first(_PACKAGE / "fonts")


def _first(*candidates: Path) -> Path:
    for candidate in candidates:
        if candidate.is_dir():
            return candidate
    looked = ", ".join(str(candidate) for candidate in candidates)
    raise FileNotFoundError(f"layertally is not installed whole: looked for {looked}; install it again")
