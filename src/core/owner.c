/* SPDX-License-Identifier: Apache-2.0 */
#include "core/owner.h"

#include <string.h>

#include "base/dynlib.h"
#include "base/mem.h"
#include "base/thread.h"

static const tf_owner unknown = {NULL, "unknown library", "unknown library"};

/* Records are kept in a list: few libraries register anything, and the last one asked for is nearly always the next. */
typedef struct node {
  tf_owner owner;
  struct node* next;
} node;

static struct {
  tf_mutex lock;
  node* first;
} owners = {.lock = TF_MUTEX_INIT};

static const tf_owner* find(const tf_dynlib_place* place) {
  for (node* n = __atomic_load_n(&owners.first, __ATOMIC_ACQUIRE); n != NULL; n = n->next) {
    /* A file loaded where another one was before has another name. */
    if (n->owner.base == place->base && strcmp(n->owner.path, place->path) == 0) return &n->owner;
  }
  return NULL;
}

static const tf_owner* add(const tf_dynlib_place* place) {
  const tf_owner* owner = find(place);
  if (owner != NULL) return owner;
  node* fresh = tf_mem_permanent(sizeof *fresh);
  char* path = tf_mem_permanent_text(place->path, strlen(place->path));
  if (fresh == NULL || path == NULL) return &unknown;
  fresh->owner.base = place->base;
  fresh->owner.path = path;
  fresh->owner.name = tf_dynlib_file_name(path).data;
  fresh->next = owners.first;
  __atomic_store_n(&owners.first, fresh, __ATOMIC_RELEASE);
  return &fresh->owner;
}

const tf_owner* tf_owner_of(const void* address) {
  tf_dynlib_place place;
  if (!tf_dynlib_find(address, &place)) return &unknown;
  const tf_owner* owner = find(&place);
  if (owner != NULL) return owner;
  tf_mutex_lock(&owners.lock);
  owner = add(&place);
  tf_mutex_unlock(&owners.lock);
  return owner;
}

const tf_owner* tf_owner_self(void) {
  static const tf_owner* self;
  const tf_owner* known = __atomic_load_n(&self, __ATOMIC_ACQUIRE);
  if (known != NULL) return known;
  known = tf_owner_of(&unknown);
  if (known != &unknown) __atomic_store_n(&self, known, __ATOMIC_RELEASE);
  return known;
}
