/* SPDX-License-Identifier: Apache-2.0 */
#include "extra/json_scan.h"

#include <float.h>
#include <stdio.h>
#include <stdlib.h>

#include "tf_test_core.h"

/* Copies without a NUL behind them, so that a read beyond the end is seen. */
static char* exact_copy(const char* text, size_t size) {
  char* copy = malloc(size == 0 ? 1 : size);
  assert_non_null(copy);
  memcpy(copy, text, size);
  return copy;
}

static size_t plain_bytes_by_hand(const char* text, size_t size) {
  size_t at = 0;
  while (at < size && text[at] != '"' && text[at] != '\\' && (unsigned char)text[at] >= 0x20) ++at;
  return at;
}

/* Every byte that ends the plain part, at every place of texts of every length around a word or two. */
static void plain_bytes_end_where_they_do(void** state) {
  (void)state;
  static const unsigned char stops[] = {'"', '\\', 0, 1, 0x1f, 0x20, 0x7f, 0x80, 0x9f, 0xff, '!'};
  char text[20];
  for (size_t size = 0; size <= sizeof text; ++size) {
    for (size_t at = 0; at < size; ++at) {
      for (size_t i = 0; i < sizeof stops; ++i) {
        memset(text, 'a', sizeof text);
        text[at] = (char)stops[i];
        char* copy = exact_copy(text, size);
        assert_int_equal(tf_json_plain_bytes(copy, size), plain_bytes_by_hand(text, size));
        free(copy);
      }
    }
  }
  assert_int_equal(tf_json_plain_bytes("", 0), 0);
}

/* A text is taken as a short string exactly when a quote follows up to 7 plain bytes. */
static void short_strings_are_found(void** state) {
  (void)state;
  static const unsigned char bytes[] = {'a', '"', '\\', 0x1f, 0x20, 0x80, 0xff, '!', '#', '[', ']'};
  char text[8];
  uint64_t random = 1;
  for (int round = 0; round < 200000; ++round) {
    for (size_t i = 0; i < 8; ++i) {
      random = random * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
      text[i] = (char)bytes[(random >> 33) % sizeof bytes];
    }
    uint64_t word = 0;
    size_t size = tf_json_short_string(text, &word);
    size_t plain = plain_bytes_by_hand(text, 8);
    bool is_short = plain < 8 && text[plain] == '"';
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    is_short = false;
#endif
    assert_int_equal(size, is_short ? plain : 8);
    if (!is_short) continue;
    char wanted[8] = {0};
    memcpy(wanted, text, plain);
    assert_memory_equal(&word, wanted, 8);
  }
}

static size_t number_of(const char* text, tf_any* out) {
  size_t size = strlen(text);
  char* copy = exact_copy(text, size);
  *out = tf_any_none();
  size_t length = tf_json_usual_number(copy, size, out);
  free(copy);
  return length;
}

static void integers_are_read(void** state) {
  (void)state;
  tf_any value;
  assert_int_equal(number_of("0", &value), 1);
  assert_int_equal(value.raw.v_int64, 0);
  assert_int_equal(number_of("-17,", &value), 3);
  assert_int_equal(value.raw.type_index, kTVMFFIInt);
  assert_int_equal(value.raw.v_int64, -17);
  assert_int_equal(number_of("999999999999999999]", &value), 18);
  assert_int_equal(value.raw.v_int64, 999999999999999999);
}

static void what_is_unusual_is_left(void** state) {
  (void)state;
  static const char* const texts[] = {"",
                                      "-",
                                      "a",
                                      "01",
                                      "-01",
                                      "1.",
                                      ".5",
                                      "1e5",
                                      "1.5e3",
                                      "1.5.2",
                                      "1-2",
                                      "1+",
                                      "1..2",
                                      "00.5",
                                      "1.-2",
                                      "-.5",
                                      "1E1",
                                      "1000000000000000000",
                                      "0.1234567890123456789",
                                      "9007199254740993.5"};
  tf_any value;
  for (size_t i = 0; i < TF_COUNT_OF(texts); ++i) {
    if (number_of(texts[i], &value) != 0) fail_msg("%s was taken", texts[i]);
    assert_int_equal(value.raw.type_index, kTVMFFINone);
  }
}

/* The exact quotient is what the C library reads, bit for bit. */
static void fractions_are_those_of_strtod(void** state) {
  (void)state;
  uint64_t random = 7;
  for (int round = 0; round < 100000; ++round) {
    random = random * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    uint64_t mantissa = (random >> 11) >> (random & 31);
    random = random * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    int places = 1 + (int)((random >> 40) % 15);
    char digits[32], text[40];
    (void)snprintf(digits, sizeof digits, "%0*llu", places + 1, (unsigned long long)mantissa);
    int whole = (int)strlen(digits) - places;
    (void)snprintf(text, sizeof text, "%s%.*s.%s", (random & 1) != 0 ? "-" : "", whole, digits,
                   digits + whole);
    tf_any value;
    size_t length = number_of(text, &value);
    if (length == 0) continue; /* more digits than are taken */
    double wanted = strtod(text, NULL);
    assert_int_equal(length, strlen(text));
    assert_int_equal(value.raw.type_index, kTVMFFIFloat);
    assert_memory_equal(&value.raw.v_float64, &wanted, sizeof wanted);
  }
  tf_any value;
  assert_int_equal(number_of("0.125}", &value), FLT_EVAL_METHOD == 0 ? 5 : 0);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      tf_unit(plain_bytes_end_where_they_do),
      tf_unit(short_strings_are_found),
      tf_unit(integers_are_read),
      tf_unit(what_is_unusual_is_left),
      tf_unit(fractions_are_those_of_strtod),
  };
  return tf_test_run(tests);
}
