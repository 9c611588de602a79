# SPDX-License-Identifier: Apache-2.0
"""Modules: loaded libraries whose functions are attributes."""

from __future__ import annotations

import os

from . import core
from .registry import register_object, runtime_function

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

__all__ = ["Module", "load_module", "system_lib"]

# Bits of `Module.get_property_mask`.
_BINARY_SERIALIZABLE = 1
_RUNNABLE = 2
_COMPILATION_EXPORTABLE = 4


@register_object("ffi.Module")
class Module(core.Object):
    """A loaded module. `mod.name` and `mod["name"]` are its functions; calling it calls the function `main`."""

    # The dictionary remembers functions found by attribute access.
    __slots__ = ("__dict__",)

    entry_name = "main"

    if TYPE_CHECKING:
        # From the type's registered fields.
        imports_: Sequence[Module]

    @property
    def kind(self) -> str:
        """What made the module: `library` for a shared library."""
        return str(runtime_function("ffi.ModuleGetKind")(self))

    @property
    def imports(self) -> Sequence[Module]:
        """The modules that this one looks functions up in besides its own."""
        return self.imports_

    def __getattr__(self, name: str) -> core.Function:
        """The function of that name; the next access finds it without asking."""
        if name.startswith("__") and name.endswith("__"):
            # Python's own protocols (copying, pickling) look for such names on everything.
            raise AttributeError(f"Module has no attribute {name!r}")
        function = self.get_function(name)
        self.__dict__[name] = function
        return function

    def __getitem__(self, name: str) -> core.Function:
        """The function of that name."""
        if not isinstance(name, str):
            raise ValueError("Can only take string as function name")
        return self.get_function(name)

    def __call__(self, *args: Any) -> Any:
        """Call the module's entry function, `main`."""
        return self.get_function(self.entry_name)(*args)

    def __reduce__(self) -> Any:
        """Refuse: a loaded library has no value to write down."""
        raise TypeError("a Module cannot be pickled or copied")

    def get_function(self, name: str, query_imports: bool = False) -> core.Function:
        """The function of that name, with `query_imports` also from imported modules; AttributeError when absent."""
        if not isinstance(name, str):
            raise TypeError(f"the function's name must be a str, got {type(name).__name__}")
        function: core.Function | None = runtime_function("ffi.ModuleGetFunction")(self, name, query_imports)
        if function is None:
            raise AttributeError(f"Module has no function {name!r}")
        if not function._is_described:
            # Names and defaults of parameters, for calls with keywords.
            function._describe(name, runtime_function("ffi.ModuleGetFunctionMetadata")(self, name, query_imports))
        return function

    def implements_function(self, name: str, query_imports: bool = False) -> bool:
        """Whether the module has the function."""
        return bool(runtime_function("ffi.ModuleImplementsFunction")(self, name, query_imports))

    def get_function_metadata(self, name: str, query_imports: bool = False) -> dict[str, Any] | None:
        """What was recorded with the function (its `type_schema` is JSON text itself), or None."""
        text = runtime_function("ffi.ModuleGetFunctionMetadata")(self, name, query_imports)
        if text is None:
            return None
        import json

        metadata: dict[str, Any] = json.loads(text)
        return metadata

    def get_function_doc(self, name: str, query_imports: bool = False) -> str | None:
        """The function's documentation, or None when it has none."""
        text = runtime_function("ffi.ModuleGetFunctionDoc")(self, name, query_imports)
        return str(text) if text else None

    def import_module(self, module: Module) -> None:
        """Add a module to `imports`. Cycles are refused."""
        runtime_function("ffi.ModuleImportModule")(self, module)

    def clear_imports(self) -> None:
        """Forget all imported modules."""
        runtime_function("ffi.ModuleClearImports")(self)

    def inspect_source(self, fmt: str = "") -> str:
        """The source that the module keeps, if any."""
        return str(runtime_function("ffi.ModuleInspectSource")(self, fmt))

    def get_write_formats(self) -> Sequence[str]:
        """The formats that `write_to_file` knows for this module."""
        formats: Sequence[str] = runtime_function("ffi.ModuleGetWriteFormats")(self)
        return formats

    def write_to_file(self, name: str | os.PathLike[str], fmt: str = "") -> None:
        """Write the module to a file; RuntimeError when its kind cannot be written."""
        runtime_function("ffi.ModuleWriteToFile")(self, os.fspath(name), fmt)

    def get_property_mask(self) -> int:
        """Bits of `ModulePropertyMask`."""
        return int(runtime_function("ffi.ModuleGetPropertyMask")(self))

    def is_binary_serializable(self) -> bool:
        """Whether the module can be stored as bytes and loaded again."""
        return bool(self.get_property_mask() & _BINARY_SERIALIZABLE)

    def is_runnable(self) -> bool:
        """Whether the module has functions to call."""
        return bool(self.get_property_mask() & _RUNNABLE)

    def is_compilation_exportable(self) -> bool:
        """Whether the module can be exported as an object file or source."""
        return bool(self.get_property_mask() & _COMPILATION_EXPORTABLE)


def load_module(path: str | os.PathLike[str], keep_module_alive: bool = True) -> Module:
    """Load a module from a file; the loader is chosen by the file's extension.

    With `keep_module_alive` the library stays loaded until the process ends, so that objects that it made remain valid.
    RuntimeError says in one line why a file cannot be loaded.
    """
    module: Module = runtime_function("ffi.ModuleLoadFromFile")(os.fspath(path))
    if keep_module_alive:
        runtime_function("ffi.ModuleGlobalsAdd")(module)
    return module


def system_lib(symbol_prefix: str = "") -> Module:
    """The module of symbols that are linked into the process itself."""
    module: Module = runtime_function("ffi.SystemLib")(symbol_prefix)
    return module


def __getattr__(name: str) -> Any:
    # `enum` costs more to import than the rest of the package.
    if name == "ModulePropertyMask":
        from ._enums import ModulePropertyMask

        globals()[name] = ModulePropertyMask
        return ModulePropertyMask
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
