# SPDX-License-Identifier: Apache-2.0
"""Who includes whom: include <- base <- core <- container <- extra; everybody else sees public headers."""

import re

from project import C_FILES, complain, files_under, includes_of

LAYERS = ["base", "core", "container", "extra"]
PUBLIC = re.compile(r"(tvm/ffi|dlpack)/")

# What each layer may use of the system beyond ISO C; all differences between systems live in these files.
SYSTEM_HEADERS = re.compile(r"(pthread|dlfcn|unistd|link|elf|windows|fcntl|sys/\w+)\.h|cxxabi\.h|unwind\.h")


def problems_of_layer(layer):
    allowed = LAYERS[: LAYERS.index(layer) + 1]
    for name in files_under(f"src/{layer}", *C_FILES):
        for line, path, quoted in includes_of(name):
            if quoted and path.split("/")[0] not in allowed:
                yield f"{name}:{line}: {layer} includes {path}; it may use {', '.join(allowed)}"


def test_layers_look_down_only():
    complain([problem for layer in LAYERS for problem in problems_of_layer(layer)])


def test_layers_include_with_the_layer_in_the_path():
    complain(
        [
            f'{name}:{line}: include "{path}" without its layer'
            for name in files_under("src", *C_FILES)
            for line, path, quoted in includes_of(name)
            if quoted and "/" not in path
        ]
    )


def test_public_headers_include_public_headers_only():
    complain(
        [
            f'{name}:{line}: a public header includes "{path}"'
            for name in files_under("include", ".h")
            for line, path, quoted in includes_of(name)
            if quoted
        ]
    )


def test_the_leaf_layer_knows_nothing_of_values():
    complain(
        [
            f"{name}:{line}: base includes {path}"
            for name in files_under("src/base", *C_FILES)
            for line, path, _ in includes_of(name)
            if path.startswith("tvm/")
        ]
    )


def test_systems_differ_in_the_leaf_layer_only():
    allowed = ("src/base/", "src/core/backtrace")
    complain(
        [
            f"{name}:{line}: {path} belongs behind a function of src/base"
            for name in files_under("src", *C_FILES)
            if not name.startswith(allowed)
            for line, path, quoted in includes_of(name)
            if not quoted and SYSTEM_HEADERS.fullmatch(path)
        ]
    )


def test_the_extension_sees_public_headers_only():
    own = {name.rsplit("/", 1)[1] for name in files_under("python/ext", *C_FILES)}
    complain(
        [
            f"{name}:{line}: python/ext includes {path}"
            for name in files_under("python/ext", *C_FILES)
            for line, path, quoted in includes_of(name)
            if quoted and path not in own
        ]
    )


def test_the_stub_generator_uses_the_leaf_layer_and_in_one_file_the_abi():
    own = {name.rsplit("/", 1)[1] for name in files_under("stubgen", *C_FILES)}
    problems = []
    for name in files_under("stubgen", *C_FILES):
        for line, path, quoted in includes_of(name):
            if quoted and not path.startswith("base/") and path.rsplit("/", 1)[-1] not in own:
                problems.append(f"{name}:{line}: stubgen includes {path}")
            if PUBLIC.match(path) and not name.startswith("stubgen/registry"):
                problems.append(f"{name}:{line}: only stubgen/registry* may use the ABI")
    complain(problems)


def test_each_source_includes_its_own_header_first():
    problems = []
    files = [name for folder in ("src", "stubgen", "python/ext") for name in files_under(folder, ".c")]
    headers = set(files_under("src", ".h") + files_under("stubgen", ".h") + files_under("python/ext", ".h"))
    for name in files:
        header = name[:-1] + "h"
        includes = includes_of(name)
        if header in headers and (not includes or not header.endswith(includes[0][1])):
            problems.append(f"{name}: does not include {header} first")
    complain(problems)
