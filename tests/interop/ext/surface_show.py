# SPDX-License-Identifier: Apache-2.0
"""Evaluates expressions and prints what came of each as a JSON line, for programs that run on two sides."""

from __future__ import annotations

import json
import os
import re
import sys
import textwrap
import traceback
from pathlib import Path


def outcome(expression: str, names: dict) -> str:
    """`type: repr` of the value, or `!! type: message` of the exception."""
    try:
        value = eval(expression, names)
    except Exception as error:
        return f"!! {type(error).__name__}: {error}"
    return f"{type(value).__name__}: {value!r}"


def without_places(text: str) -> str:
    """Addresses, and where this process keeps its files, are left out."""
    import tvm_ffi

    package = Path(tvm_ffi.__file__).parent
    for place, name in ((package, "PACKAGE"), (package.parent, "SITE"), (sys.prefix, "PREFIX"), (os.getcwd(), "HERE")):
        text = text.replace(str(place), name)
    return re.sub(r"0x[0-9a-f]+", "ADDRESS", text)


def show(expressions: str, names: dict) -> None:
    """A line per expression."""
    for line in textwrap.dedent(expressions).strip().splitlines():
        if not line.strip():
            continue
        print(json.dumps([line, without_places(outcome(line, names))]), flush=True)


def kind_of_error(call) -> str:
    """Type and message of what a call raises, and the functions of its traceback."""
    try:
        call()
    except BaseException as error:
        return (
            f"{type(error).__name__}: {error} @ {[entry.name for entry in traceback.extract_tb(error.__traceback__)]}"
        )
    return "nothing raised"
