# SPDX-License-Identifier: Apache-2.0
"""Where things are: our own files, and the shared library that another distribution installed.

Paths start from the folder of `core`, not from this file: in an editable install the Python files stay in the source
tree while the compiled ones, the headers and the CMake files are in site-packages.
"""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    import ctypes
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from .module import Module

_OWN_DISTRIBUTION = "tvm-ffi-c"
_REFERENCE_DISTRIBUTION = "apache-tvm-ffi"


def library_filename(target_name: str) -> str:
    """File name of the shared library that CMake makes for the target."""
    if sys.platform == "win32":
        return f"{target_name}.dll"
    if sys.platform == "darwin":
        return f"lib{target_name}.dylib"
    return f"lib{target_name}.so"


# ---- our own files ---------------------------------------------------------------------------------------------------


def _own_folders() -> list[str]:
    """Folders of this package that can hold installed files, the one of `core` first."""
    folders: list[str] = []
    core = sys.modules.get("tvm_ffi.core")
    core_file = getattr(core, "__file__", None)
    if core_file:
        folders.append(os.path.dirname(os.path.abspath(core_file)))
    package = sys.modules.get(__package__ or "tvm_ffi")
    for entry in [*getattr(package, "__path__", ()), os.path.dirname(os.path.abspath(__file__))]:
        folder = os.path.abspath(entry)
        if folder not in folders:
            folders.append(folder)
    with_lib = [folder for folder in folders if os.path.isdir(os.path.join(folder, "lib"))]
    return with_lib + [folder for folder in folders if folder not in with_lib]


def _find_own(what: str, *candidates: str, returns: str | None = None) -> str:
    """First of our folders that has one of the relative paths; the path itself, or `returns` below that folder."""
    folders = _own_folders()
    for folder in folders:
        for candidate in candidates:
            path = os.path.join(folder, *candidate.split("/"))
            if os.path.exists(path):
                found = path if returns is None else os.path.join(folder, *returns.split("/"))
                return os.path.realpath(found)
    searched = "".join(
        f"\n  {os.path.join(folder, *candidate.split('/'))}" for folder in folders for candidate in candidates
    )
    raise RuntimeError(f"Cannot find {what}; searched:{searched}")


def find_libtvm_ffi() -> str:
    """Path of the runtime library."""
    return _find_own("the runtime library", "lib/" + library_filename("tvm_ffi"))


def find_windows_implib() -> str:
    """Path of the import library that a Windows linker wants."""
    return _find_own("the import library", "lib/tvm_ffi.lib")


def find_include_path() -> str:
    """Folder to give to the compiler for `<tvm/ffi/...>`."""
    return _find_own("the headers", "include/tvm/ffi/c_api.h", returns="include")


def find_dlpack_include_path() -> str:
    """Folder to give to the compiler for `<dlpack/dlpack.h>`."""
    return _find_own("the DLPack header", "include/dlpack/dlpack.h", returns="include")


def find_python_helper_include_path() -> str:
    """Folder of the headers for Python extensions: the same as `find_include_path`."""
    return find_include_path()


def find_cmake_path() -> str:
    """Folder of `tvm_ffi-config.cmake`."""
    folder = "share/cmake/tvm_ffi"
    return _find_own("the CMake package", folder + "/tvm_ffi-config.cmake", returns=folder)


def find_source_path() -> str:
    """Folder of the installed package, which holds `include`, `lib` and `share`."""
    return _find_own("the installed package", "include", returns=".")


def find_stubgen() -> str:
    """Path of the stub generator's program."""
    name = "tvm-ffi-stubgen.exe" if sys.platform == "win32" else "tvm-ffi-stubgen"
    return _find_own("the stub generator", "bin/" + name)


def find_cython_lib() -> str:
    """Path of the extension module `tvm_ffi.core` (which is plain C; the name is the one that build scripts know)."""
    from importlib.machinery import EXTENSION_SUFFIXES

    return _find_own("the extension module", *("core" + suffix for suffix in EXTENSION_SUFFIXES))


def include_paths() -> list[str]:
    """All folders to give to the compiler, each once."""
    return sorted({find_include_path(), find_dlpack_include_path()})


# ---- another distribution's library ----------------------------------------------------------------------------------


def load_lib_module(
    package: str,
    target_name: str,
    keep_module_alive: bool = True,
    extra_lib_paths: list[Path] | None = None,
) -> Module:
    """Load the shared library that the distribution `package` installed for the CMake target `target_name`.

    `package` is the name of the distribution, as in its pyproject file, which need not be the name that is imported.
    Looked at in this order: the files that the distribution lists as installed, `extra_lib_paths`, the folders beside
    the package (`lib`, `build`, `build/lib`), the folders of LD_LIBRARY_PATH and PATH. With `keep_module_alive` the
    library stays loaded until the process ends. RuntimeError says what was searched.
    """
    path = find_library(package, target_name, extra_lib_paths)
    from .module import load_module

    return load_module(path, keep_module_alive=keep_module_alive)


def load_lib_ctypes(
    package: str,
    target_name: str,
    mode: str,
    extra_lib_paths: list[Path] | None = None,
) -> ctypes.CDLL:
    """Find the library as `load_lib_module` does, and open it with ctypes; `mode` is RTLD_GLOBAL or RTLD_LOCAL."""
    if mode not in ("RTLD_GLOBAL", "RTLD_LOCAL"):
        raise ValueError(f"mode must be 'RTLD_GLOBAL' or 'RTLD_LOCAL', got {mode!r}")
    path = find_library(package, target_name, extra_lib_paths)
    import ctypes

    return ctypes.CDLL(path, getattr(ctypes, mode))


def find_library(package: str, target_name: str, extra_lib_paths: list[Path] | None = None) -> str:
    """Path of the library that `load_lib_module` would load."""
    for name, value in (("package", package), ("target_name", target_name)):
        if not isinstance(value, str):
            raise TypeError(f"{name} must be a str, got {type(value).__name__}: {value!r}")
    if target_name == "" or os.path.basename(target_name) != target_name:
        raise ValueError(f"target_name must be the plain name of a CMake target, got {target_name!r}")
    extra = _checked_folders(extra_lib_paths)
    filename = library_filename(target_name)
    installed = _installed_files(package)
    for path in installed or ():
        if os.path.basename(path) == filename and os.path.isfile(path):
            return path
    searched: list[str] = []
    for folder in (*extra, *_folders_beside(package), *_environment_folders()):
        if folder in searched:
            continue
        searched.append(folder)
        path = os.path.join(folder, filename)
        if os.path.isfile(path):
            return path
    raise RuntimeError(_not_found_message(package, filename, installed, searched))


def _checked_folders(extra_lib_paths: list[Path] | None) -> list[str]:
    if extra_lib_paths is None:
        return []
    from pathlib import Path

    if not isinstance(extra_lib_paths, (list, tuple)):
        raise TypeError(f"extra_lib_paths must be a list of pathlib.Path, got {type(extra_lib_paths).__name__}")
    for i, path in enumerate(extra_lib_paths):
        if not isinstance(path, Path):
            raise TypeError(f"extra_lib_paths[{i}] must be a pathlib.Path, got {type(path).__name__}: {path!r}")
    return [os.path.abspath(path) for path in extra_lib_paths]


def _normalized(name: str) -> str:
    """The name as package indexes compare it: lower case, runs of `-`, `_` and `.` are one `-`."""
    return "-".join(filter(None, name.lower().replace("_", "-").replace(".", "-").split("-")))


def _installed_files(package: str) -> list[str] | None:
    """Absolute paths of the libraries among the distribution's files; None when it is not installed."""
    wanted = [_normalized(package)]
    if wanted[0] == _REFERENCE_DISTRIBUTION:
        wanted.append(_OWN_DISTRIBUTION)
    for name in wanted:
        files = _files_by_record(name)
        if files is None:
            files = _files_by_metadata(name)
        if files is not None:
            return files
    return None


def _files_by_record(name: str) -> list[str] | None:
    """What importlib.metadata would answer for an ordinary installation, without its 30 ms of import time."""
    for entry in sys.path:
        folder = os.path.abspath(entry or os.curdir)
        try:
            children = os.listdir(folder)
        except OSError:
            continue
        for child in children:
            if not child.endswith(".dist-info"):
                continue
            if _normalized(child[: -len(".dist-info")].partition("-")[0]) != name:
                continue
            try:
                with open(os.path.join(folder, child, "RECORD"), encoding="utf-8") as file:
                    lines = file.read().splitlines()
            except (OSError, UnicodeDecodeError):
                return None
            if any(line.startswith('"') for line in lines):
                return None  # quoted paths: leave them to the csv module behind importlib.metadata
            paths = (line.split(",", 1)[0] for line in lines)
            return [_joined(folder, path) for path in paths if _is_library(path)]
    return None


def _files_by_metadata(name: str) -> list[str] | None:
    import importlib.metadata

    try:
        distribution = importlib.metadata.distribution(name)
    except (importlib.metadata.PackageNotFoundError, ValueError):
        return None
    return [
        os.path.abspath(str(distribution.locate_file(file)))
        for file in distribution.files or ()
        if _is_library(str(file))
    ]


def _joined(folder: str, record_path: str) -> str:
    return os.path.abspath(os.path.join(folder, *record_path.split("/")))


def _is_library(path: str) -> bool:
    return path.endswith((".so", ".dylib", ".dll"))


def _folders_beside(package: str) -> Iterator[str]:
    """Folders near the package's own: an editable or source-tree use keeps its library in a build folder."""
    for root in _package_folders(package):
        for base in (root, os.path.dirname(root), os.path.dirname(os.path.dirname(root))):
            for part in ("", "lib", "build", os.path.join("build", "lib")):
                yield os.path.normpath(os.path.join(base, part))


def _package_folders(package: str) -> list[str]:
    """Folders of the import package that has the distribution's name in Python's spelling, if there is one."""
    name = _normalized(package)
    if name in (_REFERENCE_DISTRIBUTION, _OWN_DISTRIBUTION):
        return _own_folders()
    import_name = name.replace("-", "_")
    module = sys.modules.get(import_name)
    locations: Iterable[str] | None = getattr(module, "__path__", None)
    if module is None:
        import importlib.util

        try:
            spec = importlib.util.find_spec(import_name)
        except (ImportError, ValueError):
            spec = None
        locations = spec.submodule_search_locations if spec is not None else None
    return [os.path.abspath(location) for location in locations or ()]


def _environment_folders() -> Iterator[str]:
    variables = {"win32": ("PATH",), "darwin": ("DYLD_LIBRARY_PATH", "PATH")}
    for variable in variables.get(sys.platform, ("LD_LIBRARY_PATH", "PATH")):
        for folder in os.environ.get(variable, "").split(os.pathsep):
            if folder:
                yield os.path.abspath(folder)


def _not_found_message(package: str, filename: str, installed: list[str] | None, searched: list[str]) -> str:
    lines = [f"Cannot find library {filename}"]
    if installed is None:
        lines[0] += f": no distribution named {package!r} is installed{_nearest_hint(package)}"
    else:
        lines[0] += f": the distribution {package!r} is installed without it"
        has = sorted({os.path.basename(path) for path in installed})
        if has:
            lines[0] += f" (its libraries: {', '.join(has)})"
    lines.append("searched directories:")
    lines.extend(f"  {folder}" for folder in searched)
    return "\n".join(lines)


def _nearest_hint(package: str) -> str:
    """Names the distribution that was probably meant: the owner of an import package of that name, or a near name."""
    import difflib
    import importlib.metadata

    wanted = _normalized(package)
    names: dict[str, str] = {}
    for distribution in importlib.metadata.distributions():
        name = distribution.metadata["Name"]
        if not name:
            continue
        names[_normalized(name)] = name
        for file in distribution.files or ():
            top, slash, _ = str(file).replace("\\", "/").partition("/")
            if slash and _normalized(top) == wanted and not top.endswith(".dist-info"):
                return f" (the import package {top!r} belongs to the distribution {name!r})"
    near = difflib.get_close_matches(wanted, names, n=1)
    return f" (did you mean {names[near[0]]!r}?)" if near else ""
