/* SPDX-License-Identifier: Apache-2.0 */
/* The global functions of Array and List. */
#include "container/array.h"
#include "container/list.h"
#include "core/registry.h"
#include "extra/builtin.h"
#include "extra/convert.h"

/* ---- what both share: the first argument is the container itself, never a copy ----

   Arguments are read from the last to the first: of two wrong ones the last is named, as with the reference. */

static int get_item(const tf_args* args, int32_t type_index, tf_any* result) {
  tf_seq* seq = NULL;
  int64_t index = 0;
  TF_TRY(tf_args_int(args, 1, &index));
  TF_TRY(tf_args_object(args, 0, type_index, &seq));
  TF_TRY(tf_seq_check_index(seq, index));
  *result = tf_any_copy_owned(&tf_seq_items(seq)[index]);
  return 0;
}

static int get_size(const tf_args* args, int32_t type_index, tf_any* result) {
  tf_seq* seq = NULL;
  TF_TRY(tf_args_object(args, 0, type_index, &seq));
  *result = tf_any_int(seq->seq.size);
  return 0;
}

static int contains(const tf_args* args, int32_t type_index, tf_any* result) {
  tf_seq* seq = NULL;
  int64_t found = -1;
  tf_any holder;
  tf_view value;
  TF_TRY(tf_args_object(args, 0, type_index, &seq));
  TF_TRY(tf_convert_value(args, 1, &holder, &value));
  int code = tf_seq_find(seq, value, &found);
  tf_any_drop(&holder);
  TF_TRY(code);
  *result = tf_any_bool(found >= 0);
  return 0;
}

/* ---- Array ---- */

static int array_new(const tf_args* args, tf_any* result) {
  tf_seq* array = NULL;
  TF_TRY(tf_array_from_views(args->values, (size_t)args->count, &array));
  *result = tf_any_own(array);
  return 0;
}

static int array_get_item(const tf_args* args, tf_any* result) {
  return get_item(args, kTVMFFIArray, result);
}

static int array_size(const tf_args* args, tf_any* result) {
  return get_size(args, kTVMFFIArray, result);
}

static int array_contains(const tf_args* args, tf_any* result) {
  return contains(args, kTVMFFIArray, result);
}

/* ---- List ---- */

static int list_new(const tf_args* args, tf_any* result) {
  tf_seq* list = NULL;
  TF_TRY(tf_list_from_views(args->values, (size_t)args->count, &list));
  *result = tf_any_own(list);
  return 0;
}

static int list_get_item(const tf_args* args, tf_any* result) {
  return get_item(args, kTVMFFIList, result);
}

static int list_size(const tf_args* args, tf_any* result) {
  return get_size(args, kTVMFFIList, result);
}

static int list_contains(const tf_args* args, tf_any* result) {
  return contains(args, kTVMFFIList, result);
}

/* Functions that change a list take it as `ffi.List<Any>`: an Array is converted, and the change is lost with the copy,
   as with the reference. `index` arguments come second, a value follows. */
typedef struct {
  tf_seq* list; /* borrowed */
  tf_seq* copy; /* owned: the list when it was converted, else NULL */
  int64_t first;
  int64_t second;
} list_call;

static int read_call(const tf_args* args, int32_t num_ints, list_call* out) {
  if (num_ints > 1) TF_TRY(tf_args_int(args, 2, &out->second));
  if (num_ints > 0) TF_TRY(tf_args_int(args, 1, &out->first));
  if (TF_LIKELY(args->values[0].type_index == kTVMFFIList && args->values[0].v_obj != NULL)) {
    out->list = (tf_seq*)(void*)args->values[0].v_obj;
    out->copy = NULL;
    return 0;
  }
  return tf_convert_list_view(args, 0, &out->list, &out->copy);
}

static int list_set_item(const tf_args* args, tf_any* result) {
  (void)result;
  list_call call;
  TF_TRY(read_call(args, 1, &call));
  tf_any value = tf_any_none();
  int code = tf_any_copy(tf_args_view(args, 2), &value);
  if (code == 0) code = tf_list_set(call.list, call.first, value);
  tf_object_drop(&call.copy);
  return code;
}

static int list_append(const tf_args* args, tf_any* result) {
  (void)result;
  list_call call;
  TF_TRY(read_call(args, 0, &call));
  tf_any value = tf_any_none();
  int code = tf_any_copy(tf_args_view(args, 1), &value);
  if (code == 0) code = tf_list_push(call.list, value);
  tf_object_drop(&call.copy);
  return code;
}

static int list_insert(const tf_args* args, tf_any* result) {
  (void)result;
  list_call call;
  TF_TRY(read_call(args, 1, &call));
  tf_any value = tf_any_none();
  int code = tf_any_copy(tf_args_view(args, 2), &value);
  if (code == 0) code = tf_list_insert(call.list, call.first, value);
  tf_object_drop(&call.copy);
  return code;
}

static int list_pop(const tf_args* args, tf_any* result) {
  list_call call;
  TF_TRY(read_call(args, 1, &call));
  int code = tf_list_take(call.list, call.first, result);
  tf_object_drop(&call.copy);
  return code;
}

static int list_erase(const tf_args* args, tf_any* result) {
  (void)result;
  list_call call;
  TF_TRY(read_call(args, 1, &call));
  tf_any gone = tf_any_none();
  int code = tf_list_take(call.list, call.first, &gone);
  tf_any_drop(&gone);
  tf_object_drop(&call.copy);
  return code;
}

static int list_erase_range(const tf_args* args, tf_any* result) {
  (void)result;
  list_call call;
  TF_TRY(read_call(args, 2, &call));
  int code = tf_list_erase(call.list, call.first, call.second);
  tf_object_drop(&call.copy);
  return code;
}

static int list_replace_slice(const tf_args* args, tf_any* result) {
  (void)result;
  list_call call;
  tf_seq* replacement = NULL;
  TF_TRY(tf_convert_list(args, 3, &replacement));
  int code = read_call(args, 2, &call);
  if (code == 0) {
    code = tf_list_replace(call.list, call.first, call.second, replacement);
    tf_object_drop(&call.copy);
  }
  tf_object_drop(&replacement);
  return code;
}

static int list_reverse(const tf_args* args, tf_any* result) {
  (void)result;
  list_call call;
  TF_TRY(read_call(args, 0, &call));
  tf_list_reverse(call.list);
  tf_object_drop(&call.copy);
  return 0;
}

static int list_clear(const tf_args* args, tf_any* result) {
  (void)result;
  list_call call;
  TF_TRY(read_call(args, 0, &call));
  tf_list_clear(call.list);
  tf_object_drop(&call.copy);
  return 0;
}

static int list_reserve(const tf_args* args, tf_any* result) {
  (void)result;
  list_call call;
  TF_TRY(read_call(args, 1, &call));
  int code = tf_list_reserve(call.list, call.first);
  tf_object_drop(&call.copy);
  return code;
}

static const tf_func_def functions[] = {
    {"ffi.Array", "packed", array_new, NULL},
    {"ffi.ArrayGetItem", "(ffi.Array, int) -> Any", array_get_item, NULL},
    {"ffi.ArraySize", "(ffi.Array) -> int", array_size, NULL},
    {"ffi.ArrayContains", "(ffi.Array, Any) -> bool", array_contains, NULL},
    {"ffi.List", "packed", list_new, NULL},
    {"ffi.ListGetItem", "(ffi.List, int) -> Any", list_get_item, NULL},
    {"ffi.ListSetItem", "(ffi.List<Any>, int, Any) -> None", list_set_item, NULL},
    {"ffi.ListSize", "(ffi.List) -> int", list_size, NULL},
    {"ffi.ListContains", "(ffi.List, Any) -> bool", list_contains, NULL},
    {"ffi.ListAppend", "(ffi.List<Any>, Any) -> None", list_append, NULL},
    {"ffi.ListInsert", "(ffi.List<Any>, int, Any) -> None", list_insert, NULL},
    {"ffi.ListPop", "(ffi.List<Any>, int) -> Any", list_pop, NULL},
    {"ffi.ListErase", "(ffi.List<Any>, int) -> None", list_erase, NULL},
    {"ffi.ListEraseRange", "(ffi.List<Any>, int, int) -> None", list_erase_range, NULL},
    {"ffi.ListReplaceSlice", "(ffi.List<Any>, int, int, ffi.List<Any>) -> None", list_replace_slice,
     NULL},
    {"ffi.ListReverse", "(ffi.List<Any>) -> None", list_reverse, NULL},
    {"ffi.ListClear", "(ffi.List<Any>) -> None", list_clear, NULL},
    {"ffi.ListReserve", "(ffi.List<Any>, int) -> None", list_reserve, NULL},
};

int tf_builtin_seq(void) { return tf_registry_add_defs(functions, TF_COUNT_OF(functions)); }
