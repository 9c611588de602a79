# SPDX-License-Identifier: Apache-2.0
"""Which exception class an error's kind becomes, and the reverse."""

from __future__ import annotations

from . import core

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeVar, overload

    _Exception = TypeVar("_Exception", bound=type[BaseException])

__all__ = ["Error", "register_error"]

Error = core.Error

if TYPE_CHECKING:

    @overload
    def register_error(name_or_cls: _Exception, cls: None = None) -> _Exception: ...
    @overload
    def register_error(name_or_cls: str, cls: _Exception) -> _Exception: ...
    @overload
    def register_error(name_or_cls: str | None = None, cls: None = None) -> Callable[[_Exception], _Exception]: ...


def register_error(
    name_or_cls: str | _Exception | None = None, cls: _Exception | None = None
) -> _Exception | Callable[[_Exception], _Exception]:
    """Let errors of a kind be raised as a class, and exceptions of that class travel as errors of that kind.

    Called with a kind and a class, or as a decorator: bare (the kind is the class's name) or with a kind. Returns the
    class.
    """

    def register(error_cls: _Exception) -> _Exception:
        name = name_or_cls if isinstance(name_or_cls, str) else error_cls.__name__
        core.register_error_class(name, error_cls)
        return error_cls

    if isinstance(name_or_cls, type):
        return register(name_or_cls)
    if name_or_cls is not None and not isinstance(name_or_cls, str):
        raise TypeError(f"the kind must be a str, got {type(name_or_cls).__name__}")
    return register if cls is None else register(cls)
