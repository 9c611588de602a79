/* SPDX-License-Identifier: Apache-2.0 */
/* What ffi.BigInt tells generic code about itself: attributes for hash, equality, order and JSON. */
#include "core/bigint.h"

#include <string.h>

#include "base/hash.h"
#include "core/column.h"
#include "core/error.h"
#include "core/func.h"
#include "core/typetable.h"

static uint64_t content_hash(const tf_view* value) {
  const int64_t* words;
  size_t count;
  if (!tf_bigint_get_words(value, &words, &count)) return 0;
  /* As tf_hash_bytes of the words, which on big-endian machines would see other bytes. */
  uint64_t hash = 0;
  for (size_t i = 0; i < count; ++i) {
    hash = (hash * UINT64_C(1099511628211) + (uint64_t)words[i]) % TF_HASH_MODULUS;
  }
  return hash;
}

static bool content_equal(tf_view a, tf_view b) { return tf_bigint_compare(a, b) == 0; }

/* ---- Native hooks of the columns __any_hash__ and __any_equal__ ---- */

static TVMFFIAny any_hash(const TVMFFIAny* value) {
  tf_view view = tf_view_raw(value);
  return tf_any_int((int64_t)content_hash(&view)).raw;
}

static TVMFFIAny any_equal(const TVMFFIAny* a, const TVMFFIAny* b) {
  return tf_any_bool(content_equal(tf_view_raw(a), tf_view_raw(b))).raw;
}

/* ---- Function hooks. The last argument is the walk's own callback, which an integer does not need. ---- */

static int big_argument(const tf_args* args, int32_t index, tf_view* out) {
  const int64_t* words;
  size_t count;
  if (index >= args->count) return tf_args_count_mismatch(args, index + 1);
  *out = tf_args_view(args, index);
  if (tf_bigint_get_words(out, &words, &count)) return 0;
  return tf_args_mismatch(args, index, "ffi.BigInt", NULL);
}

static int hash_body(const tf_args* args, tf_any* result) {
  tf_view value;
  TF_TRY(big_argument(args, 0, &value));
  *result = tf_any_int((int64_t)content_hash(&value));
  return 0;
}

static int eq_body(const tf_args* args, tf_any* result) {
  tf_view a;
  tf_view b;
  TF_TRY(big_argument(args, 0, &a));
  TF_TRY(big_argument(args, 1, &b));
  *result = tf_any_bool(content_equal(a, b));
  return 0;
}

static int compare_body(const tf_args* args, tf_any* result) {
  tf_view a;
  tf_view b;
  TF_TRY(big_argument(args, 0, &a));
  TF_TRY(big_argument(args, 1, &b));
  *result = tf_any_int(tf_bigint_compare(a, b));
  return 0;
}

static int to_json_body(const tf_args* args, tf_any* result) {
  tf_view value;
  TF_TRY(big_argument(args, 0, &value));
  return tf_bigint_to_text(value, result);
}

static int from_json_body(const tf_args* args, tf_any* result) {
  tf_str text;
  TF_TRY(tf_args_str(args, 0, &text));
  return tf_bigint_from_text(text, result);
}

static const struct {
  tf_column_id column;
  tf_func_def def;
} hooks[] = {
    {TF_COLUMN_HASH, {"ffi.BigInt.__ffi_hash__", "packed", hash_body, NULL}},
    {TF_COLUMN_EQ, {"ffi.BigInt.__ffi_eq__", "packed", eq_body, NULL}},
    {TF_COLUMN_COMPARE, {"ffi.BigInt.__ffi_compare__", "packed", compare_body, NULL}},
    {TF_COLUMN_DATA_TO_JSON, {"ffi.BigInt.__data_to_json__", "packed", to_json_body, NULL}},
    {TF_COLUMN_DATA_FROM_JSON,
     {"ffi.BigInt.__data_from_json__", "(ffi.String) -> Any", from_json_body, NULL}},
};

int tf_bigint_register(void) {
  TVMFFITypeMetadata metadata = {.total_size = sizeof(tf_bigint)};
  TF_TRY(
      tf_typetable_set_metadata(tf_typetable_global(), kTVMFFIBigInt, &metadata, tf_owner_self()));
  TVMFFIAny (*hash)(const TVMFFIAny*) = any_hash;
  TVMFFIAny (*equal)(const TVMFFIAny*, const TVMFFIAny*) = any_equal;
  void* pointer;
  /* Through memcpy: C has no conversion between function and data pointers. */
  memcpy(&pointer, &hash, sizeof pointer);
  TF_TRY(tf_column_set(TF_COLUMN_ANY_HASH, kTVMFFIBigInt, tf_any_ptr(pointer)));
  memcpy(&pointer, &equal, sizeof pointer);
  TF_TRY(tf_column_set(TF_COLUMN_ANY_EQUAL, kTVMFFIBigInt, tf_any_ptr(pointer)));
  for (size_t i = 0; i < TF_COUNT_OF(hooks); ++i) {
    tf_function* function;
    TF_TRY(tf_func_new(&hooks[i].def, &function));
    TF_TRY(tf_column_set(hooks[i].column, kTVMFFIBigInt, tf_any_own(function)));
  }
  return tf_column_set(TF_COLUMN_TYPE_FINAL, kTVMFFIBigInt, tf_any_bool(true));
}
