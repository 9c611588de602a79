/* SPDX-License-Identifier: Apache-2.0 */
/* Embedded module trees: the right one is built, broken ones are refused whatever is broken. */
#include "extra/module_blob.h"

#include "container/seq.h"
#include "core/registry.h"
#include "tf_test_core.h"

static int none_get(tf_module* module, void* context, tf_module_item item, tf_str name,
                    tf_any* out) {
  (void)module;
  (void)context;
  (void)item;
  (void)name;
  *out = tf_any_none();
  return 0;
}

static bool none_implements(void* context, tf_str name) {
  (void)context;
  (void)name;
  return false;
}

static const tf_module_kind kind = {"unit", 0, none_get, none_implements, NULL};

static int load_from_bytes(const tf_args* args, tf_any* result) {
  tf_module* module = NULL;
  tf_str payload;
  TF_TRY(tf_args_bytes(args, 0, &payload));
  if (!tf_str_equal_c(payload, "payload")) return tf_raise(TF_VALUE_ERROR, "what is this?");
  TF_TRY(tf_module_new(&kind, NULL, &module));
  *result = tf_any_own(module);
  return 0;
}

static const tf_func_def loaders[] = {
    {"ffi.Module.load_from_bytes.unit", "(ffi.Bytes) -> ffi.Module", load_from_bytes, NULL}};

/* ---- writing blobs ---- */

static unsigned char blob[512];
static size_t blob_size;

static void put_number(uint64_t value) {
  for (int i = 0; i < 8; ++i) blob[blob_size++] = (unsigned char)(value >> (8 * i));
}

static void put_text(const char* text) {
  put_number(strlen(text));
  memcpy(blob + blob_size, text, strlen(text));
  blob_size += strlen(text);
}

static void finish(void) {
  size_t size = blob_size;
  blob_size = 0;
  put_number(size - 8);
  blob_size = size;
}

/* Module 0 is of kind `unit` and imports the library. */
static void make_tree(void) {
  blob_size = 8;
  put_number(3);
  put_number(0);
  put_number(1);
  put_number(1);
  put_number(1);
  put_number(1);
  put_text("unit");
  put_text("payload");
  put_text("_lib");
  finish();
}

static int load(tf_module** out, bool* has_library, tf_module* library) {
  return tf_module_blob_load((const char*)blob, library, out, has_library);
}

static tf_module* library_new(void) {
  tf_module* library = NULL;
  assert_ok(tf_module_new(&kind, NULL, &library));
  return library;
}

static void the_tree_is_built(void** state) {
  (void)state;
  tf_module* root = NULL;
  tf_module* library = library_new();
  bool has_library = false;
  make_tree();
  assert_ok(load(&root, &has_library, library));
  assert_true(has_library);
  assert_ptr_not_equal(root, library);
  const tf_seq* imports = (const tf_seq*)root->imports;
  assert_int_equal(imports->seq.size, 1);
  assert_ptr_equal(tf_seq_items(imports)[0].raw.v_obj, library);
  tf_object_drop(&root);
  tf_object_drop(&library);
}

static void unknown_kinds_are_named(void** state) {
  (void)state;
  tf_module* root = NULL;
  tf_module* library = library_new();
  bool has_library = false;
  blob_size = 8;
  put_number(2);
  put_number(0);
  put_number(0);
  put_number(0);
  put_text("strange");
  put_text("payload");
  finish();
  assert_raises(load(&root, &has_library, library), "RuntimeError",
                "ffi.Module.load_from_bytes.strange");
  tf_object_drop(&library);
}

static void every_cut_is_refused(void** state) {
  (void)state;
  tf_module* library = library_new();
  make_tree();
  size_t whole = blob_size;
  for (size_t size = 0; size + 8 < whole; ++size) {
    tf_module* root = NULL;
    bool has_library = false;
    blob_size = 0;
    put_number(size);
    assert_int_equal(load(&root, &has_library, library), -1);
    tf_error_clear();
  }
  tf_object_drop(&library);
}

static void damaged_numbers_are_survived(void** state) {
  (void)state;
  make_tree();
  size_t whole = blob_size;
  for (size_t at = 8; at < whole; ++at) {
    for (unsigned value = 0; value < 256; value += 17) {
      tf_module* root = NULL;
      tf_module* library = library_new();
      bool has_library = false;
      make_tree();
      blob[at] = (unsigned char)value;
      if (load(&root, &has_library, library) != 0) tf_error_clear();
      tf_object_drop(&root);
      tf_object_drop(&library);
    }
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      tf_unit(the_tree_is_built),
      tf_unit(unknown_kinds_are_named),
      tf_unit(every_cut_is_refused),
      tf_unit(damaged_numbers_are_survived),
  };
  if (tf_registry_add_defs(loaders, TF_COUNT_OF(loaders)) != 0) return 1;
  return tf_test_run(tests);
}
