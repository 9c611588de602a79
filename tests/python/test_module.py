# SPDX-License-Identifier: Apache-2.0
"""Loading libraries, and modules as Python objects."""

import copy
import gc
import pickle
import subprocess
from pathlib import Path

import pytest
import tvm_ffi
from tvm_ffi import Module, libinfo
from tvm_ffi.module import ModulePropertyMask

SOURCE = r"""
#include <string.h>
#include <tvm/ffi/c_api.h>
static int give(TVMFFIAny* out, int64_t value) {
  out->type_index = kTVMFFIInt;
  out->zero_padding = 0;
  out->v_int64 = value;
  return 0;
}
static int text(TVMFFIAny* out, const char* content) {
  TVMFFIByteArray bytes = {content, strlen(content)};
  return TVMFFIStringFromByteArray(&bytes, out);
}
#define EXPORT(NAME) \
  TVM_FFI_DLL_EXPORT int NAME(void* self, const TVMFFIAny* args, int32_t n, TVMFFIAny* out); \
  TVM_FFI_DLL_EXPORT int NAME(void* self, const TVMFFIAny* args, int32_t n, TVMFFIAny* out)
EXPORT(__tvm_ffi_add_one) { (void)self; (void)n; return give(out, args[0].v_int64 + 1); }
EXPORT(__tvm_ffi_main) { (void)self; (void)args; return give(out, 100 + n); }
EXPORT(__tvm_ffi_fails) {
  (void)self; (void)args; (void)n; (void)out;
  TVMFFIErrorSetRaisedFromCStr("ValueError", "as asked for");
  return -1;
}
EXPORT(__tvm_ffi__metadata_add_one) {
  (void)self; (void)args; (void)n;
  return text(out, "{\"type_schema\":\"{}\",\"level\":3}");
}
EXPORT(__tvm_ffi__doc_add_one) { (void)self; (void)args; (void)n; return text(out, "Adds one."); }
"""


def compile_library(folder, name, source=SOURCE, *flags):
    path = folder / libinfo.library_filename(name)
    unit = folder / f"{name}.c"
    unit.write_text(source)
    includes = [f"-I{p}" for p in libinfo.include_paths()]
    subprocess.run(["cc", "-shared", "-fPIC", *includes, unit, "-o", path, *flags], check=True)
    return path


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    return compile_library(tmp_path_factory.mktemp("module"), "sample")


@pytest.fixture
def module(path):
    return tvm_ffi.load_module(path)


# ---- functions


def test_functions_are_attributes(module):
    assert module.add_one(1) == 2
    assert module["add_one"](2) == 3
    assert module.get_function("add_one")(3) == 4
    assert isinstance(module.add_one, tvm_ffi.Function)


def test_attributes_are_remembered(module):
    assert module.add_one is module.add_one
    assert "add_one" in vars(module)


def test_calling_the_module_calls_main(module):
    assert module.entry_name == "main"
    assert module() == 100
    assert module(1, 2) == 102


def test_a_missing_function(module):
    for use in (lambda: module.nope, lambda: module["nope"], lambda: module.get_function("nope")):
        with pytest.raises(AttributeError, match="Module has no function 'nope'"):
            use()
    assert not hasattr(module, "nope")
    assert module.implements_function("add_one") is True
    assert module.implements_function("nope") is False


def test_names_are_text(module):
    with pytest.raises(ValueError, match="Can only take string as function name"):
        module[3]
    with pytest.raises(TypeError):
        module.get_function(3)


def test_errors_come_through(module):
    with pytest.raises(ValueError, match="as asked for"):
        module.fails()


def test_metadata_and_doc(module):
    assert module.get_function_metadata("add_one") == {"type_schema": "{}", "level": 3}
    assert module.get_function_doc("add_one") == "Adds one."
    assert module.get_function_metadata("main") is None
    assert module.get_function_doc("main") is None
    assert module.get_function_doc("nope") is None


# ---- the module


def test_kind_and_properties(module):
    assert module.kind == "library"
    mask = module.get_property_mask()
    assert module.is_runnable() == bool(mask & ModulePropertyMask.RUNNABLE)
    assert module.is_runnable()
    assert module.is_binary_serializable() == bool(mask & ModulePropertyMask.BINARY_SERIALIZABLE)
    assert not module.is_compilation_exportable()
    assert list(module.get_write_formats()) == []
    assert module.inspect_source() == ""
    with pytest.raises(RuntimeError, match="WriteToFile"):
        module.write_to_file("somewhere")


def test_imports(path, module, tmp_path):
    other = tvm_ffi.load_module(compile_library(tmp_path, "other", SOURCE.replace("add_one", "add_ten")))
    assert list(module.imports) == []
    module.import_module(other)
    assert len(module.imports) == 1
    assert module.get_function("add_ten", query_imports=True)(1) == 2
    assert module.implements_function("add_ten", query_imports=True)
    assert not module.implements_function("add_ten")
    with pytest.raises(AttributeError):
        module.get_function("add_ten")
    with pytest.raises(RuntimeError):
        other.import_module(module)
    module.clear_imports()
    assert len(module.imports) == 0


def test_no_copies(module):
    for make in (pickle.dumps, copy.copy, copy.deepcopy):
        with pytest.raises(TypeError, match="Module"):
            make(module)


def test_repr(module):
    assert repr(module) == "ffi.Module(imports_=())"
    assert isinstance(module, tvm_ffi.Object)
    assert type(module) is Module


def test_a_function_keeps_its_library(tmp_path):
    module = tvm_ffi.load_module(compile_library(tmp_path, "brief"), keep_module_alive=False)
    function = module.get_function("add_one")
    del module
    gc.collect()
    assert function(1) == 2


def test_system_lib():
    module = tvm_ffi.system_lib()
    assert module.kind == "library"
    assert not module.implements_function("add_one")
    assert tvm_ffi.system_lib("prefix_").kind == "library"


def test_paths(path):
    assert tvm_ffi.load_module(str(path)).add_one(1) == 2
    assert tvm_ffi.load_module(Path(path)).add_one(1) == 2
    with pytest.raises(TypeError):
        tvm_ffi.load_module(3)


# ---- files that are no libraries: one line that names the file


def one_line(path):
    with pytest.raises(RuntimeError) as caught:
        tvm_ffi.load_module(path)
    text = str(caught.value)
    assert "\n" not in text.strip()
    assert Path(path).name in text
    return text


def test_a_missing_file(tmp_path):
    one_line(tmp_path / "missing.so")


def test_a_file_that_is_no_library(tmp_path):
    text = tmp_path / "text.so"
    text.write_text("not a library")
    one_line(text)


def test_a_truncated_library(tmp_path, path):
    cut = tmp_path / "cut.so"
    cut.write_bytes(path.read_bytes()[:1500])
    one_line(cut)


def test_an_unresolved_symbol_is_named(tmp_path):
    source = "extern int symbol_that_nobody_defines(void); int use(void) { return symbol_that_nobody_defines(); }"
    broken = compile_library(tmp_path, "broken", source, "-Wl,-z,now")
    assert "symbol_that_nobody_defines" in one_line(broken)


def test_an_unknown_kind_of_file(tmp_path):
    unknown = tmp_path / "module.xyz"
    unknown.write_text("")
    with pytest.raises(RuntimeError, match="xyz"):
        tvm_ffi.load_module(unknown)
    with pytest.raises(RuntimeError, match="format"):
        tvm_ffi.load_module(tmp_path / "no_extension")
