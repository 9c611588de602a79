# SPDX-License-Identifier: Apache-2.0
"""The public names: declared, exported, tested, as abi/ records them."""

import json
import re

from project import ROOT, code_of, complain, files_under, text_of


def recorded_functions():
    return {function["name"] for function in json.loads((ROOT / "abi/abi.json").read_text())["functions"]}


def registered_globals():
    """The recorded names that our sources register."""
    recorded = [function["name"] for function in json.loads((ROOT / "abi/registry.json").read_text())["functions"]]
    sources = "\n".join(text_of(name) for name in files_under("src", ".c"))
    return [name for name in recorded if re.search(rf'\{{"{re.escape(name)}",\s+"', sources)]


def declared_in(header):
    return set(re.findall(r"^TVM_FFI_DLL\b[^;(]*?\b(\w+)\(", code_of(header), re.MULTILINE))


def test_the_headers_declare_the_recorded_functions():
    declared = declared_in("include/tvm/ffi/c_api.h") | declared_in("include/tvm/ffi/extra/c_env_api.h")
    assert len(declared) == 50
    assert declared == recorded_functions()


def test_additions_are_told_apart():
    additions = declared_in("include/tvm/ffi/extra/c_runtime_api.h")
    assert additions
    assert all(name.startswith("tvm_ffi_") for name in additions)


def test_no_other_header_links_an_addition():
    additions = declared_in("include/tvm/ffi/extra/c_runtime_api.h")
    call = re.compile(rf"\b({'|'.join(sorted(additions))})\(")
    complain(
        [
            f"{name}: uses {match}"
            for name in files_under("include", ".h")
            if not name.endswith("c_runtime_api.h")
            for match in call.findall(code_of(name))
        ]
    )


def test_each_function_of_the_abi_is_defined_once():
    definition = re.compile(r"^[^\s#/][^;{}]*?\b(TVMFFI\w+)\([^;{}]*\)\s*\{", re.MULTILINE)
    homes = {}
    for name in files_under("src", ".c"):
        for function in definition.findall(code_of(name)):
            homes.setdefault(function, []).append(name)
    missing = [f"{name}: not defined" for name in sorted(recorded_functions() - set(homes))]
    complain(missing + [f"{name}: defined in {files}" for name, files in homes.items() if len(files) > 1])


def test_each_function_of_the_abi_has_a_unit_test():
    texts = "\n".join(code_of(name) for name in files_under("tests/unit", ".c"))
    complain(
        [
            f"{name}: called by no unit test"
            for name in sorted(recorded_functions())
            if not re.search(rf"\b{name}\(", texts)
        ]
    )


def test_each_function_of_the_abi_is_in_the_failure_walk():
    name = "tests/unit/core/test_abi_walk.c"
    assert (ROOT / name).exists(), f"{name} is missing"
    walked = set(re.findall(r'\{"((?:TVMFFI|tvm_ffi_)\w+)"', text_of(name)))
    assert walked == recorded_functions() | declared_in("include/tvm/ffi/extra/c_runtime_api.h")


def test_each_global_function_is_called_by_a_test():
    registered = registered_globals()
    assert len(registered) == 100
    texts = "\n".join(text_of(name) for name in files_under("tests", ".c", ".cc", ".h", ".py", ".json"))
    complain([f"{name}: named by no test" for name in registered if f'"{name}"' not in texts])


def test_the_library_does_not_end_the_process():
    ends = re.compile(r"\b(abort|_?_?[eE]xit|quick_exit|raise|kill|signal|sigaction|atexit)\(")
    complain(
        [
            f"{name}: calls {match.group(1)}"
            for name in files_under("src", ".c") + files_under("src", ".h")
            if not name.startswith("src/testing/")
            for match in ends.finditer(code_of(name))
        ]
    )
