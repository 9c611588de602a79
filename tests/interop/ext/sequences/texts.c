/* SPDX-License-Identifier: Apache-2.0 */
/* Names of data types and JSON, in both directions. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "surfaces.h"

/* Text that is put together piece by piece; what does not fit is left out. */
typedef struct {
  char data[2000];
  size_t size;
} text_buffer;

static void put(text_buffer* b, const char* text) {
  size_t size = strlen(text);
  if (b->size + size > sizeof b->data) return;
  memcpy(b->data + b->size, text, size);
  b->size += size;
}

#define PICK(r, list) (list)[below(r, (int)(sizeof(list) / sizeof((list)[0])))]

/* Changes a byte, drops one or doubles one. */
static void damage(rng* r, text_buffer* b, const char* alphabet) {
  if (b->size == 0 || b->size == sizeof b->data) return;
  size_t at = (size_t)below(r, (int)b->size);
  switch (below(r, 3)) {
    case 0:
      b->data[at] = alphabet[below(r, (int)strlen(alphabet))];
      return;
    case 1:
      memmove(b->data + at, b->data + at + 1, b->size - at - 1);
      b->size -= 1;
      return;
    default:
      memmove(b->data + at + 1, b->data + at, b->size - at);
      b->size += 1;
      return;
  }
}

/* ---- data types ---- */

static const char* const bases[] = {"int",
                                    "uint",
                                    "float",
                                    "bfloat",
                                    "bool",
                                    "handle",
                                    "void",
                                    "i",
                                    "u",
                                    "f",
                                    "bf",
                                    "float8_e3m4",
                                    "float8_e4m3",
                                    "float8_e4m3b11fnuz",
                                    "float8_e4m3fn",
                                    "float8_e4m3fnuz",
                                    "float8_e5m2",
                                    "float8_e5m2fnuz",
                                    "float8_e8m0fnu",
                                    "float6_e2m3fn",
                                    "float6_e3m2fn",
                                    "float4_e2m1fn",
                                    "fp8_e4m3fn",
                                    "f8_e5m2",
                                    "fp4_e2m1fn",
                                    "f4_e2m1fn",
                                    "fp6_e2m3fn",
                                    "complex",
                                    "custom[name]",
                                    ""};
static const char* const widths[] = {"",   "1", "2",   "4",   "8",   "16",  "32",  "64",
                                     "08", "0", "128", "255", "256", "300", "100", "7"};
static const char* const lanes[] = {
    "",    "",    "",          "x1",       "x2",       "x4",     "x16",
    "x0",  "x",   "xvscale",   "xvscale4", "xvscale1", "x65535", "x65536",
    "_x2", "x04", "xvscale16", "xx2",      "x-1",      " x2",    "xvscale0"};

void step_dtype_read(rng* r) {
  text_buffer text = {.size = 0};
  put(&text, PICK(r, bases));
  put(&text, PICK(r, widths));
  put(&text, PICK(r, lanes));
  if (one_in(r, 4)) damage(r, &text, "0123456789xfiu_bevcsal[] e");
  TVMFFIByteArray bytes = {text.data, text.size};
  DLDataType out = {0, 0, 0};
  emit_word("read");
  emit_text(text.data, text.size);
  if (lib.TVMFFIDataTypeFromString(&bytes, &out) != 0) {
    emit_error_kind(); /* ours names the text as it was given, and what may have been meant */
  } else {
    emit_int(out.code);
    emit_int(out.bits);
    emit_int(out.lanes);
  }
}

void step_dtype_write(rng* r) {
  DLDataType type = {(uint8_t)below(r, one_in(r, 10) ? 256 : 18), (uint8_t)draw(r), 1};
  if (below(r, 2)) type.bits = (uint8_t)(1 << below(r, 8));
  if (below(r, 2)) type.lanes = (uint16_t)(below(r, 2) ? below(r, 20) : (int)(draw(r) & 0xffff));
  any text = none();
  emit_word("write");
  emit_int(type.code);
  emit_int(type.bits);
  emit_int(type.lanes);
  if (lib.TVMFFIDataTypeToString(&type, &text) != 0) {
    emit_error();
    return;
  }
  emit_value(text);
  TVMFFIByteArray bytes = content_of(&text);
  DLDataType back = {0, 0, 0};
  if (lib.TVMFFIDataTypeFromString(&bytes, &back) != 0) {
    emit_error_kind();
  } else {
    emit_int(back.code);
    emit_int(back.bits);
    emit_int(back.lanes);
  }
  drop(text);
}

/* ---- JSON ---- */

static void put_space(rng* r, text_buffer* b) {
  static const char* const spaces[] = {" ", "\n", "\t", "\r\n", "  "};
  if (one_in(r, 4)) put(b, PICK(r, spaces));
}

static void put_number(rng* r, text_buffer* b) {
  static const char* const numbers[] = {"0",
                                        "-0",
                                        "1",
                                        "-7",
                                        "9223372036854775807",
                                        "-9223372036854775808",
                                        "9223372036854775808",
                                        "0.5",
                                        "-0.0",
                                        "1e3",
                                        "1E+3",
                                        "1.25e-7",
                                        "123456789012345678901234567890",
                                        "1e308",
                                        "5e-324",
                                        "2.2250738585072011e-308",
                                        "0.1",
                                        "NaN",
                                        "Infinity",
                                        "-Infinity",
                                        "1e16",
                                        "100000.0"};
  char text[64];
  switch (below(r, 4)) {
    case 0:
      put(b, PICK(r, numbers));
      return;
    case 1:
      snprintf(text, sizeof text, "%lld", (long long)((int64_t)draw(r) >> below(r, 64)));
      break;
    case 2:
      snprintf(text, sizeof text, "%.*g", 1 + below(r, 17), (double)(int64_t)draw(r) / 4096.0);
      break;
    default:
      snprintf(text, sizeof text, "%d.%de%d", below(r, 1000), below(r, 1000), below(r, 600) - 300);
      break;
  }
  put(b, text);
}

static void put_string(rng* r, text_buffer* b) {
  static const char* const pieces[] = {"a",
                                       "b",
                                       "key",
                                       " ",
                                       "\\n",
                                       "\\\"",
                                       "\\\\",
                                       "\\/",
                                       "/",
                                       "\\u00e9",
                                       "\xc3\xa9",
                                       "\\ud83d\\ude00",
                                       "\xf0\x9f\x98\x80",
                                       "\\t",
                                       "\\b\\f\\r",
                                       "\\u0000",
                                       "long piece of text"};
  put(b, "\"");
  for (int count = below(r, 4); count > 0; --count) put(b, PICK(r, pieces));
  put(b, "\"");
}

static void put_json(rng* r, text_buffer* b, int depth) {
  static const char* const literals[] = {"true", "false", "null"};
  put_space(r, b);
  int what = below(r, depth > 0 ? 8 : 5), count = below(r, 5);
  if (what == 0) {
    put(b, PICK(r, literals));
  } else if (what < 3) {
    put_number(r, b);
  } else if (what < 5) {
    put_string(r, b);
  } else if (what == 5 || what == 6) {
    put(b, "[");
    for (int i = 0; i < count; ++i) {
      if (i > 0) put(b, ",");
      put_json(r, b, depth - 1);
    }
    put_space(r, b);
    put(b, "]");
  } else {
    put(b, "{");
    for (int i = 0; i < count; ++i) {
      if (i > 0) put(b, ",");
      put_space(r, b);
      put_string(r, b);
      put_space(r, b);
      put(b, ":");
      put_json(r, b, depth - 1);
    }
    put_space(r, b);
    put(b, "}");
  }
  put_space(r, b);
}

void step_json_read(rng* r) {
  text_buffer text = {.size = 0};
  put_json(r, &text, 1 + below(r, 4));
  if (one_in(r, 3)) damage(r, &text, "{}[],:\"\\0123456789.eE+-tfnulNI a/");
  any args[2] = {text_of(text.data, text.size), none()}, value;
  emit_word("parse");
  emit_text(text.data, text.size);
  if (call_global(G_JsonParse, args, 1, &value) != 0) {
    emit_error();
  } else {
    emit_value(value);
    any back[2] = {value, none()};
    show_call(G_JsonStringify, back, 2, -1);
    drop(value);
  }
  drop(args[0]);
}

/* Values that JSON can say, and now and then one that it cannot. */
static void build_json_value(rng* r) {
  any args[MAX_ARGS], out;
  int at = below(r, NUM_REGISTERS), count = below(r, 5);
  switch (below(r, 8)) {
    case 0:
    case 1:
    case 2:
      pool_set(at, one_in(r, 12) ? random_scalar(r) : random_text(r));
      return;
    case 3:
    case 4:
      pool_set(at, one_in(r, 2) ? random_key(r) : of_int(below(r, 100)));
      return;
    case 5:
    case 6:
      for (int i = 0; i < count; ++i) args[i] = pool_any(r);
      if (call_global(one_in(r, 3) ? G_List : G_Array, args, count, &out) != 0) abort();
      pool_set(at, out);
      return;
    default:
      for (int i = 0; i < count; ++i) {
        args[2 * i] = one_in(r, 30) ? random_key(r) : random_text(r);
        args[2 * i + 1] = pool_any(r);
      }
      if (call_global(one_in(r, 12) ? G_Dict : G_Map, args, 2 * count, &out) != 0) abort();
      for (int i = 0; i < count; ++i) drop(args[2 * i]);
      pool_set(at, out);
      return;
  }
}

void step_json_write(rng* r) {
  build_json_value(r);
  if (!one_in(r, 3)) return;
  any args[2] = {pool_any(r), one_in(r, 2) ? none() : of_int(below(r, 6) - 1)}, text;
  show_call(G_JsonStringify, args, 2, -1);
  if (call_global(G_JsonStringify, args, 2, &text) != 0) {
    emit_error();
    return;
  }
  show_call(G_JsonParse, &text, 1, -1);
  drop(text);
}
