/* SPDX-License-Identifier: Apache-2.0 */
/* Base64. */
#include "extra/base64.h"

#include <stdint.h>

static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

void tf_base64_put(tf_str content, tf_buf* out) {
  for (size_t i = 0; i < content.size && out->status == TF_BUF_OK; i += 3) {
    tf_str group = tf_str_slice(content, i, i + 3);
    uint32_t bits = 0;
    for (size_t k = 0; k < 3; ++k) {
      bits = bits << 8 | (k < group.size ? (unsigned char)group.data[k] : 0u);
    }
    char text[4];
    for (size_t k = 0; k < 4; ++k) {
      text[k] = k <= group.size ? digits[bits >> (18 - 6 * k) & 63] : '=';
    }
    (void)tf_buf_put(out, text, sizeof(text));
  }
}

static int value_of(char c) {
  if (c >= 'A' && c <= 'Z') return c - 'A';
  if (c >= 'a' && c <= 'z') return c - 'a' + 26;
  if (c >= '0' && c <= '9') return c - '0' + 52;
  return c == '+' ? 62 : c == '/' ? 63 : -1;
}

bool tf_base64_put_decoded(tf_str text, tf_buf* out) {
  if (text.size % 4 != 0) return false;
  for (size_t i = 0; i < text.size; i += 4) {
    const char* group = text.data + i;
    bool is_last = i + 4 == text.size;
    size_t count = !is_last || group[3] != '=' ? 4 : group[2] != '=' ? 3 : 2;
    uint32_t bits = 0;
    for (size_t k = 0; k < 4; ++k) {
      int value = k < count ? value_of(group[k]) : 0;
      if (value < 0) return false;
      bits = bits << 6 | (uint32_t)value;
    }
    const char bytes[3] = {(char)(bits >> 16), (char)(bits >> 8), (char)bits};
    (void)tf_buf_put(out, bytes, count - 1);
  }
  return true;
}
