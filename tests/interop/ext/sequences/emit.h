/* SPDX-License-Identifier: Apache-2.0 */
/* What a sequence shows: folded into a digest, and printed as lines when it is traced. */
#ifndef TESTS_INTEROP_SEQUENCES_EMIT_H_
#define TESTS_INTEROP_SEQUENCES_EMIT_H_

#include "library.h"

/* Starts a sequence; with `trace` everything is also printed. */
void emit_begin(int trace);
uint64_t emit_digest(void);

void emit_word(const char* word);
void emit_int(int64_t value);
void emit_text(const char* data, size_t size);
void emit_line(void);

/* A value as a whole: its kind, its content, and which objects in it are the same. */
void emit_value(any value);

/* The memory of an Array, a List or a Dict: capacity, slots, chains and order. Not of a Map: ours is
   made with the room that all its pairs need, the reference's grows while it is filled. For the same
   reason every Dict here begins empty. */
void emit_layout(any value);

/* Leaves out the capacity of sequences until the next sequence begins. */
void emit_no_more_rooms(void);

/* Takes the raised error and shows its kind and its message. */
void emit_error(void);

/* The same without the message, where ours says more. */
void emit_error_kind(void);

/* Takes the raised error and shows nothing. */
void forget_error(void);

/* The content of a string or of bytes in either of the two forms. */
TVMFFIByteArray content_of(const any* value);

/* Whether the hash of a value says nothing about where it lies. */
int is_plain_key(any value);

#endif /* TESTS_INTEROP_SEQUENCES_EMIT_H_ */
