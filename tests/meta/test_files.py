# SPDX-License-Identifier: Apache-2.0
"""Every file: licence line, size, words that do not belong, and the pairs that the layout promises."""

import importlib.util
import re

from project import C_FILES, CODE_FILES, ROOT, complain, files_under, text_of, tracked_files

MAX_LINES = 600  # the alarm; a file that heads past 400 has a second noun in it


def code_files():
    extra = [name for name in tracked_files() if name.endswith("CMakeLists.txt") or name in ("dev", "fuzz/targets.txt")]
    return [name for name in tracked_files() if name.endswith(CODE_FILES)] + extra


def test_each_file_begins_with_the_licence():
    problems = []
    for name in code_files():
        head = text_of(name).split("\n", 2)
        line = head[1] if head[0].startswith("#!") and len(head) > 1 else head[0]
        if "SPDX-License-Identifier: Apache-2.0" not in line:
            problems.append(f"{name}: the first line has no SPDX-License-Identifier: Apache-2.0")
    complain(problems)


def test_files_stay_short():
    problems = []
    for name in code_files():
        count = text_of(name).count("\n")
        if count > MAX_LINES:
            problems.append(f"{name}: {count} lines, more than {MAX_LINES}: split it at the second noun")
    complain(problems)


def test_no_file_reads_what_is_outside_the_project():
    # Put together from pieces, so that this file does not contain what it looks for.
    words = re.compile("|".join([r"\.\./sha" + "red", "/wo" + "rk/(main|shared)", "/opt/r" + "ef", "/tmp/te" + "am"]))
    complain(
        [
            f"{name}:{number}: {match.group()}"
            for name in tracked_files()
            if not name.endswith((".png", ".ico"))
            for number, line in enumerate((ROOT / name).read_text(encoding="utf-8", errors="replace").splitlines(), 1)
            for match in [words.search(line)]
            if match
        ]
    )


def test_nothing_is_left_for_later():
    words = re.compile(r"\b(TO" + r"DO|FIX" + r"ME|X" + r"XX)\b")
    complain(
        [
            f"{name}:{number}: {line.strip()}"
            for name in code_files()
            for number, line in enumerate(text_of(name).splitlines(), 1)
            if words.search(line)
        ]
    )


def test_functions_that_cross_a_file_have_a_prefix():
    prefixes = {
        "src": ("tf_", "TVMFFI", "tvm_ffi_"),
        "stubgen": ("sg_", "main", "PyInit"),
        "python/ext": ("pytf_", "PyInit_"),
    }
    definition = re.compile(
        r"^(?!static|typedef|return|else|extern|#)[A-Za-z_][\w\s*]*?\b(\w+)\([^;{}]*\)\s*\{", re.MULTILINE
    )
    problems = []
    for folder, allowed in prefixes.items():
        for name in files_under(folder, ".c"):
            if name.startswith("stubgen/windows/"):
                continue  # the calls of POSIX by their own names
            for match in definition.finditer(text_of(name)):
                words = match.group(0).split("(")[0]
                if "static" not in words.split() and not match.group(1).startswith((*allowed, "TF_", "SG_")):
                    problems.append(f"{name}: {match.group(1)} crosses its file without one of {allowed}")
    complain(problems)


def test_headers_have_guards_of_their_own():
    guards = {}
    problems = []
    for name in [name for folder in ("src", "include", "stubgen", "python/ext") for name in files_under(folder, ".h")]:
        match = re.search(r"^#ifndef (\w+)\n#define \1$", text_of(name), re.MULTILINE)
        if "#pragma once" in text_of(name):
            problems.append(f"{name}: #pragma once; use an include guard")
        elif match is None:
            problems.append(f"{name}: no include guard")
        elif match.group(1) in guards:
            problems.append(f"{name}: the include guard of {guards[match.group(1)]}")
        else:
            guards[match.group(1)] = name
    complain(problems)


UNTESTED = {
    # Runs when the library is loaded, so before every test; what it registers is compared in test_builtin.c.
    "src/extra/startup.c",
    # The two ways into the tool, and from one to the other: golden cases run the program, tests/e2e the module.
    "stubgen/main.c",
    "stubgen/pymodule.c",
    "stubgen/handover.c",
    # The runtime's registry as test_run.c and test_run_io.c fill it.
    "stubgen/registry.c",
}


def has_test(layer, stem, tests):
    """A unit test of the same stem or of its noun: json_parse.c and json_write.c are tested by test_json_value.c."""
    noun = stem.split("_")[0]
    names = [
        name.rsplit("/", 1)[1][len("test_") : -2] for name in tests if name.startswith(f"tests/unit/{layer}/test_")
    ]
    return any(name == stem or name.split("_")[0] == noun for name in names)


def test_each_source_has_a_unit_test():
    tests = set(files_under("tests/unit", ".c"))
    problems = []
    for layer in ("base", "core", "container", "extra"):
        for name in files_under(f"src/{layer}", ".c"):
            stem = name.rsplit("/", 1)[1][:-2]
            if name not in UNTESTED and not has_test(layer, stem, tests):
                problems.append(f"{name}: no tests/unit/{layer}/test_{stem}.c")
    for name in files_under("stubgen", ".c"):
        folder, file = name.rsplit("/", 1)
        if folder == "stubgen" and name not in UNTESTED and not has_test("stubgen", file[:-2], tests):
            problems.append(f"{name}: no tests/unit/stubgen/test_{file[:-2]}.c")
    complain(problems)


def test_unit_tests_are_built():
    """A test that no CMakeLists.txt lists never runs."""
    problems = []
    for name in files_under("tests/unit", ".c"):
        folder, file = name.rsplit("/", 1)
        if not file.startswith("test_"):
            continue
        lists = text_of(folder + "/CMakeLists.txt") if (ROOT / folder / "CMakeLists.txt").exists() else ""
        if not re.search(rf"\b{re.escape(file[:-2])}\b|\b{re.escape(file[len('test_') : -2])}\b", lists):
            problems.append(f"{name}: not in {folder}/CMakeLists.txt")
    complain(problems)


def test_fuzz_targets_are_listed_and_have_seeds():
    listed = [line.split()[0] for line in text_of("fuzz/targets.txt").splitlines() if re.match("[a-z]", line)]
    written = [name.rsplit("/", 1)[1][len("fuzz_") : -2] for name in files_under("fuzz/targets", ".c")]
    assert sorted(listed) == sorted(written)
    complain(
        [f"corpus/{name}/seed is empty" for name in listed if not any((ROOT / "corpus" / name / "seed").glob("*"))]
    )


def test_each_fuzz_target_has_a_bug_to_find():
    """`fuzz.py planted` builds with it; the line it changes has to be there, once."""
    spec = importlib.util.spec_from_file_location("fuzz", ROOT / "fuzz/fuzz.py")
    fuzz = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(fuzz)
    assert sorted(fuzz.PLANTED) == sorted(fuzz.targets())
    complain(
        [
            f"{path}: not there exactly once: {right}"
            for path, right, _ in fuzz.PLANTED.values()
            if text_of(path).count(right) != 1
        ]
    )


def opens_with_a_comment(name):
    return text_of(name).split("\n", 1)[1].lstrip().startswith("/*")


def test_headers_say_what_lives_in_them():
    """A source file may leave it to its header."""
    headers = set(files_under("src", ".h"))
    complain(
        [
            f"{name}: no comment behind the licence line that says what lives here"
            for name in files_under("src", *C_FILES)
            if name[:-1] + "h" not in headers - {name} and not opens_with_a_comment(name)
        ]
    )
