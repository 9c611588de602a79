# SPDX-License-Identifier: Apache-2.0
"""The container classes, known to `collections.abc` as what they are.

The classes are made in C, with all methods of the abstract classes; registering them costs less than inheriting.
"""

from __future__ import annotations

# What `collections.abc` re-exports, without importing the rest of `collections`; Python itself has it loaded already.
from _collections_abc import Mapping, MutableMapping, MutableSequence, Sequence

from .core import Array, Dict, List, Map

__all__ = ["Array", "Dict", "List", "Map"]

Sequence.register(Array)
MutableSequence.register(List)
Mapping.register(Map)
MutableMapping.register(Dict)
