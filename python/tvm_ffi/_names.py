# SPDX-License-Identifier: Apache-2.0
"""Hints for error messages: the existing name that was probably meant."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

# Comparing is quadratic in the length and linear in the number of names; an error message may not take seconds.
_MOST_NAMES = 20_000


def did_you_mean(wanted: str, names: Iterable[str]) -> str:
    """Text to append to an error message: `; did you mean 'x'?`, or nothing when no name is near."""
    import difflib
    from itertools import islice

    candidates = list(islice((name for name in names if abs(len(name) - len(wanted)) < 16), _MOST_NAMES))
    near = difflib.get_close_matches(wanted, candidates, n=1, cutoff=0.7)
    return f"; did you mean {near[0]!r}?" if near else ""
