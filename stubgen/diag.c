/* SPDX-License-Identifier: Apache-2.0 */
#include "diag.h"

#include <stdarg.h>
#include <string.h>

void sg_diag_put(sg_diags* diags, sg_severity severity, tf_str path, size_t line,
                 const char* format, ...) {
  char small[512];
  va_list args, again;
  va_start(args, format);
  va_copy(again, args);
  int size = vsnprintf(small, sizeof small, format, args);
  va_end(args);
  if (size < 0) size = 0;
  char* message = sg_alloc(diags->arena, (size_t)size + 1);
  vsnprintf(message, (size_t)size + 1, format, again);
  va_end(again);
  for (int i = 0; i < size; i++) {
    unsigned char c = (unsigned char)message[i];
    if (c < 0x20 || c == 0x7f) message[i] = '?';
  }
  sg_diag* diag = SG_PUSH(diags->arena, &diags->list);
  diag->severity = severity;
  diag->path = path;
  diag->line = line;
  diag->message = tf_str_of(message, (size_t)size);
  if (severity == SG_ERROR) diags->errors++;
}

void sg_diags_print(const sg_diags* diags, FILE* out) {
  for (size_t i = 0; i < diags->list.count; i++) {
    const sg_diag* d = &diags->list.items[i];
    const char* word = d->severity == SG_ERROR ? "error" : "warning";
    if (d->path.size == 0) {
      fprintf(out, "tvm-ffi-stubgen: %s: ", word);
    } else if (d->line == 0) {
      fprintf(out, "%.*s: %s: ", SG_ARG(d->path), word);
    } else {
      fprintf(out, "%.*s:%zu: %s: ", SG_ARG(d->path), d->line, word);
    }
    fwrite(d->message.data, 1, d->message.size, out);
    fputc('\n', out);
  }
}

void sg_nearest_offer(sg_nearest* nearest, tf_str candidate) {
  if (tf_str_is_nearer(nearest->name, candidate, &nearest->best)) nearest->found = candidate;
}

tf_str sg_nearest_hint(const sg_nearest* nearest, sg_arena* arena) {
  if (nearest->found.size == 0) return tf_str_of("", 0);
  return sg_format(arena, "; did you mean `%.*s`?", SG_ARG(nearest->found));
}
