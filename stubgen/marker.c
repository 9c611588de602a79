/* SPDX-License-Identifier: Apache-2.0 */
#include "marker.h"

#include <string.h>

#include "names.h"

static const tf_str tool_word = TF_STR("tvm-ffi-stubgen(");
static const tf_str begin_word = TF_STR("begin):");
static const tf_str end_word = TF_STR("end)");
static const tf_str skip_word = TF_STR("skip-file)");

sg_marks sg_marks_of(tf_str text, tf_str comment) {
  sg_marks marks = {text, comment, 0, 1};
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

/* Moves `marks` to the begin of the line that holds `offset`, counting the lines passed. */
static void pass_lines(sg_marks* marks, size_t offset) {
  const char* s = marks->text.data;
  size_t begin = marks->at;
  for (size_t i = marks->at; i < offset; i++) {
    if (s[i] == '\n' || (s[i] == '\r' && s[i + 1] != '\n')) {
      marks->number++;
      begin = i + 1;
    }
  }
  marks->at = begin;
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
  mark->number = marks->number;
  mark->text = stripped;
  while (mark->indent < text.size && text.data[mark->indent] == ' ') mark->indent++;
  read_words(tf_str_slice(rest, tool_word.size, rest.size), mark);
  if (mark->kind == SG_MARK_DIRECTIVE && !is_directive_name(mark->name)) mark->kind = SG_MARK_BAD;
  return true;
}

/* Offset of the next `tvm-ffi-stubgen(` at or behind `at`. Looks for its bracket, which is rarer than its letters. */
static size_t find_tool_word(tf_str text, size_t at) {
  size_t from = at + tool_word.size - 1;
  while (from < text.size) {
    const char* bracket = memchr(text.data + from, '(', text.size - from);
    if (bracket == NULL) break;
    size_t end = (size_t)(bracket - text.data) + 1;
    if (memcmp(bracket + 1 - tool_word.size, tool_word.data, tool_word.size) == 0) {
      return end - tool_word.size;
    }
    from = end;
  }
  return TF_STR_NONE;
}

bool sg_marks_next(sg_marks* marks, sg_mark* out) {
  while (marks->at < marks->text.size) {
    size_t found = find_tool_word(marks->text, marks->at);
    if (found == TF_STR_NONE) {
      marks->at = marks->text.size;
      return false;
    }
    pass_lines(marks, found);
    sg_line line = sg_line_at(marks->text, marks->at);
    bool is_mark = read_mark(marks, line, out);
    marks->at = line.next;
    marks->number++;
    if (is_mark) return true;
  }
  return false;
}
