/* SPDX-License-Identifier: Apache-2.0 */
#include "marker.h"

#include <string.h>

#include "names.h"

static const tf_str tool_word = TF_STR("tvm-ffi-stubgen(");
static const tf_str begin_word = TF_STR("begin):");
static const tf_str end_word = TF_STR("end)");
static const tf_str skip_word = TF_STR("skip-file)");

sg_marks sg_marks_of(tf_str text, tf_str comment) {
  sg_marks marks = {text, comment, 0, 0, 1, 0};
  return marks;
}

sg_line sg_line_at(tf_str text, size_t at) {
  sg_line line = {at, at, at};
  while (line.end < text.size && text.data[line.end] != '\n' && text.data[line.end] != '\r') {
    line.end++;
  }
  line.next = line.end;
  if (line.next < text.size) {
    bool two =
        text.data[line.end] == '\r' && line.end + 1 < text.size && text.data[line.end + 1] == '\n';
    line.next += two ? 2 : 1;
  }
  return line;
}

tf_str sg_line_end(tf_str text, sg_line line) { return tf_str_slice(text, line.end, line.next); }

/* How many of the `size` bytes at `s` are LF. Eight at a time: a byte of `x` is 0 where there is one. */
static size_t count_lf(const char* s, size_t size) {
  const uint64_t low = UINT64_C(0x7f7f7f7f7f7f7f7f), ones = UINT64_C(0x0101010101010101);
  size_t count = 0, i = 0;
  for (; size - i >= 8; i += 8) {
    uint64_t x;
    memcpy(&x, s + i, sizeof x);
    x ^= ones * '\n';
    uint64_t zeros = ~(((x & low) + low) | x | low);
    count += (size_t)(((zeros >> 7) * ones) >> 56);
  }
  for (; i < size; i++) count += s[i] == '\n';
  return count;
}

size_t sg_count_line_ends(tf_str text, size_t begin, size_t end) {
  const char* s = text.data;
  if (begin >= end) return 0;
  size_t count = count_lf(s + begin, end - begin);
  while (begin < end) {
    const char* cr = memchr(s + begin, '\r', end - begin);
    if (cr == NULL) break;
    begin = (size_t)(cr - s) + 1;
    count += begin == text.size || s[begin] != '\n';
  }
  return count;
}

/* Reads the text behind the tool's name. */
static void read_words(tf_str rest, sg_mark* mark) {
  if (tf_str_starts_with(rest, begin_word)) {
    mark->kind = SG_MARK_BEGIN;
    mark->payload = sg_strip(tf_str_slice(rest, begin_word.size, rest.size));
    return;
  }
  if (tf_str_starts_with(rest, end_word)) {
    mark->kind = SG_MARK_END;
    return;
  }
  if (tf_str_starts_with(rest, skip_word)) {
    mark->kind = SG_MARK_SKIP_FILE;
    return;
  }
  size_t close = tf_str_find_byte(rest, ')');
  mark->kind = SG_MARK_BAD;
  if (close == TF_STR_NONE || close + 1 >= rest.size || rest.data[close + 1] != ':') return;
  mark->name = tf_str_slice(rest, 0, close);
  mark->payload = sg_strip(tf_str_slice(rest, close + 2, rest.size));
  mark->kind = SG_MARK_DIRECTIVE;
}

/* `-` counts as `_`; directive names are plain ASCII, so bytes will do. */
static bool is_directive_name(tf_str name) {
  if (name.size == 0 || (name.data[0] >= '0' && name.data[0] <= '9')) return false;
  for (size_t i = 0; i < name.size; i++) {
    char c = name.data[i];
    bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (!letter && c != '_' && c != '-') return false;
  }
  return true;
}

/* Reads the line as a marker; false when it is none. */
static bool read_mark(const sg_marks* marks, sg_line line, sg_mark* mark) {
  tf_str text = tf_str_slice(marks->text, line.begin, line.end);
  if (line.begin == 0 && text.size >= 3 && memcmp(text.data, "\xef\xbb\xbf", 3) == 0) {
    text = tf_str_slice(text, 3, text.size);
  }
  tf_str stripped = sg_strip(text);
  if (!tf_str_starts_with(stripped, marks->comment)) return false;
  tf_str rest = tf_str_slice(stripped, marks->comment.size, stripped.size);
  if (rest.size == 0 || rest.data[0] != ' ') return false;
  rest = tf_str_slice(rest, 1, rest.size);
  if (!tf_str_starts_with(rest, tool_word)) return false;
  memset(mark, 0, sizeof *mark);
  mark->line = line;
  mark->text = stripped;
  while (mark->indent < text.size && text.data[mark->indent] == ' ') mark->indent++;
  read_words(tf_str_slice(rest, tool_word.size, rest.size), mark);
  if (mark->kind == SG_MARK_DIRECTIVE && !is_directive_name(mark->name)) mark->kind = SG_MARK_BAD;
  return true;
}

/* Begin of the line that holds `offset`, which is not before `from`, the begin of a line. */
static size_t line_begin(tf_str text, size_t from, size_t offset) {
  while (offset > from && text.data[offset - 1] != '\n' && text.data[offset - 1] != '\r') offset--;
  return offset;
}

bool sg_marks_next(sg_marks* marks, sg_mark* out) {
  tf_str text = marks->text;
  while (marks->at < text.size) {
    size_t passed = tf_str_find(tf_str_slice(text, marks->at, text.size), tool_word);
    marks->steps += passed == TF_STR_NONE ? text.size - marks->at : passed;
    if (passed == TF_STR_NONE) break;
    size_t word = marks->at + passed;
    size_t begin = line_begin(text, marks->at, word);
    sg_line line = sg_line_at(text, begin);
    marks->steps += word - begin + (line.next - begin);
    marks->at = line.next;
    if (!read_mark(marks, line, out)) continue;
    /* Lines are counted only up to those that are wanted. */
    marks->steps += begin - marks->counted;
    marks->number += sg_count_line_ends(text, marks->counted, begin);
    marks->counted = begin;
    out->number = marks->number;
    return true;
  }
  marks->at = text.size;
  return false;
}
