# SPDX-License-Identifier: Apache-2.0
"""Finding our own files, and the library that another distribution installed."""

import ctypes
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
import tvm_ffi
from tvm_ffi import libinfo

SOURCE = """
#include <tvm/ffi/c_api.h>
TVM_FFI_DLL_EXPORT int __tvm_ffi_answer(void* self, const TVMFFIAny* args, int32_t n, TVMFFIAny* out) {
  (void)self; (void)args; (void)n;
  out->type_index = kTVMFFIInt;
  out->zero_padding = 0;
  out->v_int64 = 42;
  return 0;
}
"""


@pytest.fixture(scope="module")
def library(tmp_path_factory):
    """A real extension library of one function, `answer`."""
    folder = tmp_path_factory.mktemp("library")
    source = folder / "answer.c"
    source.write_text(SOURCE)
    path = folder / libinfo.library_filename("answer_ext")
    subprocess.run(
        ["cc", "-shared", "-fPIC", *(f"-I{p}" for p in libinfo.include_paths()), source, "-o", path],
        check=True,
    )
    return path


def install(site, distribution, package, library, *, record=True):
    """Lay out what an installer would: the package folder and its metadata."""
    folder = site / package
    folder.mkdir(parents=True)
    (folder / "__init__.py").write_text("")
    installed = folder / library.name
    installed.write_bytes(library.read_bytes())
    info = site / f"{distribution.replace('-', '_')}-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {distribution}\nVersion: 1.0\n")
    lines = [f"{package}/__init__.py,,"]
    if record:
        lines.append(f"{package}/{library.name},sha256=x,1")
    lines.append(f"{info.name}/RECORD,,")
    (info / "RECORD").write_text("\n".join(lines) + "\n")
    return installed


@pytest.fixture
def site(tmp_path, monkeypatch):
    folder = tmp_path / "site"
    folder.mkdir()
    monkeypatch.syspath_prepend(str(folder))
    return folder


# ---- our own files


def test_own_files_lie_beside_core():
    home = Path(tvm_ffi.core.__file__).resolve().parent
    assert Path(libinfo.find_cython_lib()) == Path(tvm_ffi.core.__file__).resolve()
    assert Path(libinfo.find_libtvm_ffi()).parent.parent == home
    assert Path(libinfo.find_include_path()).parent == home


def test_include_paths_are_unique():
    assert libinfo.include_paths() == sorted(set(libinfo.include_paths()))
    assert libinfo.find_include_path() in libinfo.include_paths()
    assert libinfo.find_python_helper_include_path() == libinfo.find_include_path()


def test_what_is_absent_is_an_error():
    with pytest.raises(RuntimeError, match=r"tvm_ffi\.lib"):
        libinfo.find_windows_implib()


def test_own_files_are_found_in_an_editable_install(tmp_path):
    """Python files in the source tree, everything compiled in another entry of the package's path."""
    source, compiled = tmp_path / "src" / "tvm_ffi", tmp_path / "site" / "tvm_ffi"
    source.mkdir(parents=True)
    (compiled / "lib").mkdir(parents=True)
    (compiled / "lib" / libinfo.library_filename("tvm_ffi")).write_text("")
    (compiled / "include" / "tvm" / "ffi").mkdir(parents=True)
    (compiled / "include" / "tvm" / "ffi" / "c_api.h").write_text("")
    text = Path(libinfo.__file__).read_text(encoding="utf-8")
    (source / "libinfo.py").write_text(text, encoding="utf-8")
    (source / "__init__.py").write_text(f"__path__.append({str(compiled)!r})\n")
    code = "from tvm_ffi import libinfo as l; print(l.find_libtvm_ffi()); print(l.find_include_path())"
    done = subprocess.run([sys.executable, "-c", code], cwd=source.parent, capture_output=True, text=True, check=True)
    lib, include = done.stdout.split()
    assert Path(lib) == (compiled / "lib" / libinfo.library_filename("tvm_ffi")).resolve()
    assert Path(include) == (compiled / "include").resolve()


# ---- libraries of other distributions


def test_library_is_found_by_distribution_name(site, library):
    installed = install(site, "my-answer-dist", "answer_package", library)
    assert Path(libinfo.find_library("my-answer-dist", "answer_ext")) == installed
    assert Path(libinfo.find_library("My_Answer.Dist", "answer_ext")) == installed
    module = libinfo.load_lib_module("my-answer-dist", "answer_ext")
    assert isinstance(module, tvm_ffi.Module)
    assert module.answer() == 42


def test_library_can_be_let_go(site, library):
    install(site, "my-answer-dist", "answer_package", library)
    module = libinfo.load_lib_module("my-answer-dist", "answer_ext", keep_module_alive=False)
    assert module.answer() == 42


def test_record_with_quotes_is_left_to_the_metadata_package(site, library):
    installed = install(site, "quoted-dist", "quoted, package", library, record=False)
    record = next(site.glob("quoted_dist-*")) / "RECORD"
    record.write_text(f'"quoted, package/{library.name}",sha256=x,1\n')
    assert Path(libinfo.find_library("quoted-dist", "answer_ext")) == installed


def test_library_of_a_source_tree_is_found_beside_its_package(site, library):
    """A package that is importable but lists no library: its build folders are searched."""
    package = site / "project" / "python" / "answer_package"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text("")
    build = site / "project" / "build" / "lib"
    build.mkdir(parents=True)
    built = build / library.name
    built.write_bytes(library.read_bytes())
    sys.path.insert(0, str(package.parent))
    try:
        assert Path(libinfo.find_library("answer-package", "answer_ext")) == built
    finally:
        sys.path.remove(str(package.parent))


def test_extra_paths_are_searched(tmp_path, library):
    found = libinfo.find_library("no-such-dist", "answer_ext", [tmp_path, library.parent])
    assert Path(found) == library


def test_extra_paths_must_be_paths():
    with pytest.raises(TypeError, match=r"extra_lib_paths\[0\] must be a pathlib.Path, got str"):
        libinfo.load_lib_module("x", "y", extra_lib_paths=["lib"])
    with pytest.raises(TypeError, match="must be a list"):
        libinfo.load_lib_module("x", "y", extra_lib_paths="lib")


def test_environment_is_searched(monkeypatch, library):
    monkeypatch.setenv("LD_LIBRARY_PATH", str(library.parent))
    assert Path(libinfo.find_library("no-such-dist", "answer_ext")) == library


def test_the_reference_name_means_us_where_only_we_are_installed():
    found = libinfo.find_library("apache-tvm-ffi", "tvm_ffi")
    assert Path(found).resolve() == Path(libinfo.find_libtvm_ffi())


def test_ctypes_handle(site, library):
    install(site, "my-answer-dist", "answer_package", library)
    handle = libinfo.load_lib_ctypes("my-answer-dist", "answer_ext", "RTLD_LOCAL")
    assert isinstance(handle, ctypes.CDLL)
    assert handle.__tvm_ffi_answer is not None
    with pytest.raises(ValueError, match="RTLD_NOW"):
        libinfo.load_lib_ctypes("my-answer-dist", "answer_ext", "RTLD_NOW")


# ---- errors


def message(call, *args, **kwargs):
    with pytest.raises(RuntimeError) as caught:
        call(*args, **kwargs)
    return str(caught.value)


def test_a_distribution_that_is_not_installed_is_named(site, library):
    install(site, "my-answer-dist", "answer_package", library)
    text = message(libinfo.load_lib_module, "my-answr-dist", "answer_ext")
    assert "Cannot find library libanswer_ext" in text
    assert "no distribution named 'my-answr-dist' is installed" in text
    assert "did you mean 'my-answer-dist'?" in text
    assert "searched directories:" in text


def test_an_import_name_is_explained(site, library):
    """The import name given where the distribution's is wanted, with nothing of that name to import."""
    install(site, "my-answer-dist", "answer_package", library, record=True)
    (site / "answer_package" / library.name).unlink()
    text = message(libinfo.load_lib_module, "answer_package", "answer_ext")
    assert "the import package 'answer_package' belongs to the distribution 'my-answer-dist'" in text


def test_a_distribution_without_the_library_lists_what_it_has(site, library):
    install(site, "my-answer-dist", "answer_package", library)
    text = message(libinfo.load_lib_module, "my-answer-dist", "other_ext")
    assert "the distribution 'my-answer-dist' is installed without it" in text
    assert library.name in text


@pytest.mark.parametrize("name", ["", "a/b", "../x"])
def test_target_names_are_plain(name):
    with pytest.raises(ValueError, match="target_name"):
        libinfo.load_lib_module("x", name)


def test_names_are_text():
    with pytest.raises(TypeError, match="package must be a str, got int"):
        libinfo.load_lib_module(3, "x")


def test_finding_costs_no_metadata_package(site, library):
    """importlib.metadata takes 30 ms to import; an ordinary installation is found without it."""
    install(site, "my-answer-dist", "answer_package", library)
    code = textwrap.dedent(
        f"""
        import sys
        sys.path.insert(0, {str(site)!r})
        from tvm_ffi.libinfo import load_lib_module
        assert load_lib_module("my-answer-dist", "answer_ext").answer() == 42
        assert "importlib.metadata" not in sys.modules
        """
    )
    subprocess.run([sys.executable, "-c", code], check=True)
