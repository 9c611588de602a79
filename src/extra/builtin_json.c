/* SPDX-License-Identifier: Apache-2.0 */
/* The global functions for JSON and graphs. */
#include "core/registry.h"
#include "extra/builtin.h"
#include "extra/graph.h"
#include "extra/json_value.h"

static const tf_func_def functions[] = {
    {"ffi.json.Parse", "(ffi.String) -> Any", tf_json_value_parse_call, NULL},
    {"ffi.json.Stringify", "(Any, Optional<int>) -> ffi.String", tf_json_value_write_call, NULL},
    {"ffi.ToJSONGraph", "(Any, Any) -> Any", tf_graph_write_call, NULL},
    {"ffi.ToJSONGraphString", "(Any, Any) -> ffi.String", tf_graph_write_string_call, NULL},
    {"ffi.FromJSONGraph", "(Any) -> Any", tf_graph_read_call, NULL},
    {"ffi.FromJSONGraphString", "(ffi.String) -> Any", tf_graph_read_string_call, NULL},
};

int tf_builtin_json(void) { return tf_registry_add_defs(functions, TF_COUNT_OF(functions)); }
