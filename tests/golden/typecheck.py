#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Type-check what the golden cases write.

  typecheck.py [CASE ...]

Every Python file with markers in the tree after a case (`out/`, or `in/` where nothing changes) is compiled, and
checked by mypy --strict and by pyright, when its input parses, it has an import-section, and it imports only the
standard library, tvm_ffi, modules of its case and modules of helpers/ (stubs of what the cases pretend to import).
UNCHECKED lists every other file with the reason, a line `CASE/PATH: WHAT: reason` for each: WHAT is `all` for a file
that is not checked or fails everywhere, or a rule of a checker (`mypy assignment`) that it may break, and there PATH
may be a pattern. A file that is neither listed nor checked fails, and so does a line of the list that is not needed.
Needs mypy and pyright.
"""

from __future__ import annotations

import argparse
import ast
import fnmatch
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
from collections import defaultdict

HERE = pathlib.Path(__file__).resolve().parent
PACKAGE = HERE.parents[1] / "python"
CASES = HERE / "cases"
# Folders of modules that cases import: stubs written by hand, packages that other cases generate, ours.
SUPPLIES = [
    PACKAGE,
    HERE / "helpers",
    CASES / "init_fresh" / "out" / "gen",
    CASES / "init_two_dlls_prefix_no_dot" / "out" / "new" / "tree",
    CASES / "every_shape" / "out" / "gen",
]
# Names that inputs take for granted; the checked copy of a file that uses one without having it is given the import.
GIVEN = {"Object": b"from tvm_ffi import Object\n"}
MARKER = re.compile(rb"^\s*(\xef\xbb\xbf)?# tvm-ffi-stubgen\(", re.M)

Problem = tuple[str, str, str]  # file, rule, message


def tree_after(case: pathlib.Path) -> pathlib.Path | None:
    """The folder with what a case leaves behind; None when the run failed."""
    status = int((case / "exit").read_text()) if (case / "exit").exists() else 0
    folder = case / "out" if (case / "out").exists() else case / "in"
    return folder if status != 2 and folder.exists() else None


def generated_files(folder: pathlib.Path) -> list[str]:
    """The Python files with markers below a folder."""
    found = (path for path in sorted(folder.rglob("*")) if path.suffix.lower() in (".py", ".pyi") and path.is_file())
    return [path.relative_to(folder).as_posix() for path in found if MARKER.search(path.read_bytes())]


def supply(place: pathlib.Path) -> pathlib.Path:
    """One folder with all supplied modules."""
    for folder in SUPPLIES:
        shutil.copytree(folder, place, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
    return place


def give_names(path: pathlib.Path) -> None:
    """Imports what the input of a file takes for granted, on the line behind its import-section's."""
    data = path.read_bytes()
    for name, line in GIVEN.items():
        used = re.search(rb"\(%s\):" % name.encode(), data)
        if used and not re.search(rb"^\s*from .* import (.*, )?%s(,|$)" % name.encode(), data, re.M):
            data = data.replace(b"# isort: on\n", b"# isort: on\n" + line, 1)
    path.write_bytes(data)


def source_roots(folder: pathlib.Path) -> list[pathlib.Path]:
    """The folders of a tree in which packages lie, and the tree itself."""
    packages = {path.parent for path in folder.rglob("__init__.py")}
    roots = {package.parent for package in packages if package.parent not in packages and package != folder}
    return [*sorted(roots - {folder}), folder]


def exists_as_module(folder: pathlib.Path, module: str) -> bool:
    path = folder.joinpath(*module.split("."))
    return path.is_dir() or any(path.with_name(path.name + suffix).exists() for suffix in (".py", ".pyi"))


def outside(folder: pathlib.Path, name: str, tree: ast.AST, supplied: pathlib.Path) -> list[str]:
    """The modules that a file imports and that nobody supplies."""
    missing = []
    roots = source_roots(folder)
    package = pathlib.PurePosixPath(name).parent.parts
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            modules = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            above = list(package[: len(package) - node.level + 1]) if node.level else []
            modules = [".".join([*above, *([node.module] if node.module else [])])]
        else:
            continue
        for module in modules:
            if module.split(".")[0] in sys.stdlib_module_names:
                continue
            if isinstance(node, ast.ImportFrom) and node.level and not package:
                missing.append("." * node.level + module)
            elif not any(exists_as_module(place, module) for place in (*roots, supplied)):
                missing.append(module)
    return missing


def why_unchecked(folder: pathlib.Path, name: str, supplied: pathlib.Path) -> str | None:
    """Why a file cannot be given to the checkers; None when it can."""
    data = (folder / name).read_bytes()
    try:
        tree = ast.parse(data, name)
        compile(tree, name, "exec")
    except (SyntaxError, ValueError) as error:
        return f"no Python: {error}"
    # What only passes on the names of other modules needs no imports of its own.
    needs_section = re.search(rb"# tvm-ffi-stubgen\(begin\):\s*(global|object|library)/", data) is not None
    if needs_section and b"# tvm-ffi-stubgen(begin): import-section" not in data:
        return "no import-section"
    missing = outside(folder, name, tree, supplied)
    return f"imports {', '.join(sorted(set(missing)))}" if missing else None


def run_mypy(folder: pathlib.Path, names: list[str], supplied: pathlib.Path, cache: pathlib.Path) -> list[Problem]:
    """What mypy --strict says about files of a tree."""
    from mypy import api

    os.environ["MYPYPATH"] = os.pathsep.join(map(str, (*source_roots(folder), supplied)))
    out, err, _ = api.run(
        [
            "--strict",
            "--config-file=",
            f"--cache-dir={cache}",
            "--no-error-summary",
            "--no-color-output",
            "--hide-error-context",
            "--show-absolute-path",
            "--follow-imports=silent",
            "--explicit-package-bases",
            "--namespace-packages",
            *(str(folder / name) for name in names),
        ]
    )
    problems = []
    for line in (out + err).splitlines():
        match = re.match(r"(.+?):(\d+): error: (.*?)(?:  \[([\w-]+)\])?$", line)
        if match is None:
            if ": note: " not in line:
                problems.append(("", "mypy", line))
            continue
        path, number, text, code = match.groups()
        name = os.path.relpath(path, folder)
        problems.append((name, f"mypy {code or 'syntax'}", f"{number}: {text}"))
    return problems


def run_pyright(root: pathlib.Path, cases: dict[str, list[str]], supplied: pathlib.Path) -> dict[str, list[Problem]]:
    """What pyright says about the files of all trees, one run; the trees lie in `root` by the names of their cases."""
    extra = {case: list(map(str, (*source_roots(root / case), supplied))) for case in cases}
    environments = [{"root": str(root / case), "extraPaths": extra[case]} for case in cases]
    config = {
        "executionEnvironments": [*environments, {"root": str(supplied)}],
        "include": [str(root / case / name) for case, names in cases.items() for name in names],
        "exclude": [],
        "reportMissingModuleSource": "none",
    }
    (root / "pyrightconfig.json").write_text(json.dumps(config))
    done = subprocess.run(
        [pathlib.Path(sys.executable).parent / "pyright", "--outputjson", "-p", root],
        capture_output=True,
        text=True,
        check=False,
    )
    try:
        report = json.loads(done.stdout)
    except json.JSONDecodeError:
        raise SystemExit(f"pyright did not answer: {done.stdout[-600:]}{done.stderr[-600:]}") from None
    wanted = sum(map(len, cases.values()))
    if report["summary"]["filesAnalyzed"] < wanted:
        raise SystemExit(f"pyright looked at {report['summary']['filesAnalyzed']} files of {wanted}")
    problems = defaultdict(list)
    for item in report["generalDiagnostics"]:
        if item["severity"] != "error":
            continue
        case, _, name = os.path.relpath(item["file"], root).partition(os.sep)
        if name not in cases.get(case, []):
            continue
        rule = item.get("rule", "syntax")
        line = item["range"]["start"]["line"] + 1
        problems[case].append((name, f"pyright {rule}", f"{line}: {item['message'].splitlines()[0]}"))
    return problems


def read_list() -> dict[tuple[str, str], str]:
    """UNCHECKED as (file, what) -> reason."""
    out = {}
    for line in (HERE / "UNCHECKED").read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        name, what, reason = line.split(": ", 2)
        out[(name, what)] = reason
    return out


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", help="cases; all when none is given")
    options = parser.parse_args()
    listed = read_list()
    used: set[tuple[str, str]] = set()
    failures: list[str] = []
    checked: dict[str, list[str]] = {}
    with tempfile.TemporaryDirectory(prefix="typecheck-") as temporary:
        root = pathlib.Path(temporary).resolve()
        supplied = supply(root / "supplied")
        for case in sorted(CASES.iterdir()):
            folder = tree_after(case)
            if folder is None or (options.names and case.name not in options.names):
                continue
            for name in generated_files(folder):
                why = why_unchecked(folder, name, supplied)
                key = (f"{case.name}/{name}", "all")
                if why is None:
                    checked.setdefault(case.name, []).append(name)
                elif key in listed:
                    used.add(key)
                else:
                    failures.append(f"{key[0]}: not checked ({why}) and not listed in UNCHECKED")
            if case.name in checked:
                shutil.copytree(folder, root / case.name)
                for name in checked[case.name]:
                    give_names(root / case.name / name)
        problems = run_pyright(root, checked, supplied)
        for case_name, names in checked.items():
            problems[case_name] += run_mypy(root / case_name, names, supplied, root / ".mypy_cache")
    for case_name, found in problems.items():
        for name, rule, message in found:
            path = f"{case_name}/{name}"
            keys = [key for key in listed if key[1] in (rule, "all") and fnmatch.fnmatchcase(path, key[0])]
            used.update(keys)
            if not keys:
                failures.append(f"{path}: {rule}: {message}")
    for key in listed:
        if key not in used and (not options.names or key[0].split("/")[0] in options.names):
            failures.append(f"UNCHECKED: the line `{key[0]}: {key[1]}` is not needed")
    for failure in failures:
        print(failure)
    print(f"{sum(map(len, checked.values()))} files of {len(checked)} cases checked, {len(failures)} failed")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
