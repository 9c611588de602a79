#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Compare the stub generator with the reference's on random packages.

  differential.py --tool TOOL --library-dir DIR --reference CMD --reference-library-dir DIR [--count N] [--seed S]

Each package is an extension with random functions and classes over every shape of type schema, and a tree of files with
random blocks, directives and scaffolding. It is built once (C, tests/golden/ext/rawreg.h) and linked to libtvm_ffi by
name, so that either runtime can load it. Both tools get a copy of the tree; files and success must be equal, save the
decided differences, which `normal` removes from both sides. The first lines name the two runtimes, with what tells one
file from another; the last line is `N packages, M differences`.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import pathlib
import random
import re
import shlex
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
SCALARS = [
    "int",
    "bool",
    "float",
    "Any",
    "None",
    "const char*",
    "ffi.String",
    "std::string",
    "ffi.Bytes",
    "void*",
    "DataType",
    "Device",
    "DLTensor*",
    "ffi.Tensor",
    "ffi.Shape",
    "ffi.Object",
    "ffi.BigInt",
    "ffi.Error",
    "ffi.Module",
    "ffi.SmallStr",
    "TVMFFIByteArray*",
    "ffi.OpaquePyObject",
    "far.away.Thing",
    "ffi.Enum",
    "ffi.Array",
    "ffi.List",
    "ffi.Map",
    "ffi.Dict",
    "ffi.Function",
]
ONE = ["ffi.Array", "ffi.List", "Optional", "std::vector", "std::optional", "list"]
TWO = ["ffi.Map", "ffi.Dict", "std::map", "std::unordered_map", "dict"]
MANY = ["Variant", "Tuple", "std::variant", "std::tuple"]
MARK = "# tvm-ffi-stubgen"


class Package:
    """A random extension and a random tree of files."""

    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)
        self.keys: list[str] = []
        self.has_prefix = False
        self.prefixes = ["pk", "pk.sub", "pk.sub.deep", "other"][: self.rng.randint(1, 4)]
        self.parents: dict[str, str | None] = {}
        count = self.rng.randint(0, 6)
        for i in range(count):
            key = f"{self.rng.choice(self.prefixes)}.Type{i}"
            self.parents[key] = self.rng.choice([None, *self.keys]) if self.keys else None
            self.keys.append(key)
        self.functions = [f"{self.rng.choice(self.prefixes)}.{self.name(i)}" for i in range(self.rng.randint(1, 12))]

    def name(self, i: int) -> str:
        return self.rng.choice(["fn_%d", "Fn%d", "FN_%d", "_fn%d", "fn%d_x", "__fn%d__"]) % i

    def schema(self, depth: int = 0):
        r = self.rng.random()
        if depth > 2 or r < 0.45:
            return {"type": self.rng.choice(SCALARS + self.keys * 3)}
        if r < 0.6:
            return {"type": self.rng.choice(ONE), "args": [self.schema(depth + 1)]}
        if r < 0.7:
            return {"type": self.rng.choice(TWO), "args": [self.schema(depth + 1), self.schema(depth + 1)]}
        if r < 0.82:
            kind = self.rng.choice(MANY)
            return {"type": kind, "args": [self.schema(depth + 1) for _ in range(self.rng.randint(2, 3))]}
        if r < 0.87:
            return {"type": "Mystery", "fallback": self.schema(depth + 1)}
        return self.function(depth + 1)

    def function(self, depth: int = 0, first=None):
        params = [] if first is None else [first]
        params += [self.schema(depth + 1) for _ in range(self.rng.randint(0, 3))]
        result = self.schema(depth + 1)
        shape = self.rng.random()
        if first is None and shape < 0.05:
            return {"type": "ffi.Function"}
        if first is None and shape < 0.1:
            return {"type": "ffi.Function", "named_args": {"return": [result]}}
        if shape < 0.15 and params:
            return {"type": "ffi.Function", "args": [result, *params]}
        if shape < 0.2:
            return {"type": "std::function", "args": [result, params]}
        return {"type": "ffi.Function", "named_args": {"return": [result], "params": params}}

    def source(self) -> str:
        """The extension in C."""
        q = lambda value: json.dumps(json.dumps(value, separators=(",", ":")))  # noqa: E731
        lines = ['#include "rawreg.h"', "__attribute__((constructor)) static void init(void) {", "  int32_t t;"]
        for key in self.keys:
            parent = self.parents[key]
            lines.append(f'  t = rr_type("{key}", {"NULL" if parent is None else json.dumps(parent)});')
            for i in range(self.rng.randint(0, 4)):
                flags = self.rng.choice([0, 1, 3, 1025, 1027, 513])
                lines.append(f'  rr_field(t, "{key.split(".")[-1].lower()}_f{i}", {q(self.schema())}, {flags});')
            for i in range(self.rng.randint(0, 4)):
                static = self.rng.random() < 0.3
                name = self.rng.choice([f"m{i}", "same", f"__m{i}__"])
                method = self.function(0, None if static else {"type": key})
                if "named_args" not in method or "params" not in method["named_args"]:
                    continue
                lines.append(f'  rr_method(t, "{name}", {q(method)}, {4 if static else 0});')
            if self.rng.random() < 0.6:
                lines.append('  rr_attr_func(t, "__ffi_init__");')
            if self.rng.random() < 0.15:
                wide = {"type": "Variant", "args": [{"type": key}, self.schema(1)]}
                lines.append(f'  rr_attr_str(t, "__ffi_convert_type_schema__", {q(wide)});')
        lines += [f'  rr_global("{name}", {q(self.function())}, NULL);' for name in self.functions]
        return "\n".join([*lines, "}"]) + "\n"

    def block(self, title: str, indent: str = "") -> str:
        old = self.rng.choice(["", "", f"{indent}# old text\n"]) if title.startswith("object") else ""
        return f"{indent}{MARK}(begin): {title}\n{old}{indent}{MARK}(end)\n"

    def file(self) -> str:
        parts = []
        if self.rng.random() < 0.5:
            parts.append(self.block("import-section"))
        for _ in range(self.rng.randint(0, 2)):
            parts.append(
                self.rng.choice(
                    [
                        f"{MARK}(ty-map): Array -> list\n",
                        f"{MARK}(ty-map): far.away.Thing -> near.Thing\n",
                        f"{MARK}(ty-map): Map -> my.types.Mapping2\n",
                        f"{MARK}(ty-map): int -> my.Int\n",
                        f"{MARK}(import-object): ffi.Object;False;_ffi_Object\n",
                        f"{MARK}(import-object): os\n",
                        f"{MARK}(import-object): a.b.Extra;True\n",
                        f"{MARK}(import-object): .rel.Name;False;_rel\n",
                        f"{MARK}(import-object): tvm_ffi.libinfo.load_lib_module;False;_FFI_LOAD_LIB\n",
                        *[f"{MARK}(skip): {key}\n" for key in self.keys[:2]],
                    ]
                )
            )
        if self.keys and not self.has_prefix and self.rng.random() < 0.2:
            self.has_prefix = True
            parts.append(f"{MARK}(prefix): {self.rng.choice(self.keys).rpartition('.')[0]}\n")
        used = {name.rpartition(".")[0] for name in self.functions}
        for prefix in self.rng.sample(sorted(used), self.rng.randint(0, len(used))):
            parts.append(self.block(f"global/{prefix}" + self.rng.choice(["", "", "@.registry"])))
        if sum("@" in part for part in parts) and sum("global/" in part for part in parts) > 1:
            parts = [part.replace("@.registry", "") for part in parts]
        for key in self.rng.sample(self.keys, self.rng.randint(0, len(self.keys))):
            indent = self.rng.choice(["    ", "  "])
            parts.append(
                f'class {key.split(".")[-1]}(Base):\n{indent}"""Doc."""\n' + self.block(f"object/{key}", indent)
            )
        if self.rng.random() < 0.5:
            parts.append(self.block("export/_ffi_api"))
        parts.append("x = 1\n")
        self.rng.shuffle(parts)
        if self.rng.random() < 0.5:
            parts.append("__all__ = [\n" + self.block("__all__", "    ") + "]\n")
        return "".join(parts)

    def make_tree(self, root: pathlib.Path) -> list[str]:
        """Writes the files; returns the arguments."""
        for i in range(self.rng.randint(1, 3)):
            path = root / self.rng.choice(["", "a", "a/b"]) / f"f{i}.py"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(self.file())
        args = ["."]
        if self.rng.random() < 0.3:
            args += ["--indent", str(self.rng.randint(0, 5))]
        return args

    def scaffold_args(self) -> list[str]:
        used = {n.rpartition(".")[0].split(".")[0] for n in self.functions + self.keys}
        prefix = self.rng.choice(sorted(used))
        return [
            "gen",
            "--init-pypkg",
            "d-ist",
            "--init-lib",
            "l_ib",
            "--init-prefix",
            prefix + self.rng.choice(["", "."]),
        ]


def normal(text: str) -> list[str]:
    """The lines without what a decided difference changes."""
    text = re.sub(r"  # (type|pyright): ignore\[\w+\]", "", text)
    out = []
    for line in text.splitlines():
        bare = line.strip()
        if bare.startswith(("def __init__(", "from typing import", "if TYPE_CHECKING")):
            continue  # 6: constructors; 5: Any is always imported
        if re.match(r"def \w+\((self, )?\*args: Any\) -> Any: \.\.\.$", bare):
            continue  # 5: implementations of overloads (and functions without groups, on both sides)
        if bare == "..." or bare in ("@staticmethod", "@overload"):
            continue
        line = line.replace("tuple[Any, ...]", "tuple")
        if bare == "from tvm_ffi.core import Error":
            continue  # 5: the runtime's own types are named where their classes lie
        match = re.match(r"( *from tvm_ffi import )(.*)", line)
        if match:
            line = match[1] + ", ".join(name for name in match[2].split(", ") if name != "Error")
            if line == match[1]:
                continue
        out.append(line)
    return out


def tree(root: pathlib.Path) -> dict[str, list[str]]:
    files = [p for p in sorted(root.rglob("*")) if p.is_file() and p.name != "py.typed"]
    return {p.relative_to(root).as_posix(): normal(p.read_text()) for p in files}


def run(command: list[str], cwd: pathlib.Path, library_dir: str) -> tuple[int, str]:
    env = dict(os.environ, LD_LIBRARY_PATH=library_dir, PYTHONDONTWRITEBYTECODE="1")
    done = subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def compare(options, seed: int, work: pathlib.Path) -> str | None:
    package = Package(seed)
    (work / "ext.c").write_text(package.source())
    lib = work / "libext.so"
    build = [
        options.cc,
        "-shared",
        "-fPIC",
        f"-I{ROOT / 'include'}",
        f"-I{HERE / 'ext'}",
        str(work / "ext.c"),
        "-o",
        str(lib),
        f"-L{options.library_dir}",
        "-ltvm_ffi",
    ]
    subprocess.run(build, check=True)
    (work / "ours").mkdir()
    args = package.make_tree(work / "ours") if package.rng.random() < 0.7 else package.scaffold_args()
    shutil.copytree(work / "ours", work / "theirs")
    ours = run([options.tool, *args, "--dlls", str(lib)], work / "ours", options.library_dir)
    theirs = run(
        [*shlex.split(options.reference), *args, "--dlls", str(lib)], work / "theirs", options.reference_library_dir
    )
    if (ours[0] == 0) != (theirs[0] == 0):
        return f"exit {ours[0]} and {theirs[0]}\n{ours[1][-600:]}\n{theirs[1][-600:]}"
    a, b = tree(work / "ours"), tree(work / "theirs")
    if a.keys() != b.keys():
        return f"files {sorted(a.keys() ^ b.keys())}"
    for name in a:
        for i, (x, y) in enumerate(zip([*a[name], None], [*b[name], None])):
            if x != y:
                return f"{name}:{i + 1}:\n  ours   {x}\n  theirs {y}"
    return None


def runtime_of(options, ours: bool) -> pathlib.Path:
    """The libtvm_ffi.so that a side loads, as the side itself says."""
    if ours:
        env = dict(os.environ, LD_TRACE_LOADED_OBJECTS="1", LD_LIBRARY_PATH=options.library_dir)
        said = subprocess.run([options.tool], env=env, capture_output=True, text=True, check=False).stdout
        found = re.findall(r"libtvm_ffi\.so => (\S+)", said)
        return pathlib.Path(found[0] if found else pathlib.Path(options.library_dir) / "libtvm_ffi.so").resolve()
    python = pathlib.Path(shlex.split(options.reference)[0]).read_text().splitlines()[0].removeprefix("#!").strip()
    maps = "[line.split()[-1] for line in open('/proc/self/maps') if line.rstrip().endswith('libtvm_ffi.so')]"
    look = f"import tvm_ffi; print({maps}[0])"
    done = subprocess.run([python, "-c", look], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise SystemExit(f"the reference cannot be loaded: {done.stderr.strip()[-300:]}")
    return pathlib.Path(done.stdout.strip()).resolve()


def prove_different(options) -> None:
    """Both sides must be there, and be two."""
    digests = []
    for name, ours in (("ours", True), ("reference", False)):
        path = runtime_of(options, ours)
        digests.append(hashlib.sha256(path.read_bytes()).hexdigest())
        print(f"{name}: {path}, sha256 {digests[-1][:16]}", flush=True)
    if digests[0] == digests[1]:
        raise SystemExit("both sides load the same runtime")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("--tool", "--library-dir", "--reference", "--reference-library-dir"):
        parser.add_argument(name, required=True)
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--cc", default="cc")
    options = parser.parse_args()
    prove_different(options)
    differences = 0
    for seed in range(options.seed, options.seed + options.count):
        with tempfile.TemporaryDirectory(prefix="differential-") as folder:
            problem = compare(options, seed, pathlib.Path(folder).resolve())
        if problem:
            differences += 1
            print(f"seed {seed}: {problem}", flush=True)
    print(f"{options.count} packages, {differences} differences")
    return 1 if differences or not options.count else 0


if __name__ == "__main__":
    sys.exit(main())
