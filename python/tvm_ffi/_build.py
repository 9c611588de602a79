# SPDX-License-Identifier: Apache-2.0
"""Whether the Python files, the extension module and the library were built together."""

from __future__ import annotations

from ._version import BUILD_ID

_MIXED = "files of apache-tvm-ffi and tvm-ffi-c are mixed: uninstall both, then install one"


def check() -> None:
    """Import `core` and compare its build identity with ours; `core` itself does so with the library's.

    Two distributions own the folder `tvm_ffi`, and installers write one over the other without a word.
    """
    try:
        import tvm_ffi.core as core
    except ImportError as error:
        if error.name != "tvm_ffi.core":
            raise
        raise ImportError(
            f"{error}: tvm_ffi is not completely installed for this interpreter", name=error.name
        ) from None
    found = getattr(core, "BUILD_ID", "unknown")
    if found != BUILD_ID:
        raise ImportError(f"{_MIXED} (Python files: {BUILD_ID}; core: {found})")
