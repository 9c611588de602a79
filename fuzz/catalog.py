# SPDX-License-Identifier: Apache-2.0
"""Which fuzz targets there are, and the bug that is planted for each to prove that fuzzing finds one."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]

# target -> file, what stands there, what a careless hand might have written.
PLANTED = {
    "dtype": ("src/core/dtype_text.c", "#define MAX_LANES 65535u", "#define MAX_LANES 99999u"),
    "dlpack": (
        "src/core/tensor_check.c",
        "if (tensor->shape[i] == 1) continue;",
        "if (tensor->shape[i] <= 2) continue;",
    ),
    "json": ("src/extra/json_write.c", 'if (strpbrk(text, ".e") == NULL)', "if (text[0] == 0)"),
    "structural": (
        "src/extra/recursive_compare.c",
        "*out = a < b ? -1 : a > b;",
        "*out = a < b ? -1 : 1;",
    ),
    "serialize": (
        "src/extra/graph_read.c",
        "tf_map_new(node->type_index, (size_t)numbers->seq.size / 2, &made)",
        "tf_map_new(kTVMFFIMap, (size_t)numbers->seq.size / 2, &made)",
    ),
    "any_ops": ("src/core/any.c", "  *slot = NULL;\n", "  tf_object_incref(*slot);\n"),
    "registry": (
        "src/core/registry.c",
        "if (found != NULL && found->function != NULL && !can_override) {",
        "if (found != NULL && found->function == NULL && !can_override) {",
    ),
    "containers": (
        "src/container/seq.c",
        "if (index >= 0 && index < seq->seq.size) return 0;",
        "if (index >= 0 && index <= seq->seq.size) return 0;",
    ),
    "module_file": (
        "src/extra/library_check_elf.c",
        "return offset <= file_size && size <= file_size - offset;",
        "return offset <= file_size;",
    ),
    "function_call": ("src/core/any.c", "*out = tf_any_own(*slot);", "*out = tf_any_share(*slot);"),
    "directive": (
        "stubgen/block.c",
        "piece->end = tf_str_slice(p->text, mark->line.begin, mark->line.next);",
        "piece->end = tf_str_slice(p->text, mark->line.begin, mark->line.end);",
    ),
    "stub_render": (
        "stubgen/render.c",
        "if (!sg_is_name(method->name)) continue;",
        "if (method->name.size == 0) continue;",
    ),
    "tymap": (
        "stubgen/tymap.c",
        "*from = sg_strip(tf_str_slice(line, 0, arrow));",
        "*from = tf_str_slice(line, 0, arrow);",
    ),
    "schema": ("stubgen/schema.c", "if (i != 0) sg_put_char(out, ',');", "if (i > 1) sg_put_char(out, ',');"),
}


def lines():
    """Name and part (runtime, stubgen) of each target of targets.txt."""
    text = (ROOT / "fuzz/targets.txt").read_text(encoding="utf-8")
    return dict(line.split() for line in text.splitlines() if re.match("[a-z]", line))


def targets():
    return list(lines())


def corpora(name):
    """The folders of a target's corpus that exist."""
    return [folder for kind in ("seed", "found", "regress") if (folder := ROOT / "corpus" / name / kind).is_dir()]


TEMPLATE = """\
/* SPDX-License-Identifier: Apache-2.0 */
/* Bytes: what holds for all of them is checked here. The last byte chooses nothing yet. */
#include "common/check.h"
#include "common/input.h"

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  long live = fuzz_begin();
  fuzz_input in = fuzz_input_of(data, size);
  size_t count;
  uint8_t* bytes = fuzz_input_rest(&in, &count);
  FUZZ_CHECK(count <= size, "%zu of %zu bytes", count, size);
  free(bytes);
  fuzz_end(live);
  return 0;
}
"""

OPTIONS = """\
# SPDX-License-Identifier: Apache-2.0
[libfuzzer]
max_len = 4096
timeout = 5
rss_limit_mb = 1024
dict = {name}.dict
"""


def make_new(name, part):
    """Writes the files of a new target; returns what is left for a person."""
    if not re.fullmatch("[a-z][a-z0-9_]*", name):
        raise SystemExit(f"{name}: a target's name is made of small letters, digits and _")
    if part not in ("runtime", "stubgen"):
        raise SystemExit(f"{part}: a target is linked to runtime or stubgen")
    if name in targets():
        raise SystemExit(f"{name}: fuzz/targets.txt has it already")
    files = {
        f"fuzz/targets/fuzz_{name}.c": TEMPLATE,
        f"fuzz/options/{name}.options": OPTIONS.format(name=name),
        f"fuzz/dict/{name}.dict": '# SPDX-License-Identifier: Apache-2.0\n"a"\n',
        f"corpus/{name}/seed/one": "a",
    }
    for path, text in files.items():
        (ROOT / path).parent.mkdir(parents=True, exist_ok=True)
        (ROOT / path).write_text(text, encoding="utf-8")
    with open(ROOT / "fuzz/targets.txt", "a", encoding="utf-8") as out:
        out.write(f"{name} {part}\n")
    return [
        *files,
        "fuzz/targets.txt",
        f'left to do: what the target checks, its seeds, and a bug for "{name}" in PLANTED',
    ]
