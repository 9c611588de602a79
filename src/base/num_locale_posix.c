/* SPDX-License-Identifier: Apache-2.0 */
/* The C locale on POSIX systems: set for the thread, or passed along. */
#if !defined(_GNU_SOURCE)
#define _GNU_SOURCE 1 /* newlocale, strtod_l */
#endif
#include "base/num_locale.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#if defined(__APPLE__)
#include <xlocale.h>
#endif

#include "base/thread.h"

/* The C locale, made once. */
static locale_t c_locale;
static tf_once c_locale_once = TF_ONCE_INIT;

static void make_c_locale(void) { c_locale = newlocale(LC_ALL_MASK, "C", (locale_t)0); }

static locale_t get_c_locale(void) {
  tf_once_run(&c_locale_once, make_c_locale);
  return c_locale;
}

double tf_num_locale_read(char* text, char** end) {
  locale_t locale = get_c_locale();
#if defined(__GLIBC__) || defined(__APPLE__)
  return locale == (locale_t)0 ? strtod(text, end) : strtod_l(text, end, locale);
#else
  locale_t old = locale == (locale_t)0 ? (locale_t)0 : uselocale(locale);
  double value = strtod(text, end);
  if (old != (locale_t)0) uselocale(old);
  return value;
#endif
}

int tf_num_locale_write(char* out, size_t room, const char* conversion, int digits, double value) {
  locale_t locale = get_c_locale();
  locale_t old = locale == (locale_t)0 ? (locale_t)0 : uselocale(locale);
  int length = snprintf(out, room, conversion, digits, value);
  if (old != (locale_t)0) uselocale(old);
  return length;
}
