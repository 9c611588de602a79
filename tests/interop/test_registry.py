# SPDX-License-Identifier: Apache-2.0
"""What the library registers by itself, against abi/registry.json, entry by entry; the record against the reference.

Documentation texts are the one thing that is not compared: ours has its own."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import steps
from conftest import ROOT, Side

EXT = Path(__file__).parent / "ext"
RECORD = json.loads((ROOT / "abi" / "registry.json").read_text(encoding="utf-8"))
TYPES = {entry["type_key"]: entry for entry in RECORD["types"]}
HAS_DEFAULT = 2


def dump(side: Side, headers: list[str], folder: Path) -> dict[str, Any]:
    """The registry of a fresh process that has loaded this side's library and nothing else."""
    program = folder / f"registry-{side.name}"
    run_paths = [f"-Wl,-rpath,{side.library.parent}"]
    source = EXT / "registry_dump.c"
    steps.run(["gcc", "-std=c11", "-o", program, source, *headers, *side.link_flags, *run_paths])
    columns = [*RECORD["type_attr_columns"], *RECORD["type_attr_columns_not_present_at_load"]]
    return json.loads(steps.run([program, *columns]).stdout)


def schema(metadata: str) -> Any:
    return json.loads(json.loads(metadata)["type_schema"]) if metadata else None


def field_facts(entry: dict[str, Any], type_schema: Any, has_default: bool, default: Any) -> dict[str, Any]:
    names = ["name", "offset", "size", "alignment", "flags", "field_static_type_index", "has_setter"]
    return {name: entry[name] for name in names} | {
        "type_schema": type_schema,
        "default": {"value": default} if has_default else None,
    }


def dumped_facts(entry: dict[str, Any]) -> dict[str, Any]:
    """A dumped type in the form in which the record has it."""
    facts = {name: entry[name] for name in ("type_key", "ancestors", "depth", "type_key_hash", "has_metadata", "attrs")}
    facts["attrs"] = {
        name: "native function pointer" if value == "native pointer" else value
        for name, value in entry["attrs"].items()
    }
    facts["parent"] = entry["ancestors"][-1] if entry["ancestors"] else None
    for name in ("total_size", "has_native_creator", "structural_eq_hash_kind"):
        facts[name] = entry.get(name)
    facts["fields"] = [
        field_facts(field, schema(field["metadata"]), bool(field["flags"] & HAS_DEFAULT), field["default"])
        for field in entry["fields"]
    ]
    facts["methods"] = [
        {"name": method["name"], "flags": method["flags"], "type_schema": schema(method["metadata"])}
        for method in entry["methods"]
    ]
    return facts


def recorded_facts(entry: dict[str, Any]) -> dict[str, Any]:
    names = "type_key ancestors depth type_key_hash has_metadata attrs parent total_size has_native_creator"
    facts = {name: entry[name] for name in [*names.split(), "structural_eq_hash_kind"]}
    facts["fields"] = [
        field_facts(
            field, field["type_schema"], field["default"] is not None, field["default"] and field["default"]["value"]
        )
        for field in entry["fields"]
    ]
    facts["methods"] = [
        {"name": method["name"], "flags": method["flags"], "type_schema": method["type_schema"]}
        for method in entry["methods"]
    ]
    return facts


@pytest.fixture(scope="module", params=["ours", "reference"])
def registry(both: tuple[Side, Side], request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Ours is held to the record; the reference shows that the record is true."""
    side = next(side for side in both if side.name == request.param)
    return dump(side, both[0].compile_flags, tmp_path_factory.mktemp("registry"))


def test_version_and_columns(registry: dict[str, Any]) -> None:
    assert registry["runtime_version"] == RECORD["runtime_version"]
    begins = {name: column["begin_index"] for name, column in registry["type_attr_columns"].items()}
    assert begins == {name: column["begin_index"] for name, column in RECORD["type_attr_columns"].items()}
    assert len(begins) == 19
    assert RECORD["type_attr_columns_not_present_at_load"] == ["__ffi_convert_type_schema__"]


def test_functions_in_order(registry: dict[str, Any]) -> None:
    found = [function["name"] for function in registry["functions"]]
    assert len(found) == 100
    assert found == RECORD["registration_order_of_functions"]
    recorded = {function["name"]: function["metadata_raw"] for function in RECORD["functions"]}
    assert {function["name"]: function["metadata_raw"] for function in registry["functions"]} == recorded


def test_all_types_are_there(registry: dict[str, Any]) -> None:
    found = {entry["type_key"]: entry for entry in registry["types"]}
    assert found.keys() == TYPES.keys()
    fixed = {key: entry["type_index"] for key, entry in TYPES.items() if entry["type_index"] != "dynamic"}
    assert len(fixed) == 29 and len(TYPES) == 39
    assert {key: found[key]["observed_type_index"] for key in fixed} == fixed
    assert all(found[key]["observed_type_index"] >= 128 for key in TYPES.keys() - fixed.keys())


@pytest.mark.parametrize("key", TYPES)
def test_type(registry: dict[str, Any], key: str) -> None:
    found = next(entry for entry in registry["types"] if entry["type_key"] == key)
    assert dumped_facts(found) == recorded_facts(TYPES[key])
