/* SPDX-License-Identifier: Apache-2.0 */
/* Turns the codes of dtype_text.c into errors and asks for the codes and names of custom types. */
#include "core/dtype.h"

#include "core/byte_array.h"
#include "core/dtype_text.h"
#include "core/error.h"
#include "core/func.h"
#include "core/registry.h"
#include "core/string.h"

#include <stdio.h>

/* How much of a caller's text an error shows. */
#define SHOWN_MAX 200
/* A name of this length is no data type; the limit keeps messages and buffers small. */
#define NAME_MAX_SIZE 4096

/* ---- Errors. ---- */

/* Raises `before`, the text (its begin when it is long), `after`. The text may hold any bytes. */
static int raise_around(const char* before, tf_str text, const char* after) {
  tf_buf buf = tf_buf_new(SHOWN_MAX + 1024);
  tf_str kind = TF_STR(TF_VALUE_ERROR);
  tf_buf_put_c(&buf, before);
  tf_buf_put_str(&buf, tf_str_slice(text, 0, SHOWN_MAX));
  if (text.size > SHOWN_MAX) tf_buf_put_c(&buf, "...");
  tf_buf_put_c(&buf, after);
  if (buf.status == TF_BUF_OK) {
    (void)tf_raise_str(kind, tf_buf_view(&buf));
  } else {
    (void)tf_raise_memory();
  }
  tf_buf_drop(&buf);
  return -1;
}

/* The usual name that is nearest to what was written; empty when none is near. */
static tf_str nearest_name(tf_str text) {
  static const char* const usual[] = {"int8",           "int16",
                                      "int32",          "int64",
                                      "uint8",          "uint16",
                                      "uint32",         "uint64",
                                      "float16",        "float32",
                                      "float64",        "bfloat16",
                                      "bool",           "handle",
                                      "void",           "float8_e3m4",
                                      "float8_e4m3",    "float8_e4m3b11fnuz",
                                      "float8_e4m3fn",  "float8_e4m3fnuz",
                                      "float8_e5m2",    "float8_e5m2fnuz",
                                      "float8_e8m0fnu", "float6_e2m3fn",
                                      "float6_e3m2fn",  "float4_e2m1fn"};
  tf_str best_name = tf_str_of(NULL, 0);
  size_t best = SIZE_MAX;
  for (size_t i = 0; i < TF_COUNT_OF(usual); ++i) {
    if (tf_str_is_nearer(text, tf_str_c(usual[i]), &best)) best_name = tf_str_c(usual[i]);
  }
  return best_name;
}

/* "unknown dtype `X`", and what was probably meant. */
static int raise_unknown(const char* before, tf_str text) {
  char after[64] = "`";
  tf_str meant = nearest_name(text);
  if (meant.size != 0) snprintf(after, sizeof after, "`, did you mean `%s`?", meant.data);
  return raise_around(before, text, after);
}

static int raise_unknown_mini(tf_str text) {
  char before[32];
  size_t underscore = tf_str_find_byte(text, '_'); /* `float8_`, `fp8_` and `f8_` all have one */
  snprintf(before, sizeof before, "unknown float%c type `", text.data[underscore - 1]);
  return raise_unknown(before, text);
}

static int raise_range(const char* what, tf_str number, const char* type, tf_str text) {
  char before[320];
  tf_str shown = tf_str_slice(number, 0, SHOWN_MAX);
  snprintf(before, sizeof before, "%s value %.*s%s is out of range for %s in dtype '", what,
           (int)shown.size, shown.data, shown.size < number.size ? "..." : "", type);
  return raise_around(before, text, "'");
}

/* Raises the error for a text that could not be read. */
static int raise_status(tf_dtype_status status, tf_str text, const tf_dtype_parsed* parsed) {
  switch (status) {
    case TF_DTYPE_UNKNOWN_MINI:
      return raise_unknown_mini(text);
    case TF_DTYPE_BITS_RANGE:
      return raise_range("Bits", parsed->error, "uint8_t", text);
    case TF_DTYPE_LANES_RANGE:
      return raise_range("Lanes", parsed->error, "uint16_t", text);
    case TF_DTYPE_LANES_INVALID:
      return raise_around("Invalid lanes specification in dtype '", text,
                          "'. Lanes must be a positive integer.");
    case TF_DTYPE_NO_OPEN:
      return raise_around("expected opening brace after 'custom' type in `", text, "`");
    case TF_DTYPE_NO_CLOSE:
      return raise_around("expected closing brace after 'custom' type in `", text, "`");
    default:
      return raise_unknown("unknown dtype `", text);
  }
}

/* ---- Custom types. ---- */

/* Calls the global function that knows the custom types, with one argument. */
static int call_handler(const char* name, tf_view argument, tf_any* result) {
  tf_object* handler = tf_registry_find(tf_registry_global(), tf_str_c(name));
  if (handler == NULL) return tf_raise(TF_VALUE_ERROR, "Function %s not found", name);
  int status = tf_func_call(handler, &argument, 1, result);
  tf_object_decref(handler);
  return status;
}

static int custom_code(tf_str name, uint8_t* out) {
  static const char handler[] = "dtype.get_custom_type_code";
  tf_any name_any = tf_any_none(), result = tf_any_none();
  int64_t code = 0;
  TF_TRY(tf_string_new(name, &name_any));
  int status = call_handler(handler, tf_view_of(&name_any), &result);
  tf_any_drop(&name_any);
  TF_TRY(status);
  bool is_int = tf_view_get_int(tf_view_of(&result), &code);
  tf_str key = tf_view_type_key(tf_view_of(&result));
  tf_any_drop(&result);
  if (!is_int) {
    return tf_raise(TF_TYPE_ERROR, "%s must return an int, but got `%.*s`", handler, (int)key.size,
                    key.data);
  }
  if (code < 0 || code > UINT8_MAX) {
    return tf_raise(TF_VALUE_ERROR, "%s returned %lld, expected a code from %d to 255", handler,
                    (long long)code, TF_DTYPE_CUSTOM_BEGIN);
  }
  *out = (uint8_t)code;
  return 0;
}

static int put_custom(DLDataType dtype, tf_buf* buf) {
  static const char handler[] = "dtype.get_custom_type_name";
  tf_any result = tf_any_none();
  TF_TRY(call_handler(handler, tf_view_int(dtype.code), &result));
  tf_view view = tf_view_of(&result);
  tf_str name;
  if (!tf_view_get_str(&view, &name)) {
    tf_str key = tf_view_type_key(view);
    (void)tf_raise(TF_TYPE_ERROR, "%s must return a str, but got `%.*s`", handler, (int)key.size,
                   key.data);
    tf_any_drop(&result);
    return -1;
  }
  char lanes[TF_DTYPE_TEXT_MAX];
  (void)tf_dtype_text_format_lanes(dtype, lanes);
  tf_buf_put_c(buf, "custom[");
  tf_buf_put_str(buf, name);
  tf_buf_put_c(buf, "]");
  tf_buf_put_c(buf, lanes);
  tf_any_drop(&result);
  return 0;
}

/* ---- Both ways. ---- */

int tf_dtype_from_str(tf_str text, DLDataType* out) {
  tf_dtype_parsed parsed;
  if (text.size > NAME_MAX_SIZE) return raise_unknown("unknown dtype `", text);
  tf_dtype_status status = tf_dtype_text_parse(text, &parsed);
  if (status != TF_DTYPE_OK) return raise_status(status, text, &parsed);
  if (parsed.is_custom) TF_TRY(custom_code(parsed.name, &parsed.dtype.code));
  *out = parsed.dtype;
  return 0;
}

int tf_dtype_from_view(tf_view view, DLDataType* out) {
  tf_str text;
  if (view.raw.type_index == kTVMFFIDataType) {
    *out = view.raw.v_dtype;
    return 0;
  }
  if (tf_view_get_str(&view, &text)) return tf_dtype_from_str(text, out);
  tf_str key = tf_view_type_key(view);
  return tf_raise(TF_TYPE_ERROR, "expected a DataType or its name, but got `%.*s`", (int)key.size,
                  key.data);
}

static int check_buf(const tf_buf* buf) {
  if (buf->status == TF_BUF_OK) return 0;
  if (buf->status == TF_BUF_NO_MEMORY) return tf_raise_memory();
  return tf_raise(TF_VALUE_ERROR, "the name of a dtype is too long");
}

int tf_dtype_put(DLDataType dtype, tf_buf* buf) {
  char text[TF_DTYPE_TEXT_MAX];
  size_t size;
  if (tf_dtype_text_format(dtype, text, &size) == TF_DTYPE_OK) {
    tf_buf_put(buf, text, size);
    return check_buf(buf);
  }
  if (dtype.code < TF_DTYPE_CUSTOM_BEGIN) {
    return tf_raise(TF_VALUE_ERROR, "DLDataType contains unknown type_code=%d", dtype.code);
  }
  TF_TRY(put_custom(dtype, buf));
  return check_buf(buf);
}

int tf_dtype_to_string(DLDataType dtype, tf_any* out) {
  tf_buf buf = tf_buf_new(NAME_MAX_SIZE);
  int status = tf_dtype_put(dtype, &buf);
  if (status == 0) status = tf_string_new_object(kTVMFFIStr, tf_buf_view(&buf), out);
  tf_buf_drop(&buf);
  return status;
}

/* ---- The ABI. ---- */

int TVMFFIDataTypeFromString(const TVMFFIByteArray* str, DLDataType* out) {
  TF_TRY(tf_byte_array_check(__func__, str));
  if (out == NULL) return tf_raise(TF_TYPE_ERROR, "%s: `out` is NULL", __func__);
  return tf_dtype_from_str(tf_str_from_ffi(str), out);
}

int TVMFFIDataTypeToString(const DLDataType* dtype, TVMFFIAny* out) {
  tf_any text = tf_any_none();
  if (dtype == NULL || out == NULL) {
    return tf_raise(TF_TYPE_ERROR, "TVMFFIDataTypeToString: an argument is NULL");
  }
  TF_TRY(tf_dtype_to_string(*dtype, &text));
  tf_any_give(text, out);
  return 0;
}
