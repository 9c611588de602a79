/* SPDX-License-Identifier: Apache-2.0 */
/* Writing values as JSON. */
#include <inttypes.h>
#include <math.h>

#include "base/num.h"
#include "container/map.h"
#include "container/seq.h"
#include "core/string.h"
#include "extra/json_value.h"
#include "extra/ptrmap.h"
#include "extra/stack.h"

#define TEXT_LIMIT (1024 * 1024 * 1024)
#define INDENT_LIMIT 1024
#define EXACT_INTEGERS 9007199254740992.0

typedef struct {
  tf_object* object; /* borrowed: nothing foreign runs during the walk */
  uint64_t at;       /* index, or position in a map */
  bool has_elements;
} frame;

typedef struct {
  tf_buf text;
  tf_stack frames;
  tf_ptrmap open; /* Lists that are being written: 1; those that are done: 0 */
  int64_t indent;
} writer;

static void put_line(writer* out) {
  if (out->indent == 0) return;
  (void)tf_buf_put_char(&out->text, '\n');
  if (out->indent > 0) {
    (void)tf_buf_put_repeated(&out->text, ' ', (size_t)out->indent * out->frames.size);
  }
}

static void put_string(writer* out, tf_str text) {
  (void)tf_buf_put_char(&out->text, '"');
  tf_func_put_escaped(text, &out->text);
  (void)tf_buf_put_char(&out->text, '"');
}

/* Integral values keep a point, so that they are read back as what they were. */
static void put_float(writer* out, double value) {
  char text[TF_NUM_MAX_TEXT];
  if (isnan(value)) {
    (void)tf_buf_put_c(&out->text, "NaN");
  } else if (isinf(value)) {
    (void)tf_buf_put_c(&out->text, value > 0 ? "Infinity" : "-Infinity");
  } else if (value == floor(value) && fabs(value) < EXACT_INTEGERS) {
    (void)tf_buf_put(&out->text, text, tf_num_put_double(text, value, 1, true));
  } else {
    size_t size = tf_num_put_double(text, value, 17, false);
    (void)tf_buf_put(&out->text, text, size);
    if (strpbrk(text, ".e") == NULL) (void)tf_buf_put_c(&out->text, ".0");
  }
}

static int raise_unsupported(tf_view value) {
  tf_str key = tf_view_type_key(value);
  return tf_raise(TF_VALUE_ERROR, "Unsupported type: `%.*s`", (int)key.size, key.data);
}

static int put_plain(writer* out, tf_view value) {
  char text[TF_NUM_MAX_TEXT];
  tf_str content;
  if (tf_view_get_str(&value, &content)) {
    put_string(out, content);
    return 0;
  }
  switch (value.raw.type_index) {
    case kTVMFFINone:
      (void)tf_buf_put_c(&out->text, "null");
      return 0;
    case kTVMFFIBool:
      (void)tf_buf_put_c(&out->text, value.raw.v_int64 != 0 ? "true" : "false");
      return 0;
    case kTVMFFIInt:
      (void)tf_buf_put(&out->text, text, tf_num_put_int64(text, value.raw.v_int64));
      return 0;
    case kTVMFFIFloat:
      put_float(out, value.raw.v_float64);
      return 0;
    default:
      return raise_unsupported(value);
  }
}

/* ---- containers ---- */

static int open_container(writer* out, tf_object* object) {
  bool is_map = object->type_index == kTVMFFIMap;
  if (object->type_index == kTVMFFIList) {
    const uint64_t* is_open = tf_ptrmap_find(&out->open, object);
    if (is_open != NULL && *is_open != 0) {
      return tf_raise(TF_VALUE_ERROR, "Cycle detected: List contains itself");
    }
    TF_TRY(tf_ptrmap_set(&out->open, object, 1));
  }
  frame* top = (frame*)tf_stack_push(&out->frames);
  if (top == NULL) return -1;
  top->object = object;
  if (is_map) top->at = tvm_ffi_map_first((const tf_map*)(const void*)object);
  (void)tf_buf_put_char(&out->text, is_map ? '{' : '[');
  return 0;
}

static void close_container(writer* out) {
  frame top = *(const frame*)tf_stack_top(&out->frames);
  uint64_t* is_open = tf_ptrmap_find(&out->open, top.object);
  if (is_open != NULL) *is_open = 0;
  out->frames.size -= 1;
  put_line(out);
  (void)tf_buf_put_char(&out->text, top.object->type_index == kTVMFFIMap ? '}' : ']');
}

static int put_value(writer* out, tf_view value) {
  if (tf_seq_of(value) != NULL || value.raw.type_index == kTVMFFIMap) {
    return open_container(out, value.raw.v_obj);
  }
  return put_plain(out, value);
}

static void begin_element(writer* out, frame* top) {
  if (top->has_elements) (void)tf_buf_put_char(&out->text, ',');
  top->has_elements = true;
  put_line(out);
}

static int put_key(writer* out, tf_view key) {
  tf_str text;
  if (!tf_view_get_str(&key, &text)) {
    tf_str type_key = tf_view_type_key(key);
    return tf_raise(TF_VALUE_ERROR, "Expect key to be string, got `%.*s`", (int)type_key.size,
                    type_key.data);
  }
  put_string(out, text);
  (void)tf_buf_put_c(&out->text, out->indent == 0 ? ":" : ": ");
  return 0;
}

static int step_map(writer* out, frame* top) {
  const tf_map* map = (const tf_map*)(const void*)top->object;
  if (top->at == TVM_FFI_MAP_END) {
    close_container(out);
    return 0;
  }
  uint64_t at = top->at;
  top->at = tvm_ffi_map_next(map, at);
  begin_element(out, top);
  TF_TRY(put_key(out, tf_view_of(tf_map_key_at(map, at))));
  return put_value(out, tf_view_of(tf_map_value_at(map, at)));
}

static int step(writer* out) {
  frame* top = (frame*)tf_stack_top(&out->frames);
  if (top->object->type_index == kTVMFFIMap) return step_map(out, top);
  const tf_seq* seq = (const tf_seq*)(const void*)top->object;
  if ((int64_t)top->at >= seq->seq.size) {
    close_container(out);
    return 0;
  }
  tf_view element = tf_seq_at(seq, (int64_t)top->at);
  top->at += 1;
  begin_element(out, top);
  return put_value(out, element);
}

int tf_json_value_write(tf_view value, int64_t indent, tf_any* out) {
  writer w = {tf_buf_new(TEXT_LIMIT), tf_stack_new(sizeof(frame)), tf_ptrmap_new(), indent};
  int code = put_value(&w, value);
  while (code == 0 && w.frames.size > 0 && w.text.status == TF_BUF_OK) code = step(&w);
  if (code == 0 && w.text.status == TF_BUF_NO_MEMORY) code = tf_raise_memory();
  if (code == 0 && w.text.status == TF_BUF_TOO_LONG) {
    code = tf_raise(TF_VALUE_ERROR, "the JSON text would be longer than %d bytes", TEXT_LIMIT);
  }
  if (code == 0) code = tf_string_new_object(kTVMFFIStr, tf_buf_view(&w.text), out);
  tf_buf_drop(&w.text);
  tf_stack_drop(&w.frames);
  tf_ptrmap_drop(&w.open);
  return code;
}

int tf_json_value_write_call(const tf_args* args, tf_any* result) {
  int64_t indent = 0;
  if (tf_args_has(args, 1)) TF_TRY(tf_args_int(args, 1, &indent));
  if (indent > INDENT_LIMIT) {
    return tf_raise(TF_VALUE_ERROR, "an indent of %" PRId64 " is more than %d", indent,
                    INDENT_LIMIT);
  }
  return tf_json_value_write(tf_args_view(args, 0), indent, result);
}
