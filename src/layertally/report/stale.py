"""Whether a frozen description still says what its model says.

In: both models, annotated. Out: one verdict, with the layers that changed.
"""

from __future__ import annotations

from ..annotation import Annotated
from .cells import clean
from .compare import compare
from .freeze.proof import differences
from .phrases import say
from .verdict import Verdict

MOST = 12


def staleness(frozen: Annotated, live: Annotated, name: str, against: str, lang: str = "en") -> tuple[Verdict, ...]:
    """`agrees` or `differs`, of the description as a whole."""
    found = compare(frozen, live)
    changes = [change for change in found.changes if change.kind != "same"]
    details = [f"{say(change.kind, lang)}  {change.name}  {change.type}  {change.what}".rstrip() for change in changes]
    if not changes:  # names, scopes, outputs; groups are the author's own
        off = [clean(each) for each in differences(frozen, live) if not each.startswith("groups: ")]
        details = [f"{say('changed', lang)}  {each}" for each in off]
    if not details:
        return (Verdict("agrees", say("fresh", lang, name, against)),)
    count = len(details)
    if count > MOST:
        details = [*details[:MOST], f"… {count - MOST}"]
    command = f"layertally freeze {against} -o {name}"
    return (
        Verdict(
            "differs",
            say("stale", lang, name, count, against),
            details=tuple(details),
            help=say("freeze_again", lang, command),
        ),
    )
