/* SPDX-License-Identifier: Apache-2.0 */
#include "place.h"

#include "names.h"

/* True when nothing but the block stands in the body of a class: the line before opens it, and the next line with text
   is not indented as deep as the block. */
static bool is_whole_body(const sg_blocks* blocks, size_t index) {
  const sg_piece* piece = &blocks->pieces.items[index];
  if (index == 0 || piece->indent == 0 || blocks->pieces.items[index - 1].kind != SG_TEXT) {
    return false;
  }
  tf_str before = sg_strip(blocks->pieces.items[index - 1].text);
  if (before.size == 0 || before.data[before.size - 1] != ':') return false;
  if (index + 1 >= blocks->pieces.count) return true;
  const sg_piece* next = &blocks->pieces.items[index + 1];
  if (next->kind != SG_TEXT) return next->kind != SG_BLOCK || next->indent < piece->indent;
  size_t indent = 0;
  for (size_t i = 0; i < next->text.size; i++) {
    char c = next->text.data[i];
    if (c == ' ' || c == '\t') {
      indent++;
    } else if (c == '\n' || c == '\r') {
      indent = 0;
    } else {
      return indent < piece->indent;
    }
  }
  return true;
}

/* What stands between the brackets of the class statement above a block; empty when there is none. */
static tf_str class_bases(const sg_blocks* blocks, size_t index) {
  tf_str none = {NULL, 0};
  if (index == 0 || blocks->pieces.items[index - 1].kind != SG_TEXT) return none;
  tf_str text = blocks->pieces.items[index - 1].text;
  while (text.size != 0) {
    size_t end = text.size;
    while (end > 0 && (text.data[end - 1] == '\n' || text.data[end - 1] == '\r')) end--;
    size_t begin = end;
    while (begin > 0 && text.data[begin - 1] != '\n' && text.data[begin - 1] != '\r') begin--;
    tf_str line = tf_str_slice(text, begin, end);
    tf_str stripped = sg_strip(line);
    if (tf_str_starts_with(stripped, tf_str_c("class ")) &&
        (size_t)(stripped.data - line.data) < blocks->pieces.items[index].indent) {
      size_t open = tf_str_find_byte(stripped, '('), close = tf_str_find_last_byte(stripped, ')');
      return open == TF_STR_NONE || close == TF_STR_NONE ? none
                                                         : tf_str_slice(stripped, open + 1, close);
    }
    text = tf_str_slice(text, 0, begin);
  }
  return none;
}

sg_class_place sg_class_place_of(const sg_blocks* blocks, size_t index) {
  sg_class_place place = {is_whole_body(blocks, index), class_bases(blocks, index)};
  return place;
}
