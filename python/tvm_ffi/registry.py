# SPDX-License-Identifier: Apache-2.0
"""Global functions by name, and Python classes for registered types."""

from __future__ import annotations

import sys

from . import core
from ._names import did_you_mean

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from types import ModuleType
    from typing import Any, Literal, TypeVar, overload

    _Class = TypeVar("_Class", bound=type)

__all__ = [
    "get_global_func",
    "get_global_func_metadata",
    "get_registered_type_keys",
    "init_ffi_api",
    "list_global_func_names",
    "register_global_func",
    "register_object",
    "remove_global_func",
]

# The runtime's own functions, looked up when first used, and kept: they are not meant to be removed or overridden.
_RUNTIME_FUNCTIONS: dict[str, core.Function] = {}


def runtime_function(name: str) -> core.Function:
    """A function that the runtime itself registers, such as `ffi.ModuleGetFunction`."""
    function = _RUNTIME_FUNCTIONS.get(name)
    if function is None:
        function = _RUNTIME_FUNCTIONS[name] = get_global_func(name)
    return function


# ---- global functions ------------------------------------------------------------------------------------------------

if TYPE_CHECKING:

    @overload
    def get_global_func(name: str, allow_missing: Literal[False] = False) -> core.Function: ...
    @overload
    def get_global_func(name: str, allow_missing: bool) -> core.Function | None: ...


def get_global_func(name: str, allow_missing: bool = False) -> core.Function | None:
    """The global function of that name.

    A missing one is a ValueError that names the nearest existing name, or None with `allow_missing`.
    """
    function = core.get_global_func(name)
    if function is None and not allow_missing:
        raise ValueError(f"Cannot find global function {name}{did_you_mean(name, list_global_func_names())}")
    return function


def list_global_func_names() -> list[str]:
    """Names of all global functions, in the order of registration."""
    functor = runtime_function("ffi.FunctionListGlobalNamesFunctor")()
    return [str(functor(i)) for i in range(functor(-1))]


def get_global_func_metadata(name: str) -> dict[str, Any]:
    """What was recorded with a global function; empty for functions made in Python.

    `type_schema`, where present, is JSON text itself. RuntimeError when there is no such function.
    """
    text = runtime_function("ffi.GetGlobalFuncMetadata")(name)
    if not text:
        return {}
    import json

    metadata: dict[str, Any] = json.loads(text)
    return metadata


def remove_global_func(name: str) -> None:
    """Take a global function out of the registry; holders of it keep it. A missing name is no error."""
    runtime_function("ffi.FunctionRemoveGlobal")(name)


if TYPE_CHECKING:

    @overload
    def register_global_func(
        func_name: Callable[..., Any], f: None = None, override: bool = False
    ) -> core.Function: ...
    @overload
    def register_global_func(func_name: str, f: Callable[..., Any], override: bool = False) -> core.Function: ...
    @overload
    def register_global_func(
        func_name: str, f: None = None, override: bool = False
    ) -> Callable[[Callable[..., Any]], core.Function]: ...


def register_global_func(
    func_name: str | Callable[..., Any],
    f: Callable[..., Any] | None = None,
    override: bool = False,
) -> core.Function | Callable[[Callable[..., Any]], core.Function]:
    """Register a callable under a global name and return it as a Function.

    Also a decorator, with a name or bare (then the callable's `__name__` is taken). A taken name is a RuntimeError
    unless `override` is true.
    """
    if callable(func_name):
        f, func_name = func_name, func_name.__name__
    if not isinstance(func_name, str):
        raise TypeError(f"func_name must be a str or a callable, got {type(func_name).__name__}")
    name = func_name

    def register(function: Callable[..., Any]) -> core.Function:
        if not callable(function):
            raise TypeError(f"expected a callable to register as {name!r}, got {type(function).__name__}")
        return core.set_global_func(name, function, override)

    return register if f is None else register(f)


def init_ffi_api(namespace: str, target_module_name: str | None = None) -> None:
    """Set each global function `namespace.name` as attribute `name` of a module.

    The module is the one named `target_module_name`, which must be imported already (KeyError); by default the
    namespace's own. A leading `tvm.` of the namespace is not part of the functions' names. ValueError when nothing at
    all is registered below the namespace, with the nearest one that exists.
    """
    module_name = target_module_name if target_module_name else namespace
    module = sys.modules[module_name]
    prefix = namespace[len("tvm.") :] if namespace.startswith("tvm.") else namespace
    start = prefix + "."
    names = list_global_func_names()
    below = [name for name in names if name.startswith(start)]
    if not below:
        _check_namespace(prefix, names)
    for name in below:
        attribute = name[len(start) :]
        if "." not in attribute:
            _set_function(module, attribute, get_global_func(name))


def _set_function(module: ModuleType, attribute: str, function: core.Function) -> None:
    function.__name__ = attribute
    setattr(module, attribute, function)


def _check_namespace(prefix: str, function_names: list[str]) -> None:
    """A library may register types only; a namespace that nothing begins with is a typing error or a missing import."""
    names = [*function_names, *get_registered_type_keys()]
    start = prefix + "."
    if any(name.startswith(start) for name in names):
        return
    known = {name.rpartition(".")[0] for name in names if "." in name}
    raise ValueError(
        f"No global function or type begins with {start!r}: the library that registers it is not loaded, or the "
        f"namespace is misspelt{did_you_mean(prefix, sorted(known))}"
    )


# ---- types -----------------------------------------------------------------------------------------------------------


def get_registered_type_keys() -> Sequence[str]:
    """Keys of all registered types."""
    keys: Sequence[str] = runtime_function("ffi.GetRegisteredTypeKeys")()
    return keys


if TYPE_CHECKING:

    @overload
    def register_object(type_key: _Class, *, init: bool = True) -> _Class: ...
    @overload
    def register_object(type_key: str | None = None, *, init: bool = True) -> Callable[[_Class], _Class]: ...


def register_object(type_key: str | _Class | None = None, *, init: bool = True) -> _Class | Callable[[_Class], _Class]:
    """Bind a Python class to a registered type: a decorator with the type's key, by default the class's name.

    The class gets the type's fields and methods where its body does not define that name, and with `init` a
    constructor that takes what the registered one takes. ValueError when there is no such type.
    """

    def bind(cls: _Class) -> _Class:
        key = type_key if isinstance(type_key, str) else cls.__name__
        index = core.type_key_to_index(key)
        if index is None:
            raise ValueError(f"Cannot find object type index for {key}{did_you_mean(key, get_registered_type_keys())}")
        core.register_class(index, cls, init)
        return cls

    if isinstance(type_key, type):
        return bind(type_key)
    if type_key is not None and not isinstance(type_key, str):
        raise TypeError(f"type_key must be a str, got {type(type_key).__name__}")
    return bind
