# SPDX-License-Identifier: Apache-2.0
"""Views of Map and Dict. Imported by `core` when `keys`, `values` or `items` is first called."""

from __future__ import annotations

import _collections_abc as abc

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

__all__ = ["ItemsView", "KeysView", "ValuesView"]

# `_mapping` is what the abstract classes call the container that they were made for.


class KeysView(abc.KeysView):  # type: ignore[type-arg]
    """Keys in order of insertion; a set as to comparison and set operations."""

    __slots__ = ()


class ValuesView(abc.ValuesView):  # type: ignore[type-arg]
    """Values in order of insertion."""

    __slots__ = ()

    def __iter__(self) -> Iterator[Any]:
        return self._mapping._iter_values()  # type: ignore[no-any-return,attr-defined]

    def __contains__(self, value: object) -> bool:
        return any(v is value or v == value for v in self)


class ItemsView(abc.ItemsView):  # type: ignore[type-arg]
    """Pairs of key and value in order of insertion."""

    __slots__ = ()

    def __iter__(self) -> Iterator[tuple[Any, Any]]:
        return self._mapping._iter_items()  # type: ignore[no-any-return,attr-defined]
