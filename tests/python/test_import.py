# SPDX-License-Identifier: Apache-2.0
"""What `import tvm_ffi` loads, says and needs."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import tvm_ffi

SLOW = [
    "numpy",
    "torch",
    "typing",
    "dataclasses",
    "inspect",
    "re",
    "pathlib",
    "functools",
    "ctypes",
    "enum",
    "collections",
    "json",
    "importlib.metadata",
]


def python(code, *options, **kwargs):
    return subprocess.run([sys.executable, *options, "-c", code], capture_output=True, text=True, check=False, **kwargs)


def test_import_loads_nothing_slow():
    # -S: what the site module brings along for editable installs is not ours.
    paths = [str(Path(tvm_ffi.__file__).parent.parent), str(Path(tvm_ffi.core.__file__).parent.parent)]
    code = f"""
import sys
sys.path[:0] = {paths!r}
before = set(sys.modules)
import tvm_ffi
print(*sorted(set(sys.modules) - before))
"""
    done = python(code, "-S")
    assert done.returncode == 0, done.stderr
    loaded = done.stdout.split()
    assert "tvm_ffi.core" in loaded
    assert [name for name in SLOW if name in loaded] == []
    # Without the site module `os` and what it stands on are not there yet.
    cheap = {
        "__future__",
        "os",
        "os.path",
        "posixpath",
        "genericpath",
        "stat",
        "_stat",
        "abc",
        "_abc",
        "_collections_abc",
    }
    assert [name for name in loaded if not name.startswith("tvm_ffi") and name not in cheap] == []


def test_import_is_silent():
    done = python("import tvm_ffi", "-W", "error")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_import_without_an_argument_vector():
    assert python("import sys; del sys.argv; import tvm_ffi; tvm_ffi.Array([1])").returncode == 0


def test_everything_in_all_exists():
    for name in tvm_ffi.__all__:
        assert getattr(tvm_ffi, name) is not None
    assert len(set(tvm_ffi.__all__)) == len(tvm_ffi.__all__)
    assert set(tvm_ffi.__all__) <= set(dir(tvm_ffi))


def test_star_import():
    done = python("from tvm_ffi import *; print(Array([1]), device('cpu'), DLDeviceType.kDLCPU)")
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    "name", ["libinfo", "config", "stream", "stub", "container", "core", "error", "module", "registry"]
)
def test_submodules_are_attributes(name):
    assert python(f"import tvm_ffi; print(tvm_ffi.{name}.__name__)").stdout.strip() == f"tvm_ffi.{name}"


def test_unknown_names():
    with pytest.raises(AttributeError, match=r"module 'tvm_ffi' has no attribute 'Arary'; did you mean 'Array'\?"):
        tvm_ffi.Arary  # noqa: B018
    with pytest.raises(ImportError):
        from tvm_ffi import no_such_name  # noqa: F401
    assert not hasattr(tvm_ffi, "__no_such_dunder__")


def test_version():
    assert tvm_ffi.__version__.startswith("0.1.16")
    assert tvm_ffi.__version_tuple__[:3] == (0, 1, 16)
    numbers = re.match(r"(\d+)\.(\d+)\.(\d+)", tvm_ffi.__version__).groups()
    assert tuple(map(int, numbers)) >= (0, 1, 16)


def test_library_handle():
    assert tvm_ffi.LIB.TVMFFIGetVersion is not None
    assert tvm_ffi.LIB is tvm_ffi.LIB


def test_the_library_is_loaded_by_the_import():
    """Extensions without a search path of their own find libtvm_ffi because it is in the process."""
    code = "import tvm_ffi; print('libtvm_ffi' in open('/proc/self/maps').read())"
    if sys.platform == "linux":
        assert python(code).stdout.strip() == "True"


def copied_package(tmp_path):
    """The package's Python files beside the real compiled ones, to be tampered with."""
    package = tmp_path / "tvm_ffi"
    package.mkdir()
    for source in Path(tvm_ffi.__file__).parent.iterdir():
        if source.suffix == ".py":
            (package / source.name).write_text(source.read_text(encoding="utf-8"), encoding="utf-8")
    home = Path(tvm_ffi.core.__file__).parent
    for name in ("lib", Path(tvm_ffi.core.__file__).name):
        (package / name).symlink_to(home / name)
    return package


def test_mixed_files_are_one_line(tmp_path):
    package = copied_package(tmp_path)
    version = package / "_version.py"
    version.write_text(re.sub(r'BUILD_ID = ".*"', 'BUILD_ID = "another build"', version.read_text()))
    done = python("import tvm_ffi", env={**os.environ, "PYTHONPATH": str(tmp_path)}, cwd=tmp_path)
    assert done.returncode == 1
    last = done.stderr.strip().splitlines()[-1]
    assert last.startswith(
        "ImportError: files of apache-tvm-ffi and tvm-ffi-c are mixed: uninstall both, then install one"
    )
    assert "another build" in last


def test_a_missing_core_says_so(tmp_path):
    package = copied_package(tmp_path)
    (package / Path(tvm_ffi.core.__file__).name).unlink()
    done = python("import tvm_ffi", env={**os.environ, "PYTHONPATH": str(tmp_path)}, cwd=tmp_path)
    assert done.returncode == 1
    assert "not completely installed for this interpreter" in done.stderr.strip().splitlines()[-1]


def test_stub_generator_as_a_module():
    done = subprocess.run(
        [sys.executable, "-m", "tvm_ffi.stub.cli", "--help"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "--dlls" in done.stdout
