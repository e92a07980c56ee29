"""Whether a frozen description still says what its model says.

In: both models, annotated. Out: one verdict, with the layers that changed.
"""

from __future__ import annotations

from ..annotation import Annotated
from .compare import compare
from .phrases import say
from .verdict import Verdict

MOST = 12


def staleness(frozen: Annotated, live: Annotated, name: str, against: str, lang: str = "en") -> tuple[Verdict, ...]:
    """`agrees` or `differs`, of the description as a whole."""
    found = compare(frozen, live)
    changes = [change for change in found.changes if change.kind != "same"]
    if not changes:
        return (Verdict("agrees", say("fresh", lang, name, against)),)
    details = [
        f"{say(change.kind, lang)}  {change.name}  {change.type}  {change.what}".rstrip() for change in changes[:MOST]
    ]
    if len(changes) > MOST:
        details.append(f"… {len(changes) - MOST}")
    command = f"layertally freeze {against} -o {name}"
    return (
        Verdict(
            "differs",
            say("stale", lang, name, len(changes), against),
            details=tuple(details),
            help=say("freeze_again", lang, command),
        ),
    )
