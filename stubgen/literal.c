/* SPDX-License-Identifier: Apache-2.0 */
#include "literal.h"

void sg_put_python_string(sg_text* out, tf_str text) {
  sg_put_char(out, '"');
  for (size_t i = 0; i < text.size; i++) {
    unsigned char c = (unsigned char)text.data[i];
    if (c == '"' || c == '\\') {
      sg_put_char(out, '\\');
      sg_put_char(out, (char)c);
    } else if (c == '\n' || c == '\t') {
      sg_put_c(out, c == '\n' ? "\\n" : "\\t");
    } else if (c < 0x20 || c == 0x7f) {
      sg_putf(out, "\\x%02x", c);
    } else {
      sg_put_char(out, (char)c);
    }
  }
  sg_put_char(out, '"');
}
