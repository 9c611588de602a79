/* SPDX-License-Identifier: Apache-2.0 */
/* Reading type schemas. */
#include "extra/schema_text.h"

#include <string.h>

#include "base/json.h"

#define DEPTH_MAX 256

/* Goes forward to the value of `key` in the object that was just opened and reads its first event. */
static bool enter_key(tf_json* in, tf_str key, tf_json_event* first) {
  while (tf_json_next(in) == TF_JSON_KEY) {
    bool found = tf_json_text_is(in, key.data, key.size);
    tf_json_event event = tf_json_next(in);
    if (event == TF_JSON_ERROR) return false;
    if (found) {
      *first = event;
      return true;
    }
    if (!tf_json_skip(in, event)) return false;
  }
  return false;
}

bool tf_schema_text_of_key(tf_str metadata, const char* key, tf_buf* out) {
  tf_json in;
  tf_json_event event;
  tf_json_begin(&in, metadata.data, metadata.size, DEPTH_MAX, TF_JSON_STRICT);
  if (tf_json_next(&in) != TF_JSON_OBJECT_BEGIN) return false;
  if (!enter_key(&in, tf_str_c(key), &event) || event != TF_JSON_STRING) return false;
  if (tf_buf_reserve(out, in.text_size) != TF_BUF_OK) return false;
  size_t begin = out->size;
  /* The result is never longer than the text: fill the room, then say how much of it counts. */
  if (tf_buf_put_repeated(out, ' ', in.text_size) != TF_BUF_OK) return false;
  tf_buf_truncate(out, begin + tf_json_unescape(&in, out->data + begin));
  return true;
}

bool tf_schema_text_of_metadata(tf_str metadata, tf_buf* out) {
  return tf_schema_text_of_key(metadata, "type_schema", out);
}

bool tf_schema_text_visit_names(tf_str array, bool (*visit)(void* context, tf_str name),
                                void* context) {
  tf_json in;
  tf_json_event event;
  tf_json_begin(&in, array.data, array.size, DEPTH_MAX, TF_JSON_STRICT);
  if (tf_json_next(&in) != TF_JSON_ARRAY_BEGIN) return false;
  while ((event = tf_json_next(&in)) == TF_JSON_STRING) {
    if (in.escaped || !visit(context, tf_str_of(in.text, in.text_size))) return false;
  }
  return event == TF_JSON_ARRAY_END && tf_json_next(&in) == TF_JSON_END;
}

bool tf_schema_text_find(tf_str object, tf_str key, tf_str* out) {
  tf_json in;
  tf_json_event event;
  tf_json_begin(&in, object.data, object.size, DEPTH_MAX, TF_JSON_STRICT);
  if (tf_json_next(&in) != TF_JSON_OBJECT_BEGIN || !enter_key(&in, key, &event)) return false;
  size_t begin = in.start;
  if (!tf_json_skip(&in, event)) return false;
  *out = tf_str_slice(object, begin, in.at);
  return true;
}

bool tf_schema_text_visit_params(tf_str schema, bool (*visit)(void* context, tf_str param),
                                 void* context) {
  tf_json in;
  tf_json_event event;
  tf_json_begin(&in, schema.data, schema.size, DEPTH_MAX, TF_JSON_STRICT);
  if (tf_json_next(&in) != TF_JSON_OBJECT_BEGIN) return false;
  if (!enter_key(&in, tf_str_c("named_args"), &event) || event != TF_JSON_OBJECT_BEGIN)
    return false;
  if (!enter_key(&in, tf_str_c("params"), &event) || event != TF_JSON_ARRAY_BEGIN) return false;
  for (;;) {
    event = tf_json_next(&in);
    if (event == TF_JSON_ARRAY_END) return true;
    size_t begin = in.start;
    if (event == TF_JSON_ERROR || !tf_json_skip(&in, event)) return false;
    if (!visit(context, tf_str_slice(schema, begin, in.at))) return false;
  }
}
