/* SPDX-License-Identifier: Apache-2.0 */
/* Reader and writer of the text form of data types. */
#include "core/dtype_text.h"

#include "base/compiler.h"
#include "base/num.h"

#include <string.h>

/* Scalable lanes are negative in 16 bits: -1 is written as one plain lane, so 2 is the least that
 * prints. */
#define MAX_LANES 65535u
#define MAX_SCALABLE_LANES 32768u
#define MAX_BITS 255u

typedef struct {
  const char* name;
  uint8_t code;
  uint8_t bits; /* when the text names none */
} base_name;

static const base_name long_bases[] = {
    {"int", kDLInt, 32},       {"uint", kDLUInt, 32}, {"float", kDLFloat, 32},
    {"bfloat", kDLBfloat, 16}, {"bool", kDLBool, 8},  {"handle", kDLOpaqueHandle, 64},
};

/* These count only with digits behind them: `f` alone is no type. */
static const base_name short_bases[] = {
    {"i", kDLInt, 32}, {"u", kDLUInt, 32}, {"f", kDLFloat, 32}, {"bf", kDLBfloat, 16}};

typedef struct {
  const char* name; /* the canonical text; the format begins behind `_` */
  uint8_t code;
  uint8_t bits;
} mini_name;

static const mini_name minis[] = {
    {"float8_e3m4", kDLFloat8_e3m4, 8},
    {"float8_e4m3", kDLFloat8_e4m3, 8},
    {"float8_e4m3b11fnuz", kDLFloat8_e4m3b11fnuz, 8},
    {"float8_e4m3fn", kDLFloat8_e4m3fn, 8},
    {"float8_e4m3fnuz", kDLFloat8_e4m3fnuz, 8},
    {"float8_e5m2", kDLFloat8_e5m2, 8},
    {"float8_e5m2fnuz", kDLFloat8_e5m2fnuz, 8},
    {"float8_e8m0fnu", kDLFloat8_e8m0fnu, 8},
    {"float6_e2m3fn", kDLFloat6_e2m3fn, 6},
    {"float6_e3m2fn", kDLFloat6_e3m2fn, 6},
    {"float4_e2m1fn", kDLFloat4_e2m1fn, 4},
};

#define MINI_FORMAT_AT (sizeof("float8_") - 1)

/* Steps over `word` when the text begins with it. */
static bool accept(tf_str* rest, const char* word) {
  size_t size = 0;
  for (; word[size] != '\0'; ++size) {
    if (size >= rest->size || rest->data[size] != word[size]) return false;
  }
  *rest = tf_str_of(rest->data + size, rest->size - size);
  return true;
}

static bool next_is_digit(tf_str rest) { return rest.size != 0 && tf_num_is_digit(rest.data[0]); }

/* Steps over all digits here. No digits read as 0, numbers that no type has room for as
   UINT64_MAX. */
static uint64_t read_number(tf_str* rest, tf_str* digits) {
  uint64_t value = 0;
  digits->data = rest->data;
  digits->size = 0;
  while (digits->size < rest->size && tf_num_is_digit(rest->data[digits->size])) ++digits->size;
  *rest = tf_str_slice(*rest, digits->size, rest->size);
  if (tf_num_uint64(*digits, &value) == TF_NUM_RANGE) value = UINT64_MAX;
  return value;
}

static tf_dtype_status fail(tf_dtype_parsed* out, tf_dtype_status status, tf_str error) {
  out->error = error;
  return status;
}

static tf_dtype_status read_bits(tf_str* rest, uint8_t default_bits, tf_dtype_parsed* out) {
  tf_str digits;
  uint64_t bits = read_number(rest, &digits);
  if (bits > MAX_BITS) return fail(out, TF_DTYPE_BITS_RANGE, digits);
  out->dtype.bits = bits != 0 ? (uint8_t)bits : default_bits;
  return TF_DTYPE_OK;
}

/* Reads lanes and the end of the text, which every type shares. */
static tf_dtype_status read_lanes(tf_str rest, tf_dtype_parsed* out) {
  tf_str part = rest, digits;
  out->dtype.lanes = 1;
  if (rest.size == 0) return TF_DTYPE_OK;
  bool scalable = accept(&rest, "xvscale");
  if (!accept(&rest, "x")) {
    return fail(out, scalable ? TF_DTYPE_LANES_INVALID : TF_DTYPE_UNKNOWN, part);
  }
  uint64_t lanes = read_number(&rest, &digits);
  if (lanes == 0) return fail(out, TF_DTYPE_LANES_INVALID, part);
  if (lanes > (scalable ? MAX_SCALABLE_LANES : MAX_LANES)) {
    return fail(out, TF_DTYPE_LANES_RANGE, digits);
  }
  if (rest.size != 0) return fail(out, TF_DTYPE_UNKNOWN, rest);
  out->dtype.lanes = (uint16_t)(scalable ? 65536 - lanes : lanes);
  return TF_DTYPE_OK;
}

static tf_dtype_status read_bits_and_lanes(tf_str rest, uint8_t default_bits,
                                           tf_dtype_parsed* out) {
  tf_dtype_status status = read_bits(&rest, default_bits, out);
  return status != TF_DTYPE_OK ? status : read_lanes(rest, out);
}

/* Steps over the prefix of a small float, in any of its three spellings. Returns its width, or 0.
 */
static uint8_t accept_mini_prefix(tf_str* rest) {
  static const struct {
    const char* text;
    uint8_t bits;
  } prefixes[] = {{"float8_", 8}, {"fp8_", 8},    {"f8_", 8},  {"float6_", 6}, {"fp6_", 6},
                  {"f6_", 6},     {"float4_", 4}, {"fp4_", 4}, {"f4_", 4}};
  for (size_t i = 0; i < TF_COUNT_OF(prefixes); ++i) {
    if (accept(rest, prefixes[i].text)) return prefixes[i].bits;
  }
  return 0;
}

/* Steps over the name of a format: it ends before the lanes or at the end. */
static tf_str take_format(tf_str* rest) {
  size_t size = 0;
  while (size < rest->size && rest->data[size] != 'x' && rest->data[size] != '_') ++size;
  tf_str format = tf_str_slice(*rest, 0, size);
  *rest = tf_str_slice(*rest, size, rest->size);
  return format;
}

static const mini_name* find_mini(uint8_t bits, tf_str format) {
  for (size_t i = 0; i < TF_COUNT_OF(minis); ++i) {
    if (minis[i].bits != bits) continue;
    if (tf_str_equal_c(format, minis[i].name + MINI_FORMAT_AT)) return &minis[i];
  }
  return NULL;
}

static tf_dtype_status read_mini(tf_str text, tf_str rest, uint8_t bits, tf_dtype_parsed* out) {
  const mini_name* found = find_mini(bits, take_format(&rest));
  if (found == NULL) return fail(out, TF_DTYPE_UNKNOWN_MINI, text);
  if (bits == 4 && tf_str_starts_with(rest, tf_str_c("_x"))) accept(&rest, "_");
  if (tf_str_starts_with(rest, tf_str_c("_"))) return fail(out, TF_DTYPE_UNKNOWN_MINI, text);
  out->dtype.code = found->code;
  out->dtype.bits = found->bits;
  return read_lanes(rest, out);
}

static tf_dtype_status read_custom(tf_str text, tf_str rest, tf_dtype_parsed* out) {
  if (!accept(&rest, "[")) return fail(out, TF_DTYPE_NO_OPEN, text);
  size_t close = tf_str_find_byte(rest, ']');
  if (close == TF_STR_NONE) return fail(out, TF_DTYPE_NO_CLOSE, text);
  out->is_custom = true;
  out->name = tf_str_slice(rest, 0, close);
  return read_bits_and_lanes(tf_str_slice(rest, close + 1, rest.size), 32, out);
}

/* Finds the base that the text begins with and steps over it. */
static const base_name* accept_base(tf_str* rest) {
  for (size_t i = 0; i < TF_COUNT_OF(long_bases); ++i) {
    if (accept(rest, long_bases[i].name)) return &long_bases[i];
  }
  for (size_t i = 0; i < TF_COUNT_OF(short_bases); ++i) {
    tf_str behind = *rest;
    if (!accept(&behind, short_bases[i].name) || !next_is_digit(behind)) continue;
    *rest = behind;
    return &short_bases[i];
  }
  return NULL;
}

tf_dtype_status tf_dtype_text_parse(tf_str text, tf_dtype_parsed* out) {
  tf_str rest = text;
  *out = (tf_dtype_parsed){.dtype = {.code = 0, .bits = 0, .lanes = 0}};
  if (text.size == 0 || tf_str_equal_c(text, "void")) {
    out->dtype.code = kDLOpaqueHandle;
    return TF_DTYPE_OK;
  }
  if (accept(&rest, "custom")) return read_custom(text, rest, out);
  uint8_t mini_bits = accept_mini_prefix(&rest);
  if (mini_bits != 0) return read_mini(text, rest, mini_bits, out);
  const base_name* base = accept_base(&rest);
  if (base == NULL) return fail(out, TF_DTYPE_UNKNOWN, text);
  out->dtype.code = base->code;
  return read_bits_and_lanes(rest, base->bits, out);
}

/* Appends at `out + at`, with a NUL. Returns the new end. */
static size_t put_text(char* out, size_t at, const char* text) {
  size_t n = strlen(text);
  memcpy(out + at, text, n + 1);
  return at + n;
}

static size_t put_number(char* out, size_t at, uint32_t value) {
  char digits[TF_NUM_MAX_TEXT];
  (void)tf_num_put_uint64(digits, value);
  return put_text(out, at, digits);
}

static size_t put_lanes(char* out, size_t at, uint16_t lanes) {
  out[at] = '\0';
  if (lanes > MAX_SCALABLE_LANES - 1) {
    uint32_t scalable = 65536u - lanes;
    return scalable < 2 ? at : put_number(out, put_text(out, at, "xvscalex"), scalable);
  }
  return lanes < 2 ? at : put_number(out, put_text(out, at, "x"), lanes);
}

size_t tf_dtype_text_format_lanes(DLDataType dtype, char out[TF_DTYPE_TEXT_MAX]) {
  return put_lanes(out, 0, dtype.lanes);
}

/* A handle has no visible parts; the one without bits and lanes is void and prints as nothing. */
static size_t put_handle(char* out, DLDataType dtype) {
  return put_text(out, 0, dtype.bits == 0 && dtype.lanes == 0 ? "" : "handle");
}

tf_dtype_status tf_dtype_text_format(DLDataType dtype, char out[TF_DTYPE_TEXT_MAX],
                                     size_t* out_size) {
  if (dtype.code == kDLOpaqueHandle) {
    *out_size = put_handle(out, dtype);
    return TF_DTYPE_OK;
  }
  for (size_t i = 0; i < TF_COUNT_OF(long_bases); ++i) {
    if (long_bases[i].code != dtype.code) continue;
    size_t at = put_text(out, 0, long_bases[i].name);
    bool plain_bool = dtype.code == kDLBool && dtype.bits == 8;
    if (!plain_bool) at = put_number(out, at, dtype.bits);
    *out_size = put_lanes(out, at, dtype.lanes);
    return TF_DTYPE_OK;
  }
  for (size_t i = 0; i < TF_COUNT_OF(minis); ++i) {
    if (minis[i].code != dtype.code) continue;
    *out_size = put_lanes(out, put_text(out, 0, minis[i].name), dtype.lanes);
    return TF_DTYPE_OK;
  }
  return TF_DTYPE_NO_NAME;
}
