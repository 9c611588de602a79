/* SPDX-License-Identifier: Apache-2.0 */
/* Pull reader for JSON text: one event per call, no allocation, depth bounded.

   The reader checks the grammar as it goes, so a caller that saw TF_JSON_END has read one
   well-formed document. Texts are ranges of the input; only strings with escapes need
   tf_json_unescape. It knows nothing of objects: what is wrong is a code and an offset, which
   tf_json_error_text and tf_json_position turn into what people read. Not thread-safe for one
   reader; any number of readers may read one text. Bytes above 0x7f inside strings are handed
   through unchecked. */
#ifndef TF_BASE_JSON_H_
#define TF_BASE_JSON_H_

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Containers deeper than this are refused whatever the caller asks for. */
#define TF_JSON_DEPTH_MAX 4096

typedef enum {
  TF_JSON_END,          /* the whole document was read; again and again from then on */
  TF_JSON_ERROR,        /* see `error` and `error_at`; again and again from then on */
  TF_JSON_OBJECT_BEGIN, /* then KEY, value, KEY, value ... OBJECT_END */
  TF_JSON_OBJECT_END,
  TF_JSON_ARRAY_BEGIN,
  TF_JSON_ARRAY_END,
  TF_JSON_KEY,     /* text without its quotes */
  TF_JSON_STRING,  /* text without its quotes */
  TF_JSON_INTEGER, /* text has none of `. e E` */
  TF_JSON_REAL,
  TF_JSON_TRUE,
  TF_JSON_FALSE,
  TF_JSON_NULL,
  TF_JSON_NAN, /* these three only with TF_JSON_LENIENT */
  TF_JSON_INFINITY,
  TF_JSON_MINUS_INFINITY
} tf_json_event;

typedef enum {
  TF_JSON_OK,
  TF_JSON_WANT_VALUE,
  TF_JSON_WANT_KEY,
  TF_JSON_WANT_COLON,
  TF_JSON_WANT_COMMA,
  TF_JSON_OPEN_STRING, /* offset of the opening quote */
  TF_JSON_BAD_CONTROL, /* raw character below 0x20 in a string */
  TF_JSON_BAD_ESCAPE,
  TF_JSON_BAD_UNICODE, /* not four hex digits, or a lone surrogate */
  TF_JSON_EXTRA_DATA,
  TF_JSON_TOO_DEEP
} tf_json_error;

enum {
  TF_JSON_STRICT = 0,
  /* NaN, Infinity, -Infinity; a number is any run of `0-9 + - . e E`, whose meaning the caller
     checks. */
  TF_JSON_LENIENT = 1
};

typedef struct {
  const char* data;
  size_t size;
  size_t at;        /* offset of the next unread byte */
  size_t start;     /* offset of the first byte of the last event, quote included */
  const char* text; /* of KEY, STRING, INTEGER, REAL: borrowed from the input */
  size_t text_size;
  bool escaped; /* the text of the last KEY or STRING has escapes */
  tf_json_error error;
  size_t error_at; /* <= size */
  uint32_t depth;  /* open containers */
  uint32_t depth_max;
  uint32_t flags;
  int state;                              /* private */
  uint64_t kinds[TF_JSON_DEPTH_MAX / 64]; /* private: bit d set when container d is an object */
} tf_json;

/* Starts reading `size` bytes at `data`, which must outlive the reader. `depth_max` above
   TF_JSON_DEPTH_MAX means that limit. Cannot fail. */
void tf_json_begin(tf_json* reader, const char* data, size_t size, uint32_t depth_max,
                   uint32_t flags);

/* Returns the next event. */
tf_json_event tf_json_next(tf_json* reader);

/* Skips the rest of the value whose first event was `first` (a no-op for anything but OBJECT_BEGIN
   and ARRAY_BEGIN). Returns false when an error came up on the way. Linear in what it skips, no
   recursion. */
bool tf_json_skip(tf_json* reader, tf_json_event first);

/* Writes the last KEY or STRING, escapes resolved, to `out`, which has room for `text_size` bytes
   (the result is never longer). Returns the number of bytes written. Surrogate pairs become one
   character in UTF-8. Cannot fail: the reader has checked the escapes. */
size_t tf_json_unescape(const tf_json* reader, char* out);

/* Says whether the last KEY or STRING equals `size` bytes at `text`, escapes resolved. */
bool tf_json_text_is(const tf_json* reader, const char* text, size_t size);

/* Reads the text of the last INTEGER. Returns false, `*out` untouched, when it is no decimal int64.
 */
bool tf_json_int64(const tf_json* reader, int64_t* out);

/* What is wrong, in the words Python's reader uses; a constant text. */
const char* tf_json_error_text(tf_json_error error);

/* Turns an offset into line and column, both counted from 1, columns in bytes; lines end at LF. */
void tf_json_position(const char* data, size_t size, size_t offset, size_t* line, size_t* column);

#endif /* TF_BASE_JSON_H_ */
