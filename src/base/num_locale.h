/* SPDX-License-Identifier: Apache-2.0 */
/* The C library's floating-point text as in the C locale, whatever the program has set. For num.c alone. */
#ifndef TVM_FFI_BASE_NUM_LOCALE_H_
#define TVM_FFI_BASE_NUM_LOCALE_H_

#include <stddef.h>

/* strtod(text, end); `text` is below 1200 bytes. */
double tf_num_locale_read(char* text, char** end);

/* snprintf(out, room, conversion, digits, value), where `conversion` is "%.*f" or "%.*g". */
int tf_num_locale_write(char* out, size_t room, const char* conversion, int digits, double value);

#endif /* TVM_FFI_BASE_NUM_LOCALE_H_ */
