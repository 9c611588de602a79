/* SPDX-License-Identifier: Apache-2.0 */
/* The name that was probably meant. */
#include "pytf.h"

enum { kMaxLength = 128 };

/* Edits between two texts: insertions, deletions, replacements, each 1; at most `limit` + 1 is told. */
static int distance(const char* a, int a_size, const char* b, int b_size, int limit) {
  int row[kMaxLength + 1];
  for (int j = 0; j <= b_size; j++) row[j] = j;
  for (int i = 1; i <= a_size; i++) {
    int diagonal = row[0];
    row[0] = i;
    int best = row[0];
    for (int j = 1; j <= b_size; j++) {
      const int replace = diagonal + (a[i - 1] != b[j - 1]);
      const int insert = row[j - 1] + 1, delete = row[j] + 1;
      diagonal = row[j];
      int least = replace < insert ? replace : insert;
      least = least < delete ? least : delete;
      row[j] = least;
      best = least < best ? least : best;
    }
    if (best > limit) return limit + 1;
  }
  return row[b_size];
}

PyObject* pytf_nearest_name(PyObject* name, PyObject* names) {
  Py_ssize_t size = 0;
  const char* text = PyUnicode_AsUTF8AndSize(name, &size);
  PyObject* nearest = NULL;
  if (text && size <= kMaxLength) {
    /* A third of the letters may be wrong, one always. */
    int limit = size < 3 ? 1 : (int)(size / 3) + 1;
    const Py_ssize_t count = PySequence_Fast_GET_SIZE(names);
    for (Py_ssize_t i = 0; i < count; i++) {
      PyObject* candidate = PySequence_Fast_GET_ITEM(names, i);
      Py_ssize_t other_size = 0;
      const char* other = PyUnicode_AsUTF8AndSize(candidate, &other_size);
      if (!other || other_size > kMaxLength) continue;
      const int edits = distance(text, (int)size, other, (int)other_size, limit);
      if (edits > limit || edits >= other_size) continue;
      nearest = candidate;
      limit = edits - 1;
      if (limit < 0) break;
    }
  }
  PyErr_Clear();
  return nearest;
}
