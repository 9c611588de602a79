/* SPDX-License-Identifier: Apache-2.0 */
/* Windows cannot set the locale of one thread for a moment, so its decimal point is put in and taken out by hand. */
#include "base/num_locale.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The decimal point of the program's locale when it is another one than ours, else 0. No locale of Windows has one of more
   than a byte. */
static char foreign_point(void) {
  const char* point = localeconv()->decimal_point;
  return point[0] == '.' || point[0] == '\0' || point[1] != '\0' ? '\0' : point[0];
}

double tf_num_locale_read(char* text, char** end) {
  char foreign = foreign_point();
  char* point = foreign == '\0' ? NULL : strchr(text, '.');
  if (point != NULL) *point = foreign;
  double value = strtod(text, end);
  if (point != NULL) *point = '.';
  return value;
}

int tf_num_locale_write(char* out, size_t room, const char* conversion, int digits, double value) {
  int length = snprintf(out, room, conversion, digits, value);
  char foreign = foreign_point();
  char* point = foreign == '\0' || length < 0 ? NULL : strchr(out, foreign);
  if (point != NULL) *point = '.';
  return length;
}
