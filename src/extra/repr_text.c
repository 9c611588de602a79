/* SPDX-License-Identifier: Apache-2.0 */
/* Texts of single values. */
#include "extra/repr_text.h"

#include <math.h>

/* Length of the well-formed UTF-8 character at the start of `text` and its code point; 0 when there is none. */
static size_t decode_character(tf_str text, uint32_t* out) {
  unsigned char lead = (unsigned char)text.data[0];
  size_t size = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  tf_str character = tf_str_slice(text, 0, size);
  if (lead < 0xC0 || character.size < size || !tf_str_is_utf8(character)) return 0;
  uint32_t point = lead & (0xFFu >> (size + 1));
  for (size_t i = 1; i < size; ++i) {
    point = point << 6 | ((unsigned char)text.data[i] & 0x3F);
  }
  *out = point;
  return size;
}

/* Appends one character and returns the number of bytes it takes. */
static size_t put_character(tf_str rest, tf_buf* out) {
  unsigned char byte = (unsigned char)rest.data[0];
  uint32_t point = 0;
  switch (byte) {
    case '\n':
      (void)tf_buf_put_c(out, "\\n");
      return 1;
    case '\t':
      (void)tf_buf_put_c(out, "\\t");
      return 1;
    case '\r':
      (void)tf_buf_put_c(out, "\\r");
      return 1;
    case '\\':
    case '"':
      (void)tf_buf_put_char(out, '\\');
      (void)tf_buf_put_char(out, (char)byte);
      return 1;
    default:
      break;
  }
  if (byte >= 0x20 && byte < 0x7F) {
    (void)tf_buf_put_char(out, (char)byte);
    return 1;
  }
  size_t size = byte < 0x80 ? 0 : decode_character(rest, &point);
  if (size == 0) {
    (void)tf_buf_printf(out, "\\x%02x", byte);
    return 1;
  }
  (void)tf_buf_printf(out, point > 0xFFFF ? "\\U%08x" : "\\u%04x", point);
  return size;
}

void tf_repr_put_string(tf_str text, tf_buf* out) {
  (void)tf_buf_put_char(out, '"');
  while (text.size > 0 && out->status == TF_BUF_OK) {
    text = tf_str_slice(text, put_character(text, out), text.size);
  }
  (void)tf_buf_put_char(out, '"');
}

void tf_repr_put_bytes(tf_str content, tf_buf* out) {
  (void)tf_buf_put_c(out, "b\"");
  for (size_t i = 0; i < content.size && out->status == TF_BUF_OK; ++i) {
    unsigned char byte = (unsigned char)content.data[i];
    if (byte >= 0x20 && byte < 0x7F && byte != '"' && byte != '\\') {
      (void)tf_buf_put_char(out, (char)byte);
    } else {
      (void)tf_buf_printf(out, "\\x%02x", byte);
    }
  }
  (void)tf_buf_put_char(out, '"');
}

void tf_repr_put_float(double value, tf_buf* out) {
  if (isnan(value)) {
    (void)tf_buf_put_c(out, signbit(value) ? "-nan" : "nan");
  } else {
    (void)tf_buf_printf(out, "%g", value);
  }
}
