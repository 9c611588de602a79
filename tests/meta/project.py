# SPDX-License-Identifier: Apache-2.0
"""What the checks of the source tree share: the files that belong to the project."""

import functools
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

C_FILES = (".c", ".h")
CODE_FILES = (*C_FILES, ".cc", ".py", ".pyi", ".cmake", ".sh", ".toml")

# Inputs and expected outputs of tests are data: their bytes are the test.
DATA_FOLDERS = ("corpus/", "tests/golden/", "abi/")


@functools.cache
def tracked_files():
    """Paths of all files under version control or about to be, relative to the root."""
    run = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    files = sorted(name for name in run.stdout.split("\0") if name)
    return [name for name in files if (ROOT / name).is_file() and not name.startswith(DATA_FOLDERS)]


def files_under(folder, *suffixes):
    files = [name for name in tracked_files() if name.startswith(folder + "/") and name.endswith(suffixes or "")]
    assert files, f"no files under {folder}"
    return files


@functools.cache
def text_of(name):
    return (ROOT / name).read_text(encoding="utf-8")


def code_of(name):
    """C text without comments and string literals; line numbers stay."""

    def blank(match):
        kept = '""' if match.group().startswith('"') else " "
        return kept + "\n" * match.group().count("\n")

    return re.sub(
        r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', blank, text_of(name), flags=re.DOTALL
    )


def includes_of(name):
    """(line number, included path, quoted?) of every include line."""
    found = []
    for number, line in enumerate(text_of(name).splitlines(), 1):
        match = re.match(r'\s*#\s*include\s*([<"])([^>"]+)[>"]', line)
        if match:
            found.append((number, match.group(2), match.group(1) == '"'))
    return found


def complain(problems):
    """Fails with one line a problem and nothing else."""
    if problems:
        pytest.fail("\n".join(problems), pytrace=False)
