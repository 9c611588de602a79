/* SPDX-License-Identifier: Apache-2.0 */
/* Reading embedded module trees. Every number is checked against what is left of the blob. */
#include "extra/module_blob.h"

#include "container/array.h"
#include "core/error.h"
#include "core/func.h"
#include "core/registry.h"
#include "core/string.h"

#define KIND_LIBRARY "_lib"
#define LOADER_PREFIX "ffi.Module.load_from_bytes."

typedef struct {
  const unsigned char* at;
  uint64_t left;
} reader;

static int raise_broken(const char* what) {
  return tf_raise(TF_RUNTIME_ERROR, "The module tree of the library is broken: %s", what);
}

static uint64_t decode(const unsigned char* bytes) {
  uint64_t value = 0;
  for (int i = 7; i >= 0; --i) value = (value << 8) | bytes[i];
  return value;
}

static int read_number(reader* in, uint64_t* out) {
  if (in->left < 8) return raise_broken("it ends inside a number");
  *out = decode(in->at);
  in->at += 8;
  in->left -= 8;
  return 0;
}

static int read_text(reader* in, tf_str* out) {
  uint64_t size = 0;
  TF_TRY(read_number(in, &size));
  if (size > in->left) return raise_broken("a text reaches beyond its end");
  *out = tf_str_of(in->at, (size_t)size);
  in->at += size;
  in->left -= size;
  return 0;
}

/* A counted row of numbers, left in place. */
typedef struct {
  const unsigned char* at;
  uint64_t count;
} row;

static int read_row(reader* in, row* out) {
  uint64_t count = 0;
  TF_TRY(read_number(in, &count));
  if (count > in->left / 8) return raise_broken("a row of numbers reaches beyond its end");
  out->at = in->at;
  out->count = count;
  in->at += count * 8;
  in->left -= count * 8;
  return 0;
}

static uint64_t row_at(row numbers, uint64_t index) { return decode(numbers.at + index * 8); }

/* Makes a module from its payload. Owned. */
static int load_from_bytes(tf_str kind, tf_str payload, tf_any* out) {
  tf_buf name = tf_buf_new(4096);
  (void)tf_buf_put_c(&name, LOADER_PREFIX);
  (void)tf_buf_put_str(&name, kind);
  bool no_memory = name.status == TF_BUF_NO_MEMORY;
  tf_object* loader =
      name.status == TF_BUF_OK ? tf_registry_find(tf_registry_global(), tf_buf_view(&name)) : NULL;
  tf_buf_drop(&name);
  if (no_memory) return tf_raise_memory();
  if (loader == NULL) {
    return tf_raise(TF_RUNTIME_ERROR,
                    "Library binary was created using {%.*s} but a loader of that name is not "
                    "registered: " LOADER_PREFIX "%.*s",
                    (int)kind.size, kind.data, (int)kind.size, kind.data);
  }
  tf_any bytes = tf_any_none();
  int code = tf_string_new_bytes(payload, &bytes);
  tf_view arg = tf_view_of(&bytes);
  if (code == 0) code = tf_func_call(loader, &arg, 1, out);
  tf_any_drop(&bytes);
  tf_object_decref(loader);
  TF_TRY(code);
  if (tf_view_get_exact(tf_view_of(out), kTVMFFIModule) != NULL) return 0;
  tf_any_drop(out);
  return tf_raise(TF_TYPE_ERROR, LOADER_PREFIX "%.*s did not return a module", (int)kind.size,
                  kind.data);
}

static int read_module(reader* in, tf_module* library, tf_any* out, bool* has_library) {
  tf_str kind = {0};
  tf_str payload = {0};
  TF_TRY(read_text(in, &kind));
  if (tf_str_equal_c(kind, KIND_LIBRARY)) {
    *out = tf_any_share(library);
    *has_library = true;
    return 0;
  }
  TF_TRY(read_text(in, &payload));
  return load_from_bytes(kind, payload, out);
}

static tf_module* module_at(const tf_seq* modules, uint64_t index) {
  return (tf_module*)(void*)tf_seq_items(modules)[index].raw.v_obj;
}

static int link_modules(const tf_seq* modules, row rows, row children) {
  uint64_t count = (uint64_t)modules->seq.size;
  for (uint64_t i = 0; i < count; ++i) {
    uint64_t begin = row_at(rows, i);
    uint64_t end = row_at(rows, i + 1);
    if (begin > end || end > children.count)
      return raise_broken("a row of imports is out of range");
    for (uint64_t k = begin; k < end; ++k) {
      uint64_t child = row_at(children, k);
      if (child >= count) return raise_broken("an import names no module");
      TF_TRY(tf_module_import(module_at(modules, i), module_at(modules, child)));
    }
  }
  return 0;
}

static int read_tree(reader* in, tf_module* library, tf_seq** modules, bool* has_library) {
  row rows = {0};
  row children = {0};
  TF_TRY(read_row(in, &rows));
  TF_TRY(read_row(in, &children));
  if (rows.count < 2) return raise_broken("it has no modules");
  for (uint64_t i = 0; i + 1 < rows.count; ++i) {
    tf_any module = tf_any_none();
    TF_TRY(read_module(in, library, &module, has_library));
    TF_TRY(tf_array_push(modules, module));
  }
  return link_modules(*modules, rows, children);
}

int tf_module_blob_load(const char* blob, tf_module* library, tf_module** out,
                        bool* out_has_library) {
  reader in = {(const unsigned char*)blob + 8, decode((const unsigned char*)blob)};
  tf_seq* modules = NULL;
  bool has_library = false;
  TF_TRY(tf_array_new(0, &modules));
  int code = read_tree(&in, library, &modules, &has_library);
  if (code == 0) {
    tf_module* root = module_at(modules, 0);
    tf_object_incref(root);
    *out = root;
    *out_has_library = has_library;
  }
  tf_object_drop(&modules);
  return code;
}
