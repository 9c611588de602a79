/* SPDX-License-Identifier: Apache-2.0 */
/* Signatures as text: the forms in error messages and in metadata (abi.md sections 4 and 14). */
#include "core/func_sig.h"

#include <string.h>

/* Names that messages spell in their own way. Containers lose their prefix only where their elements are named. */
static tf_str message_name(tf_str name, bool has_args) {
  static const struct {
    const char* name;
    const char* spelled;
    bool only_with_args;
  } names[] = {{"ffi.String", "str", false}, {"ffi.Bytes", "bytes", false},
               {"None", "void", false},      {"ffi.Array", "Array", true},
               {"ffi.List", "List", true},   {"ffi.Map", "Map", true},
               {"ffi.Dict", "Dict", true}};
  for (size_t i = 0; i < TF_COUNT_OF(names); ++i) {
    if (tf_str_equal_c(name, names[i].name) && (has_args || !names[i].only_with_args)) {
      return tf_str_c(names[i].spelled);
    }
  }
  return name;
}

static void skip_blanks(tf_str* rest) {
  while (rest->size > 0 && rest->data[0] == ' ') *rest = tf_str_slice(*rest, 1, rest->size);
}

static bool take(tf_str* rest, char expected) {
  skip_blanks(rest);
  if (rest->size == 0 || rest->data[0] != expected) return false;
  *rest = tf_str_slice(*rest, 1, rest->size);
  return true;
}

/* A type name: everything up to the next mark of the grammar. */
static tf_str take_name(tf_str* rest) {
  skip_blanks(rest);
  size_t end = 0;
  while (end < rest->size && strchr(",<>)", rest->data[end]) == NULL) ++end;
  tf_str name = tf_str_trim(tf_str_slice(*rest, 0, end));
  *rest = tf_str_slice(*rest, end, rest->size);
  return name;
}

/* Nesting is that of a constant in the source, hence recursion. */
static void put_type(tf_str* rest, bool is_schema, tf_buf* buf) {
  tf_str name = take_name(rest);
  bool has_args = take(rest, '<');
  if (is_schema) {
    (void)tf_buf_put_c(buf, "{\"type\":\"");
    (void)tf_buf_put_str(buf, tf_str_equal_c(name, "AnyView") ? tf_str_c("Any") : name);
    (void)tf_buf_put_c(buf, has_args ? "\",\"args\":[" : "\"");
  } else {
    (void)tf_buf_put_str(buf, message_name(name, has_args));
    if (has_args) (void)tf_buf_put_char(buf, '<');
  }
  if (has_args) {
    put_type(rest, is_schema, buf);
    while (take(rest, ',')) {
      (void)tf_buf_put_c(buf, is_schema ? "," : ", ");
      put_type(rest, is_schema, buf);
    }
    (void)take(rest, '>');
    (void)tf_buf_put_c(buf, is_schema ? "]" : ">");
  }
  if (is_schema) (void)tf_buf_put_char(buf, '}');
}

bool tf_func_sig_is_packed(const char* signature) { return strcmp(signature, "packed") == 0; }

int32_t tf_func_sig_count(const char* signature) {
  if (tf_func_sig_is_packed(signature)) return -1;
  int32_t count = 0;
  int depth = 0;
  for (const char* c = signature + 1; *c != '\0' && *c != ')'; ++c) {
    if (*c == '<') ++depth;
    if (*c == '>') --depth;
    if (*c != ' ' && count == 0) count = 1;
    if (*c == ',' && depth == 0) ++count;
  }
  return count;
}

void tf_func_sig_put_param(const char* signature, int32_t index, tf_buf* buf) {
  tf_str rest = tf_str_c(signature);
  tf_buf unused = tf_buf_new(4096);
  (void)take(&rest, '(');
  for (int32_t i = 0; i < index; ++i) {
    put_type(&rest, false, &unused);
    (void)take(&rest, ',');
  }
  tf_buf_drop(&unused);
  put_type(&rest, false, buf);
}

void tf_func_put_signature(const tf_func_def* def, tf_buf* buf) {
  if (tf_func_sig_is_packed(def->signature)) {
    (void)tf_buf_put_c(buf, "(...)");
    return;
  }
  tf_str rest = tf_str_c(def->signature);
  int32_t count = tf_func_sig_count(def->signature);
  (void)take(&rest, '(');
  (void)tf_buf_put_char(buf, '(');
  for (int32_t i = 0; i < count; ++i) {
    (void)tf_buf_printf(buf, i == 0 ? "%d: " : ", %d: ", (int)i);
    put_type(&rest, false, buf);
    (void)take(&rest, ',');
  }
  (void)tf_buf_put_c(buf, ") -> ");
  (void)take(&rest, ')');
  (void)take(&rest, '-');
  (void)take(&rest, '>');
  put_type(&rest, false, buf);
}

void tf_func_put_schema(tf_str type, tf_buf* buf) { put_type(&type, true, buf); }

static void put_function_schema(const char* signature, tf_buf* buf) {
  if (tf_func_sig_is_packed(signature)) {
    (void)tf_buf_put_c(buf, "{\"type\":\"ffi.Function\"}");
    return;
  }
  tf_str rest = tf_str_c(signature);
  /* The result comes first in the schema and last in the signature. */
  size_t arrow = tf_str_find(rest, tf_str_c("->"));
  tf_str result = tf_str_slice(rest, arrow == TF_STR_NONE ? rest.size : arrow + 2, rest.size);
  (void)tf_buf_put_c(buf, "{\"type\":\"ffi.Function\",\"named_args\":{\"return\":[");
  put_type(&result, true, buf);
  (void)tf_buf_put_c(buf, "],\"params\":[");
  int32_t count = tf_func_sig_count(signature);
  (void)take(&rest, '(');
  for (int32_t i = 0; i < count; ++i) {
    if (i > 0) (void)tf_buf_put_char(buf, ',');
    put_type(&rest, true, buf);
    (void)take(&rest, ',');
  }
  (void)tf_buf_put_c(buf, "]}}");
}

void tf_func_put_escaped(tf_str text, tf_buf* buf) {
  static const char special[] = "\"\\/\b\f\n\r\t";
  static const char letters[] = "\"\\/bfnrt";
  for (size_t i = 0; i < text.size; ++i) {
    unsigned char c = (unsigned char)text.data[i];
    const char* found = c == 0 ? NULL : strchr(special, c);
    if (found != NULL) {
      (void)tf_buf_put_char(buf, '\\');
      (void)tf_buf_put_char(buf, letters[found - special]);
    } else if (c < 0x20 || c == 0x7f) {
      (void)tf_buf_printf(buf, "\\u%04x", c);
    } else {
      (void)tf_buf_put_char(buf, (char)c);
    }
  }
}

void tf_func_put_metadata(const char* signature, tf_buf* buf) {
  tf_buf schema = tf_buf_new(buf->max);
  put_function_schema(signature, &schema);
  (void)tf_buf_put_c(buf, "{\"type_schema\":\"");
  tf_func_put_escaped(tf_buf_view(&schema), buf);
  (void)tf_buf_put_c(buf, "\"}");
  if (schema.status != TF_BUF_OK && buf->status == TF_BUF_OK) buf->status = schema.status;
  tf_buf_drop(&schema);
}
