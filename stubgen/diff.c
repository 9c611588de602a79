/* SPDX-License-Identifier: Apache-2.0 */
#include "diff.h"

#include <string.h>

enum { CONTEXT = 3, EDITS_MAX = 1000 };

typedef struct lines {
  tf_str* items;
  size_t count;
} lines;

/* For every line: does it stay? `old[i]` and `new[k]` that stay pair up in order. */
typedef struct matching {
  lines old;
  lines new;
  bool* old_stays;
  bool* new_stays;
} matching;

static lines split(sg_arena* arena, tf_str text) {
  SG_LIST(tf_str) list = {NULL, 0, 0};
  while (text.size != 0) {
    size_t end = tf_str_find_byte(text, '\n');
    size_t next = end == TF_STR_NONE ? text.size : end + 1;
    *SG_PUSH(arena, &list) = tf_str_slice(text, 0, next);
    text = tf_str_slice(text, next, text.size);
  }
  lines out = {list.items, list.count};
  return out;
}

/* How far the search got: reach[d][most + 1 + diagonal] old lines with d edits, where diagonal = old - new lines. */
typedef struct search {
  size_t most;
  SG_LIST(long*) reach;
} search;

/* The step onto `diagonal` with edit number d: an added line (down), else a removed one. */
static bool steps_down(const search* s, size_t d, long diagonal) {
  const long* last = s->reach.items[d - 1];
  size_t at = (size_t)((long)s->most + 1 + diagonal);
  return diagonal == -(long)d || (diagonal != (long)d && last[at - 1] < last[at + 1]);
}

/* Where the path was before edit number d onto `diagonal`, in old lines. */
static long before_step(const search* s, size_t d, long diagonal) {
  const long* last = s->reach.items[d - 1];
  size_t at = (size_t)((long)s->most + 1 + diagonal);
  return steps_down(s, d, diagonal) ? last[at + 1] : last[at - 1];
}

typedef struct stretch {
  const tf_str* old;
  const tf_str* new;
  long n;
  long k;
} stretch;

/* Goes as far as possible with d edits. Returns true when both ends are reached. */
static bool reach_with(sg_arena* arena, search* s, const stretch* t, size_t d) {
  long* now = sg_resize(arena, NULL, 0, 2 * s->most + 3, sizeof *now);
  *SG_PUSH(arena, &s->reach) = now;
  for (long diagonal = -(long)d; diagonal <= (long)d; diagonal += 2) {
    long x = 0;
    if (d != 0) x = before_step(s, d, diagonal) + (steps_down(s, d, diagonal) ? 0 : 1);
    long y = x - diagonal;
    while (x < t->n && y >= 0 && y < t->k && tf_str_equal(t->old[x], t->new[y])) {
      x++;
      y++;
    }
    now[(long)s->most + 1 + diagonal] = x;
    if (x >= t->n && y >= t->k) return true;
  }
  return false;
}

/* Marks what stays in a stretch by the greedy search for the shortest edit script (Myers 1986). Leaves everything
   unmarked when that takes too many edits. */
static void match_stretch(sg_arena* arena, const stretch* t, bool* old_stays, bool* new_stays) {
  if (t->n == 0 || t->k == 0) return;
  sg_arena_state before = sg_arena_mark(arena);
  search s = {EDITS_MAX, {NULL, 0, 0}};
  if (t->n + t->k < EDITS_MAX) s.most = (size_t)(t->n + t->k);
  size_t d = 0;
  while (d <= s.most && !reach_with(arena, &s, t, d)) d++;
  long x = t->n, y = t->k;
  for (; d <= s.most && d > 0; d--) {
    long diagonal = x - y;
    bool down = steps_down(&s, d, diagonal);
    long from = before_step(&s, d, diagonal);
    for (long stop = down ? from : from + 1; x > stop; x--, y--) {
      old_stays[x - 1] = new_stays[y - 1] = true;
    }
    x = from;
    y = x - (down ? diagonal + 1 : diagonal - 1);
  }
  for (; d == 0 && x > 0 && y > 0; x--, y--) old_stays[x - 1] = new_stays[y - 1] = true;
  sg_arena_rewind(arena, before);
}

/* Equal lines at both ends stay; the rest is searched. */
static void match_lines(sg_arena* arena, matching* m) {
  size_t head = 0, tail = 0;
  while (head < m->old.count &&
         head < m->new.count&& tf_str_equal(m->old.items[head], m->new.items[head])) {
    m->old_stays[head] = m->new_stays[head] = true;
    head++;
  }
  while (tail < m->old.count - head &&
         tail < m->new.count - head&& tf_str_equal(m->old.items[m->old.count - 1 - tail],
                                                   m->new.items[m->new.count - 1 - tail])) {
    tail++;
    m->old_stays[m->old.count - tail] = m->new_stays[m->new.count - tail] = true;
  }
  /* Nothing of one side is left: nothing more can match. */
  if (head + tail == m->old.count || head + tail == m->new.count) return;
  stretch middle = {m->old.items + head, m->new.items + head, (long)(m->old.count - head - tail),
                    (long)(m->new.count - head - tail)};
  match_stretch(arena, &middle, m->old_stays + head, m->new_stays + head);
}

typedef struct printer {
  const matching* m;
  sg_diff_style style;
  sg_text* out;
} printer;

static void put_line(printer* p, char sign, tf_str line) {
  const char* color = sign == '-' ? "\x1b[31m" : sign == '+' ? "\x1b[32m" : NULL;
  bool open = line.size == 0 || line.data[line.size - 1] != '\n';
  if (p->style.color && color != NULL) sg_put_c(p->out, color);
  sg_put_char(p->out, sign);
  sg_put(p->out, tf_str_slice(line, 0, open ? line.size : line.size - 1));
  if (p->style.color && color != NULL) sg_put_c(p->out, "\x1b[0m");
  sg_put_char(p->out, '\n');
  if (open) sg_put_c(p->out, "\\ No newline at end of file\n");
}

/* A stretch of no lines is said to begin at the line before it. */
static void put_range(printer* p, char sign, size_t begin, size_t count) {
  sg_putf(p->out, "%c%zu", sign, count == 0 ? begin : begin + 1);
  if (count != 1) sg_putf(p->out, ",%zu", count);
}

typedef struct cursor {
  size_t old;
  size_t new;
} cursor;

/* Moves over one step: a removed line, an added one, or one that stays. */
static char step(const matching* m, cursor* c) {
  if (c->old < m->old.count && !m->old_stays[c->old]) {
    c->old++;
    return '-';
  }
  if (c->new < m->new.count && !m->new_stays[c->new]) {
    c->new ++;
    return '+';
  }
  c->old++;
  c->new ++;
  return ' ';
}

static bool at_end(const matching* m, cursor c) {
  return c.old >= m->old.count && c.new >= m->new.count;
}

static void put_hunk(printer* p, cursor begin, cursor end) {
  sg_put_c(p->out, "@@ ");
  put_range(p, '-', begin.old, end.old - begin.old);
  sg_put_char(p->out, ' ');
  put_range(p, '+', begin.new, end.new - begin.new);
  sg_put_c(p->out, " @@\n");
  while (begin.old != end.old || begin.new != end.new) {
    cursor here = begin;
    char sign = step(p->m, &begin);
    put_line(p, sign, sign == '+' ? p->m->new.items[here.new] : p->m->old.items[here.old]);
  }
}

/* Hunks reach three unchanged lines beyond their changes; changes with no more than six between them share one. */
static void put_hunks(printer* p) {
  cursor at = {0, 0};
  while (!at_end(p->m, at)) {
    cursor before = at;
    if (step(p->m, &at) == ' ') continue;
    size_t lead = before.old < CONTEXT ? before.old : CONTEXT;
    if (before.new < lead) lead = before.new;
    cursor begin = {before.old - lead, before.new - lead};
    cursor end = at;
    size_t quiet = 0;
    while (!at_end(p->m, at) && quiet <= 2 * CONTEXT) {
      if (step(p->m, &at) == ' ') {
        quiet++;
      } else {
        quiet = 0;
        end = at;
      }
    }
    at = end;
    for (size_t i = 0; i < CONTEXT && !at_end(p->m, end); i++) step(p->m, &end);
    put_hunk(p, begin, end);
    at = end;
  }
}

void sg_diff(sg_arena* arena, tf_str path, tf_str before, tf_str after, sg_diff_style style,
             sg_text* out) {
  if (tf_str_equal(before, after)) return;
  matching m;
  m.old = split(arena, before);
  m.new = split(arena, after);
  m.old_stays = sg_alloc(arena, m.old.count + 1);
  m.new_stays = sg_alloc(arena, m.new.count + 1);
  match_lines(arena, &m);
  if (style.headers) {
    sg_putf(out, "--- %.*s\n+++ %.*s\n", SG_ARG(path), SG_ARG(path));
  }
  printer p = {&m, style, out};
  put_hunks(&p);
}
