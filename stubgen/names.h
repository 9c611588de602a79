/* SPDX-License-Identifier: Apache-2.0 */
/* Names as Python sees them: identifiers, keywords, dotted paths, blanks, upper case. */
#ifndef TVM_FFI_STUBGEN_NAMES_H_
#define TVM_FFI_STUBGEN_NAMES_H_

#include <stdbool.h>

#include "base/text.h"

/* True for what Python reads as one name: an identifier that is no keyword. */
bool sg_is_name(tf_str text);

/* True for an identifier, keyword or not. */
bool sg_is_identifier(tf_str text);

/* True for names joined by dots, none empty. */
bool sg_is_dotted_name(tf_str text);

/* True when a `from X import` may name it: a dotted name, or dots followed by one, or dots alone.
 */
bool sg_is_module(tf_str text);

/* Splits at the last dot: everything before it and everything behind. Without a dot `*before` is
   empty. Returns whether there is one. */
bool sg_split_last(tf_str text, tf_str* before, tf_str* last);

/* The part behind the last dot. */
tf_str sg_last_part(tf_str text);

/* True when `name` lies at or below the dotted `prefix`. */
bool sg_is_below(tf_str name, tf_str prefix);

/* Without the white space that Python's str.strip() takes away, Unicode blanks included. */
tf_str sg_strip(tf_str text);

/* The three classes by which `__all__` is ordered: 0 has upper-case letters and no lower-case ones,
   1 begins with an upper-case letter and has no underscore, 2 the rest. */
int sg_name_class(tf_str name);

/* Orders by class, then by bytes (which for UTF-8 is the order of code points). */
int sg_name_compare(tf_str a, tf_str b);

#endif /* TVM_FFI_STUBGEN_NAMES_H_ */
