/* SPDX-License-Identifier: Apache-2.0 */
/* Bytes as a library's file, before the system's loader may see them. The last byte says how long the file claims to be.

   Properties: nothing behind the bytes that are there is read; what is refused has a reason of one line; a file whose
   program headers or segments lie outside of it is refused; the same bytes get the same answer. */
#include "common/check.h"
#include "common/input.h"

#include <elf.h>

#include "extra/library_check.h"

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);

enum { REASON_LIMIT = 4096 };

/* Asks; `reason` gets the text. */
static bool ask(const uint8_t* bytes, size_t size, uint64_t file_size, tf_buf* reason) {
  *reason = tf_buf_new(REASON_LIMIT);
  return tf_library_check_bytes(bytes, size, file_size, reason);
}

static bool reaches_outside(uint64_t offset, uint64_t length, uint64_t file_size) {
  return offset > file_size || length > file_size - offset;
}

/* Does the file have a segment that it does not hold? Only for files whose header is all there and of this machine. */
static bool has_segment_outside(const uint8_t* bytes, size_t size, uint64_t file_size) {
  Elf64_Ehdr header;
  if (size < sizeof(header)) return false;
  memcpy(&header, bytes, sizeof(header));
  for (uint64_t i = 0; i < header.e_phnum; ++i) {
    Elf64_Phdr segment;
    uint64_t at = header.e_phoff + i * header.e_phentsize;
    if (reaches_outside(at, sizeof(segment), size)) return false;
    memcpy(&segment, bytes + at, sizeof(segment));
    if (segment.p_type == PT_LOAD &&
        reaches_outside(segment.p_offset, segment.p_filesz, file_size)) {
      return true;
    }
  }
  return false;
}

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  long live = fuzz_begin();
  fuzz_input in = fuzz_input_of(data, size);
  uint8_t how = fuzz_input_byte(&in);
  size_t count;
  tf_buf reason;
  tf_buf again;
  uint8_t* bytes = fuzz_input_rest(&in, &count);
  /* The file is as long as the bytes, longer, or of a length from the input. */
  uint64_t file_size = count + (how < 128 ? 0 : (uint64_t)1 << (how & 63));
  bool is_fine = ask(bytes, count, file_size, &reason);
  FUZZ_CHECK(ask(bytes, count, file_size, &again) == is_fine, "another answer");
  FUZZ_CHECK(tf_str_equal(tf_buf_view(&reason), tf_buf_view(&again)), "another reason");
  FUZZ_CHECK(is_fine == (reason.size == 0), "%.*s", (int)reason.size, reason.data);
  FUZZ_CHECK(tf_str_find_byte(tf_buf_view(&reason), '\n') == TF_STR_NONE, "more than a line");
  FUZZ_CHECK(!is_fine || !has_segment_outside(bytes, count, file_size), "a segment lies outside");
  tf_buf_drop(&reason);
  tf_buf_drop(&again);
  free(bytes);
  fuzz_end(live);
  return 0;
}
