/* SPDX-License-Identifier: Apache-2.0 */
/* Texts of values. A walk with a stack of its own: values may be nested as deep as memory allows. Hooks of types are
   foreign code and may ask for the text of other values; those walks nest on the machine's stack, guarded. */
#include "extra/repr.h"

#include <inttypes.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/thread.h"
#include "container/map.h"
#include "container/seq.h"
#include "core/bigint.h"
#include "core/column.h"
#include "core/device.h"
#include "core/error.h"
#include "core/func.h"
#include "core/shape.h"
#include "core/string.h"
#include "core/tensor.h"
#include "core/typetable.h"
#include "extra/ptrmap.h"
#include "extra/repr_text.h"
#include "extra/stack.h"
#include "extra/types.h"

#define TEXT_LIMIT (1024 * 1024 * 1024)

/* An object whose text has been begun. */
typedef struct {
  tf_object* object; /* owned: hooks may change what holds it */
  uint64_t at;       /* number of the next element, or position in a map */
  bool is_value_next;
  bool has_shown; /* something stands before: the next one needs a comma */
  tf_field_iter fields;
  size_t begin;      /* where its text begins */
  uint64_t num_dots; /* what the walk had counted then */
} frame;

/* Where the text of a shared object stands: the next time it is copied. */
typedef struct {
  tf_object* object; /* owned: its address stays its own */
  size_t begin;
  size_t size;
} shared_text;

typedef struct {
  tf_buf text;
  frame* frames;
  size_t depth;
  size_t room;
  tf_ptrmap open; /* objects whose frame is open: value 1; closed ones 0 */
  tf_stack shared;
  tf_ptrmap shared_at; /* number in `shared` */
  uint64_t num_dots;   /* objects put as `...` because they were open: depends on where one began */
  bool with_address;
} walk;

/* ---- frames ---- */

static int push(walk* w, tf_object* object) {
  if (w->depth == w->room) {
    size_t room = 0;
    frame* frames = NULL;
    if (tf_size_grow(w->room, w->depth + 1, sizeof(frame), &room)) {
      frames = (frame*)tf_mem_realloc(w->frames, room * sizeof(frame));
    }
    if (frames == NULL) return tf_raise_memory();
    w->frames = frames;
    w->room = room;
  }
  TF_TRY(tf_ptrmap_set(&w->open, object, 1));
  frame* top = &w->frames[w->depth++];
  memset(top, 0, sizeof(*top));
  top->object = object;
  tf_object_incref(object);
  top->num_dots = w->num_dots;
  return 0;
}

static void put_address(walk* w, const tf_object* object) {
  if (w->with_address) (void)tf_buf_printf(&w->text, "@%p", (const void*)object);
}

/* Only what others than its frame and one holder refer to is worth remembering. Without memory it is not remembered. */
static void remember(walk* w, const frame* top) {
  uint64_t count = __atomic_load_n(&top->object->combined_ref_count, __ATOMIC_RELAXED);
  if ((count & TF_REF_STRONG_MASK) <= 2 || top->num_dots != w->num_dots) return;
  if (tf_ptrmap_set(&w->shared_at, top->object, w->shared.size) != 0) {
    tf_error_clear();
    return;
  }
  shared_text* made = (shared_text*)tf_stack_push(&w->shared);
  if (made == NULL) {
    tf_error_clear();
    return;
  }
  *made = (shared_text){top->object, top->begin, w->text.size - top->begin};
  tf_object_incref(top->object);
}

static void pop(walk* w) {
  frame* top = &w->frames[--w->depth];
  uint64_t* is_open = tf_ptrmap_find(&w->open, top->object);
  if (is_open != NULL) *is_open = 0;
  remember(w, top);
  tf_object_drop(&top->object);
}

/* True when the text of the object stands there already, and again now. */
static bool put_again(walk* w, const tf_object* object) {
  const uint64_t* at = tf_ptrmap_find(&w->shared_at, object);
  if (at == NULL || *at >= w->shared.size) return false;
  const shared_text* known = (const shared_text*)tf_stack_at(&w->shared, *at);
  if (known->object != object) return false;
  if (tf_buf_reserve(&w->text, known->size) == 0) {
    (void)tf_buf_put(&w->text, w->text.data + known->begin, known->size);
  }
  return true;
}

static void walk_drop(walk* w) {
  while (w->depth > 0) tf_object_drop(&w->frames[--w->depth].object);
  for (size_t i = 0; i < w->shared.size; ++i) {
    tf_object_drop(&((shared_text*)tf_stack_at(&w->shared, i))->object);
  }
  tf_mem_free(w->frames);
  tf_stack_drop(&w->shared);
  tf_ptrmap_drop(&w->shared_at);
  tf_ptrmap_drop(&w->open);
  tf_buf_drop(&w->text);
}

static walk walk_new(void) {
  const char* with_address = getenv("TVM_FFI_REPR_WITH_ADDR");
  walk w = {.text = tf_buf_new(TEXT_LIMIT),
            .open = tf_ptrmap_new(),
            .shared = tf_stack_new(sizeof(shared_text)),
            .shared_at = tf_ptrmap_new()};
  w.with_address = with_address != NULL && strcmp(with_address, "1") == 0;
  return w;
}

/* ---- single values ---- */

/* Appends a string value. Consumes it. */
static void put_text_of(walk* w, tf_any text) {
  tf_view view = tf_view_of(&text);
  tf_str content;
  if (tf_view_get_str(&view, &content)) (void)tf_buf_put_str(&w->text, content);
  tf_any_drop(&text);
}

static int put_bigint(walk* w, tf_view value) {
  tf_any text = tf_any_none();
  TF_TRY(tf_bigint_to_text(value, &text));
  put_text_of(w, text);
  return 0;
}

static int put_dtype(walk* w, tf_view value) {
  tf_any text = tf_any_none();
  TF_TRY(TVMFFIDataTypeToString(&value.raw.v_dtype, &text.raw));
  put_text_of(w, text);
  return 0;
}

static void put_device(walk* w, DLDevice device) {
  char text[TF_DEVICE_TEXT_MAX];
  (void)tf_buf_put(&w->text, text, tf_device_format(device, text));
}

static int put_pod(walk* w, tf_view value) {
  switch (value.raw.type_index) {
    case kTVMFFINone:
      (void)tf_buf_put_c(&w->text, "None");
      return 0;
    case kTVMFFIBool:
      (void)tf_buf_put_c(&w->text, value.raw.v_int64 != 0 ? "True" : "False");
      return 0;
    case kTVMFFIInt:
      (void)tf_buf_printf(&w->text, "%" PRId64, value.raw.v_int64);
      return 0;
    case kTVMFFIFloat:
      tf_repr_put_float(value.raw.v_float64, &w->text);
      return 0;
    case kTVMFFIDataType:
      return put_dtype(w, value);
    case kTVMFFIDevice:
      put_device(w, value.raw.v_device);
      return 0;
    default:
      (void)tf_buf_put_str(&w->text, tf_view_type_key(value));
      return 0;
  }
}

static void put_shape(walk* w, tf_view value) {
  TVMFFIShapeCell cell = {NULL, 0};
  (void)tf_shape_get(value, &cell);
  (void)tf_buf_put_c(&w->text, "Shape(");
  for (size_t i = 0; i < cell.size; ++i) {
    (void)tf_buf_printf(&w->text, i == 0 ? "%" PRId64 : ", %" PRId64, cell.data[i]);
  }
  (void)tf_buf_put_char(&w->text, ')');
}

static int put_tensor(walk* w, tf_view value) {
  const DLTensor* tensor = tf_tensor_get(value);
  TF_TRY(put_dtype(w, tf_view_dtype(tensor->dtype)));
  (void)tf_buf_put_char(&w->text, '[');
  for (int32_t i = 0; i < tensor->ndim; ++i) {
    (void)tf_buf_printf(&w->text, i == 0 ? "%" PRId64 : ", %" PRId64, tensor->shape[i]);
  }
  (void)tf_buf_put_c(&w->text, "]@");
  put_device(w, tensor->device);
  return 0;
}

static void put_enum(walk* w, const tf_object* object) {
  const tvm_ffi_enum_object* member = (const tvm_ffi_enum_object*)(const void*)object;
  tf_view name = tf_view_raw(&member->str_index);
  tf_str text = tf_str_c("");
  (void)tf_view_get_str(&name, &text);
  (void)tf_buf_put_str(&w->text, tf_type_key(object->type_index));
  (void)tf_buf_put_char(&w->text, '.');
  (void)tf_buf_put_str(&w->text, text);
}

/* ---- hooks ---- */

static int repr_call(const tf_args* args, tf_any* result) {
  return tf_repr(tf_args_view(args, 0), result);
}

static const tf_func_def repr_def = {"", "(AnyView) -> ffi.String", repr_call, NULL};

static int call_hook(walk* w, tf_object* hook, tf_object* object) {
  tf_function* fn_repr = NULL;
  tf_any text = tf_any_none();
  if (!tf_thread_has_stack()) return tf_raise_depth("the value to print");
  TF_TRY(tf_func_new(&repr_def, &fn_repr));
  const tf_view args[] = {tf_view_object(object), tf_view_object(fn_repr)};
  int code = tf_func_call(hook, args, 2, &text);
  tf_object_drop(&fn_repr);
  TF_TRY(code);
  tf_view view = tf_view_of(&text);
  tf_str content;
  if (tf_view_get_str(&view, &content)) {
    (void)tf_buf_put_str(&w->text, content);
  } else {
    tf_str key = tf_view_type_key(view);
    code = tf_raise(TF_TYPE_ERROR, "Cannot convert from type `%.*s` to `str`", (int)key.size,
                    key.data);
  }
  tf_any_drop(&text);
  return code;
}

/* ---- objects ---- */

/* Begins an object that has parts: the opening bracket, and a frame for the rest. */
static int open_object(walk* w, tf_object* object) {
  size_t begin = w->text.size;
  switch (object->type_index) {
    case kTVMFFIArray:
      (void)tf_buf_put_char(&w->text, '(');
      break;
    case kTVMFFIList:
      (void)tf_buf_put_char(&w->text, '[');
      break;
    case kTVMFFIMap:
    case kTVMFFIDict:
      (void)tf_buf_put_char(&w->text, '{');
      break;
    default:
      (void)tf_buf_put_str(&w->text, tf_type_key(object->type_index));
      put_address(w, object);
      break;
  }
  TF_TRY(push(w, object));
  frame* top = &w->frames[w->depth - 1];
  top->begin = begin;
  if (tf_seq_of(tf_view_object(object)) != NULL) return 0;
  if (object->type_index == kTVMFFIMap || object->type_index == kTVMFFIDict) {
    top->at = tvm_ffi_map_first((const tf_map*)(const void*)object);
  } else {
    top->fields = tf_type_fields(object->type_index);
  }
  return 0;
}

/* Objects that are one piece. False when `object` has parts. */
static bool put_leaf_object(walk* w, tf_object* object, int* code) {
  tf_view view = tf_view_object(object);
  tf_str content;
  *code = 0;
  if (object == tf_object_missing()) {
    (void)tf_buf_put_c(&w->text, "<MISSING>");
  } else if (object == tf_object_kwargs()) {
    (void)tf_buf_put_c(&w->text, "<KWARGS>");
  } else if (tf_view_get_str(&view, &content)) {
    tf_repr_put_string(content, &w->text);
  } else if (tf_view_get_bytes(&view, &content)) {
    tf_repr_put_bytes(content, &w->text);
  } else if (object->type_index == kTVMFFIShape) {
    put_shape(w, view);
  } else if (object->type_index == kTVMFFITensor) {
    *code = put_tensor(w, view);
  } else if (object->type_index == kTVMFFIBigInt) {
    *code = put_bigint(w, view);
  } else if (tf_type_is_a(object->type_index, tf_types_known.base_enum)) {
    put_enum(w, object);
    put_address(w, object);
  } else {
    return false;
  }
  return true;
}

static int put_object(walk* w, tf_object* object) {
  int code = 0;
  const uint64_t* is_open = tf_ptrmap_find(&w->open, object);
  if (is_open != NULL && *is_open != 0) {
    (void)tf_buf_put_c(&w->text, "...");
    put_address(w, object);
    ++w->num_dots;
    return 0;
  }
  if (put_again(w, object)) return 0;
  tf_view hook = tf_column_get(TF_COLUMN_REPR, object->type_index);
  if (tf_view_get_exact(hook, kTVMFFIFunction) != NULL) {
    return call_hook(w, hook.raw.v_obj, object);
  }
  if (put_leaf_object(w, object, &code)) return code;
  return open_object(w, object);
}

static int put_value(walk* w, tf_view value) {
  tf_str content;
  if (tf_view_is_object(value)) return put_object(w, value.raw.v_obj);
  if (tf_view_get_str(&value, &content)) {
    tf_repr_put_string(content, &w->text);
    return 0;
  }
  if (tf_view_get_bytes(&value, &content)) {
    tf_repr_put_bytes(content, &w->text);
    return 0;
  }
  return put_pod(w, value);
}

/* ---- the parts of an object, one a step ---- */

static void put_comma(walk* w, frame* top) {
  if (top->has_shown) (void)tf_buf_put_c(&w->text, ", ");
  top->has_shown = true;
}

/* Puts a part that is held meanwhile: its frame holds it further. Consumes `value`. */
static int put_held(walk* w, tf_any value) {
  int code = put_value(w, tf_view_of(&value));
  tf_any_drop(&value);
  return code;
}

static int step_seq(walk* w, frame* top) {
  const tf_seq* seq = (const tf_seq*)(const void*)top->object;
  if ((int64_t)top->at < seq->seq.size) {
    put_comma(w, top);
    return put_held(w, tf_any_copy_owned(&tf_seq_items(seq)[top->at++]));
  }
  bool is_array = top->object->type_index == kTVMFFIArray;
  if (is_array && top->at == 1) (void)tf_buf_put_char(&w->text, ',');
  (void)tf_buf_put_char(&w->text, is_array ? ')' : ']');
  put_address(w, top->object);
  pop(w);
  return 0;
}

static int step_map(walk* w, frame* top) {
  const tf_map* map = (const tf_map*)(const void*)top->object;
  if (top->at != TVM_FFI_MAP_END && !tf_map_has_position(map, top->at)) {
    return tf_raise(TF_RUNTIME_ERROR, "Dict changed while it was being printed");
  }
  if (top->at == TVM_FFI_MAP_END) {
    (void)tf_buf_put_char(&w->text, '}');
    put_address(w, top->object);
    pop(w);
    return 0;
  }
  if (!top->is_value_next) {
    put_comma(w, top);
    top->is_value_next = true;
    return put_held(w, tf_any_copy_owned(tf_map_key_at(map, top->at)));
  }
  (void)tf_buf_put_c(&w->text, ": ");
  top->is_value_next = false;
  tf_any value = tf_any_copy_owned(tf_map_value_at(map, top->at));
  top->at = tvm_ffi_map_next(map, top->at);
  return put_held(w, value);
}

static int step_fields(walk* w, frame* top) {
  const TVMFFIFieldInfo* field = tf_field_next(&top->fields);
  while (field != NULL && (field->flags & kTVMFFIFieldFlagBitMaskReprOff) != 0) {
    field = tf_field_next(&top->fields);
  }
  if (field == NULL) {
    if (top->has_shown) (void)tf_buf_put_char(&w->text, ')');
    pop(w);
    return 0;
  }
  tf_any value = tf_any_none();
  TF_TRY(tf_field_get(field, top->object, &value));
  if (!top->has_shown) (void)tf_buf_put_char(&w->text, '(');
  put_comma(w, top);
  (void)tf_buf_put_str(&w->text, tf_str_from_ffi(&field->name));
  (void)tf_buf_put_char(&w->text, '=');
  return put_held(w, value);
}

static int step(walk* w) {
  frame* top = &w->frames[w->depth - 1];
  switch (top->object->type_index) {
    case kTVMFFIArray:
    case kTVMFFIList:
      return step_seq(w, top);
    case kTVMFFIMap:
    case kTVMFFIDict:
      return step_map(w, top);
    default:
      return step_fields(w, top);
  }
}

int tf_repr(tf_view value, tf_any* out) {
  walk w = walk_new();
  int code = put_value(&w, value);
  while (code == 0 && w.depth > 0 && w.text.status == TF_BUF_OK) code = step(&w);
  if (code == 0 && w.text.status == TF_BUF_NO_MEMORY) code = tf_raise_memory();
  if (code == 0 && w.text.status == TF_BUF_TOO_LONG) {
    code =
        tf_raise(TF_VALUE_ERROR, "the text of the value would be longer than %d bytes", TEXT_LIMIT);
  }
  if (code == 0) code = tf_string_new_object(kTVMFFIStr, tf_buf_view(&w.text), out);
  walk_drop(&w);
  return code;
}
