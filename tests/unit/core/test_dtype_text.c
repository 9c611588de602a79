/* SPDX-License-Identifier: Apache-2.0 */
#include "core/dtype_text.h"

#include "tf_test.h"

/* Parses a copy in a block of exactly its size, so that a look behind the end is seen. */
static tf_dtype_status parse(tf_str text, tf_dtype_parsed* out) {
  char* copy = malloc(text.size + (text.size == 0));
  memcpy(copy, text.data, text.size);
  tf_dtype_status status = tf_dtype_text_parse(tf_str_of(copy, text.size), out);
  out->name.data = text.data + (out->name.size != 0 ? out->name.data - copy : 0);
  out->error.data = text.data + (out->error.size != 0 ? out->error.data - copy : 0);
  free(copy);
  return status;
}

#define assert_reads(text, want_code, want_bits, want_lanes)          \
  do {                                                                \
    tf_dtype_parsed tf_parsed;                                        \
    assert_int_equal(parse(tf_str_c(text), &tf_parsed), TF_DTYPE_OK); \
    assert_int_equal(tf_parsed.dtype.code, want_code);                \
    assert_int_equal(tf_parsed.dtype.bits, want_bits);                \
    assert_int_equal(tf_parsed.dtype.lanes, want_lanes);              \
    assert_false(tf_parsed.is_custom);                                \
  } while (0)

#define assert_refuses(text, want_status, want_error)                 \
  do {                                                                \
    tf_dtype_parsed tf_parsed;                                        \
    assert_int_equal(parse(tf_str_c(text), &tf_parsed), want_status); \
    assert_str_is(tf_parsed.error, want_error);                       \
  } while (0)

#define assert_prints(code, bits, lanes, want)                                \
  do {                                                                        \
    char text[TF_DTYPE_TEXT_MAX];                                             \
    size_t size = 99;                                                         \
    DLDataType dtype = {(uint8_t)(code), (uint8_t)(bits), (uint16_t)(lanes)}; \
    assert_int_equal(tf_dtype_text_format(dtype, text, &size), TF_DTYPE_OK);  \
    assert_string_equal(text, want);                                          \
    assert_int_equal(size, strlen(want));                                     \
  } while (0)

static void left_out_bits_have_defaults(void** state) {
  (void)state;
  assert_reads("int", kDLInt, 32, 1);
  assert_reads("uint", kDLUInt, 32, 1);
  assert_reads("float", kDLFloat, 32, 1);
  assert_reads("bfloat", kDLBfloat, 16, 1);
  assert_reads("bool", kDLBool, 8, 1);
  assert_reads("handle", kDLOpaqueHandle, 64, 1);
  assert_reads("int0", kDLInt, 32, 1);
}

static void bits_are_read(void** state) {
  (void)state;
  assert_reads("int8", kDLInt, 8, 1);
  assert_reads("uint255", kDLUInt, 255, 1);
  assert_reads("float64", kDLFloat, 64, 1);
  assert_reads("bfloat16", kDLBfloat, 16, 1);
  assert_reads("bool1", kDLBool, 1, 1);
  assert_reads("int08", kDLInt, 8, 1);
  assert_reads("float8", kDLFloat, 8, 1);
  assert_reads("float88", kDLFloat, 88, 1);
}

static void void_has_two_spellings(void** state) {
  (void)state;
  assert_reads("", kDLOpaqueHandle, 0, 0);
  assert_reads("void", kDLOpaqueHandle, 0, 0);
  assert_refuses("void8", TF_DTYPE_UNKNOWN, "void8");
}

static void short_forms_need_digits(void** state) {
  (void)state;
  assert_reads("i8", kDLInt, 8, 1);
  assert_reads("u16", kDLUInt, 16, 1);
  assert_reads("f16x2", kDLFloat, 16, 2);
  assert_reads("bf16", kDLBfloat, 16, 1);
  assert_refuses("i", TF_DTYPE_UNKNOWN, "i");
  assert_refuses("fx4", TF_DTYPE_UNKNOWN, "fx4");
  assert_refuses("fp16", TF_DTYPE_UNKNOWN, "fp16");
  assert_refuses("b8", TF_DTYPE_UNKNOWN, "b8");
}

static void small_floats_have_three_spellings(void** state) {
  (void)state;
  assert_reads("float8_e4m3", kDLFloat8_e4m3, 8, 1);
  assert_reads("fp8_e4m3fn", kDLFloat8_e4m3fn, 8, 1);
  assert_reads("f8_e4m3fnuz", kDLFloat8_e4m3fnuz, 8, 1);
  assert_reads("float8_e4m3b11fnuzx4", kDLFloat8_e4m3b11fnuz, 8, 4);
  assert_reads("float8_e8m0fnu", kDLFloat8_e8m0fnu, 8, 1);
  assert_reads("fp6_e3m2fn", kDLFloat6_e3m2fn, 6, 1);
  assert_reads("f4_e2m1fn", kDLFloat4_e2m1fn, 4, 1);
}

static void only_four_bit_floats_take_an_underscore(void** state) {
  (void)state;
  assert_reads("float4_e2m1fn_x2", kDLFloat4_e2m1fn, 4, 2);
  assert_refuses("float4_e2m1fn_", TF_DTYPE_UNKNOWN_MINI, "float4_e2m1fn_");
  assert_refuses("float8_e4m3_x2", TF_DTYPE_UNKNOWN_MINI, "float8_e4m3_x2");
  assert_refuses("int8_x2", TF_DTYPE_UNKNOWN, "_x2");
}

static void unknown_small_floats_are_refused(void** state) {
  (void)state;
  assert_refuses("float8_", TF_DTYPE_UNKNOWN_MINI, "float8_");
  assert_refuses("float8_e4m38", TF_DTYPE_UNKNOWN_MINI, "float8_e4m38");
  assert_refuses("float6_e4m3", TF_DTYPE_UNKNOWN_MINI, "float6_e4m3");
  assert_refuses("float4_e2m1", TF_DTYPE_UNKNOWN_MINI, "float4_e2m1");
}

static void lanes_are_read(void** state) {
  (void)state;
  assert_reads("intx4", kDLInt, 32, 4);
  assert_reads("int8x1", kDLInt, 8, 1);
  assert_reads("int8x04", kDLInt, 8, 4);
  assert_reads("int8x65535", kDLInt, 8, 65535);
  assert_reads("int8xvscalex4", kDLInt, 8, 65532);
  assert_reads("int8xvscalex32768", kDLInt, 8, 32768);
}

static void lanes_must_be_positive(void** state) {
  (void)state;
  assert_refuses("int8x", TF_DTYPE_LANES_INVALID, "x");
  assert_refuses("int8x0", TF_DTYPE_LANES_INVALID, "x0");
  assert_refuses("int8x-1", TF_DTYPE_LANES_INVALID, "x-1");
  assert_refuses("int8xvscale", TF_DTYPE_LANES_INVALID, "xvscale");
  assert_refuses("int8xvscalex", TF_DTYPE_LANES_INVALID, "xvscalex");
}

static void numbers_never_wrap(void** state) {
  (void)state;
  assert_refuses("int256", TF_DTYPE_BITS_RANGE, "256");
  assert_refuses("int4294967304", TF_DTYPE_BITS_RANGE, "4294967304");
  assert_refuses("int18446744073709551624", TF_DTYPE_BITS_RANGE, "18446744073709551624");
  assert_refuses("int8x65536", TF_DTYPE_LANES_RANGE, "65536");
  assert_refuses("int8x18446744073709551617", TF_DTYPE_LANES_RANGE, "18446744073709551617");
  assert_refuses("int8xvscalex32769", TF_DTYPE_LANES_RANGE, "32769");
  assert_refuses("int8xvscalex65535", TF_DTYPE_LANES_RANGE, "65535");
}

static void nothing_may_follow(void** state) {
  (void)state;
  assert_refuses("int8 ", TF_DTYPE_UNKNOWN, " ");
  assert_refuses("int8x4x", TF_DTYPE_UNKNOWN, "x");
  assert_refuses("int+8", TF_DTYPE_UNKNOWN, "+8");
  assert_refuses(" int8", TF_DTYPE_UNKNOWN, " int8");
  assert_refuses("Int8", TF_DTYPE_UNKNOWN, "Int8");
  tf_dtype_parsed parsed;
  assert_int_equal(parse(tf_str_of("int8\0", 5), &parsed), TF_DTYPE_UNKNOWN);
}

static void custom_types_are_named(void** state) {
  (void)state;
  tf_dtype_parsed parsed;
  assert_int_equal(parse(tf_str_c("custom[my type]16x4"), &parsed), TF_DTYPE_OK);
  assert_true(parsed.is_custom);
  assert_str_is(parsed.name, "my type");
  assert_int_equal(parsed.dtype.bits, 16);
  assert_int_equal(parsed.dtype.lanes, 4);
  assert_int_equal(parse(tf_str_c("custom[]"), &parsed), TF_DTYPE_OK);
  assert_str_is(parsed.name, "");
  assert_refuses("custom", TF_DTYPE_NO_OPEN, "custom");
  assert_refuses("custom8", TF_DTYPE_NO_OPEN, "custom8");
  assert_refuses("custom[a", TF_DTYPE_NO_CLOSE, "custom[a");
  assert_refuses("custom[a]b]8", TF_DTYPE_UNKNOWN, "b]8");
}

static void types_print_as_expected(void** state) {
  (void)state;
  assert_prints(kDLInt, 8, 1, "int8");
  assert_prints(kDLUInt, 1, 1, "uint1");
  assert_prints(kDLFloat, 32, 4, "float32x4");
  assert_prints(kDLFloat, 32, 0, "float32");
  assert_prints(kDLBfloat, 16, 1, "bfloat16");
  assert_prints(kDLInt, 8, 65532, "int8xvscalex4");
  assert_prints(kDLInt, 8, 32767, "int8x32767");
  assert_prints(kDLInt, 8, 65535, "int8");
  assert_prints(kDLFloat8_e4m3b11fnuz, 8, 32768, "float8_e4m3b11fnuzxvscalex32768");
  assert_prints(kDLFloat4_e2m1fn, 4, 2, "float4_e2m1fnx2");
}

static void bool_and_handle_print_specially(void** state) {
  (void)state;
  assert_prints(kDLBool, 8, 1, "bool");
  assert_prints(kDLBool, 8, 4, "boolx4");
  assert_prints(kDLBool, 1, 1, "bool1");
  assert_prints(kDLOpaqueHandle, 0, 0, "");
  assert_prints(kDLOpaqueHandle, 64, 1, "handle");
  assert_prints(kDLOpaqueHandle, 8, 4, "handle");
}

static void codes_without_a_name_do_not_print(void** state) {
  (void)state;
  char text[TF_DTYPE_TEXT_MAX] = "untouched";
  size_t size = 99;
  DLDataType complex = {kDLComplex, 64, 1}, custom = {TF_DTYPE_CUSTOM_BEGIN, 8, 1};
  assert_int_equal(tf_dtype_text_format(complex, text, &size), TF_DTYPE_NO_NAME);
  assert_int_equal(tf_dtype_text_format(custom, text, &size), TF_DTYPE_NO_NAME);
  assert_string_equal(text, "untouched");
  assert_int_equal(size, 99);
}

/* Everything that a small float's and a plain type's printed text says is read back. */
static void printed_types_read_back(void** state) {
  (void)state;
  static const uint16_t all_lanes[] = {1, 2, 3, 32767, 32768, 65534};
  for (unsigned code = 0; code < 256; ++code) {
    for (unsigned bits = 1; bits < 256; ++bits) {
      for (size_t i = 0; i < TF_COUNT_OF(all_lanes); ++i) {
        char text[TF_DTYPE_TEXT_MAX];
        size_t size;
        tf_dtype_parsed parsed;
        DLDataType dtype = {(uint8_t)code, (uint8_t)bits, all_lanes[i]};
        if (tf_dtype_text_format(dtype, text, &size) != TF_DTYPE_OK) continue;
        assert_int_equal(parse(tf_str_of(text, size), &parsed), TF_DTYPE_OK);
        assert_int_equal(parsed.dtype.code, dtype.code);
        if (code == kDLOpaqueHandle) continue; /* shows neither bits nor lanes */
        assert_int_equal(parsed.dtype.lanes, dtype.lanes);
        if (code < kDLFloat8_e3m4) assert_int_equal(parsed.dtype.bits, dtype.bits);
      }
    }
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      tf_unit(left_out_bits_have_defaults),
      tf_unit(bits_are_read),
      tf_unit(void_has_two_spellings),
      tf_unit(short_forms_need_digits),
      tf_unit(small_floats_have_three_spellings),
      tf_unit(only_four_bit_floats_take_an_underscore),
      tf_unit(unknown_small_floats_are_refused),
      tf_unit(lanes_are_read),
      tf_unit(lanes_must_be_positive),
      tf_unit(numbers_never_wrap),
      tf_unit(nothing_may_follow),
      tf_unit(custom_types_are_named),
      tf_unit(types_print_as_expected),
      tf_unit(bool_and_handle_print_specially),
      tf_unit(codes_without_a_name_do_not_print),
      tf_unit(printed_types_read_back),
  };
  return tf_test_run(tests);
}
