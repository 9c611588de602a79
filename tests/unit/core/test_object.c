/* SPDX-License-Identifier: Apache-2.0 */
#include "core/object.h"

#include <pthread.h>

#include "base/thread.h"

#include "tf_test_core.h"

/* An object that owns at most one other. */
typedef struct link {
  tf_object header;
  tf_object* next;
  int* destroyed;
} link;

static void link_destroy(tf_object* self) {
  link* object = (link*)self;
  ++*object->destroyed;
  tf_object_drop(&object->next);
}

static void link_delete(void* self, int flags) {
  tf_object_delete(self, flags, link_destroy, NULL);
}

static link* new_link(tf_object* next, int* destroyed) {
  link* object = tf_object_new(sizeof *object, kTVMFFIObject, link_delete);
  if (object != NULL) {
    object->next = next;
    object->destroyed = destroyed;
  }
  return object;
}

static void a_new_object_has_one_reference(void** state) {
  (void)state;
  int destroyed = 0;
  link* object = new_link(NULL, &destroyed);
  assert_true(object->header.combined_ref_count == TF_REF_ONE);
  assert_true(tf_object_is_unique(&object->header));
  assert_int_equal(object->header.type_index, kTVMFFIObject);
  assert_int_equal(object->header.__padding, 0);
  tf_object_incref(object);
  assert_false(tf_object_is_unique(&object->header));
  tf_object_decref(object);
  assert_int_equal(destroyed, 0);
  tf_object_drop(&object);
  assert_null(object);
  assert_int_equal(destroyed, 1);
  tf_object_drop(&object);
  tf_object_decref(NULL);
}

static void weak_references_keep_memory_but_not_contents(void** state) {
  (void)state;
  int destroyed = 0;
  link* object = new_link(NULL, &destroyed);
  tf_object* header = &object->header;
  tf_object_weak_incref(header);
  assert_false(tf_object_is_unique(header));
  assert_true(tf_object_promote(header));
  tf_object_decref(header);
  tf_object_decref(header);
  assert_int_equal(destroyed, 1);
  assert_false(tf_object_promote(header));
  tf_object_weak_decref(header);
}

static uint64_t word_in_deleter;
static int flags_in_deleter;

static void note_and_free(void* self, int flags) {
  word_in_deleter = ((tf_object*)self)->combined_ref_count;
  flags_in_deleter = flags;
  tf_object_delete_leaf(self, flags);
}

static void the_deleter_sees_the_weak_half_still_set(void** state) {
  (void)state;
  tf_object* object = tf_object_new(sizeof *object, kTVMFFIObject, note_and_free);
  tf_object_decref(object);
  assert_int_equal(flags_in_deleter, 3);
  assert_true(word_in_deleter == TF_REF_WEAK);
}

/* Runs `body` on a stack of 256 KiB: deep recursion would not survive that. */
static void on_small_stack(void* (*body)(void*), void* argument) {
  pthread_attr_t attributes;
  pthread_t thread;
  assert_int_equal(pthread_attr_init(&attributes), 0);
  assert_int_equal(pthread_attr_setstacksize(&attributes, 256 * 1024), 0);
  assert_int_equal(pthread_create(&thread, &attributes, body, argument), 0);
  assert_int_equal(pthread_join(thread, NULL), 0);
  (void)pthread_attr_destroy(&attributes);
}

enum { CHAIN = 1000000 };

static void* drop_chain(void* argument) {
  int* destroyed = argument;
  tf_object* chain = NULL;
  for (int i = 0; i < CHAIN; ++i) chain = &new_link(chain, destroyed)->header;
  tf_object_decref(chain);
  return NULL;
}

static void a_chain_of_a_million_is_dropped_on_a_small_stack(void** state) {
  (void)state;
  int destroyed = 0;
  on_small_stack(drop_chain, &destroyed);
  assert_int_equal(destroyed, CHAIN);
}

enum { WEAK_CHAIN = 100000 };
static tf_object* watched[WEAK_CHAIN];

/* Each link is also referred to weakly, so its count word cannot be borrowed. */
static void* drop_weak_chain(void* argument) {
  int* destroyed = argument;
  tf_object* chain = NULL;
  for (int i = 0; i < WEAK_CHAIN; ++i) {
    chain = &new_link(chain, destroyed)->header;
    tf_object_weak_incref(chain);
    watched[i] = chain;
  }
  tf_object_decref(chain);
  for (int i = 0; i < WEAK_CHAIN; ++i) {
    *destroyed -= tf_object_promote(watched[i]) ? CHAIN : 0;
    tf_object_weak_decref(watched[i]);
  }
  return NULL;
}

static void a_weakly_watched_chain_is_dropped_on_a_small_stack(void** state) {
  (void)state;
  int destroyed = 0;
  on_small_stack(drop_weak_chain, &destroyed);
  assert_int_equal(destroyed, WEAK_CHAIN);
}

static void a_watched_chain_is_dropped_without_memory(void** state) {
  (void)state;
  int destroyed = 0;
  tf_object* chain = NULL;
  tf_object* objects[100];
  for (int i = 0; i < 100; ++i) {
    chain = objects[i] = &new_link(chain, &destroyed)->header;
    tf_object_weak_incref(chain);
  }
  tf_mem_fail_from(1);
  tf_object_decref(chain);
  tf_mem_fail_from(0);
  assert_int_equal(destroyed, 100);
  for (int i = 0; i < 100; ++i) tf_object_weak_decref(objects[i]);
}

static void opaque_objects_give_their_pointer_back(void** state) {
  (void)state;
  int dropped = 0;
  TVMFFIObjectHandle handle = NULL;
  assert_ok(TVMFFIObjectCreateOpaque(&dropped, kTVMFFIOpaquePyObject, NULL, &handle));
  assert_ptr_equal(TVMFFIOpaqueObjectGetCellPtr(handle)->handle, &dropped);
  assert_ok(TVMFFIObjectIncRef(handle));
  assert_ok(TVMFFIObjectDecRef(handle));
  assert_ok(TVMFFIObjectDecRef(handle));
  assert_raises(TVMFFIObjectCreateOpaque(NULL, kTVMFFIObject, NULL, &handle), "RuntimeError",
                "Only kTVMFFIOpaquePyObject is supported for now");
  assert_raises(TVMFFIObjectCreateOpaque(NULL, kTVMFFIOpaquePyObject, NULL, NULL), "TypeError",
                "NULL");
}

static void count_drop(void* handle) { ++*(int*)handle; }

static void opaque_objects_call_their_deleter_once(void** state) {
  (void)state;
  int dropped = 0;
  tf_object* object;
  assert_ok(tf_object_new_opaque(&dropped, count_drop, &object));
  tf_object_incref(object);
  tf_object_decref(object);
  assert_int_equal(dropped, 0);
  tf_object_decref(object);
  assert_int_equal(dropped, 1);
}

static void null_objects_are_refused_or_ignored(void** state) {
  (void)state;
  assert_raises(TVMFFIObjectIncRef(NULL), "TypeError", "NULL");
  assert_ok(TVMFFIObjectDecRef(NULL));
}

static void the_version_is_told(void** state) {
  (void)state;
  TVMFFIVersion version = {9, 9, 9};
  TVMFFIGetVersion(&version);
  assert_int_equal(version.major, 0);
  assert_int_equal(version.minor, 1);
  assert_int_equal(version.patch, 16);
  TVMFFIGetVersion(NULL);
}

static void sentinels_are_two_bare_objects(void** state) {
  (void)state;
  assert_ptr_not_equal(tf_object_missing(), tf_object_kwargs());
  assert_int_equal(tf_object_missing()->type_index, kTVMFFIObject);
  tf_object_incref(tf_object_missing());
  tf_object_decref(tf_object_missing());
  tf_object_decref(tf_object_missing());
  tf_object_incref(tf_object_missing());
  assert_true(tf_object_missing()->combined_ref_count == TF_REF_ONE);
}

static int make_opaque(void* context) {
  (void)context;
  tf_object* object;
  TF_TRY(tf_object_new_opaque(NULL, NULL, &object));
  tf_object_decref(object);
  return 0;
}

static void making_objects_survives_allocation_failure(void** state) {
  (void)state;
  tf_test_fail_walk(make_opaque, NULL);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      tf_unit(a_new_object_has_one_reference),
      tf_unit(weak_references_keep_memory_but_not_contents),
      tf_unit(the_deleter_sees_the_weak_half_still_set),
      tf_unit(a_chain_of_a_million_is_dropped_on_a_small_stack),
      tf_unit(a_weakly_watched_chain_is_dropped_on_a_small_stack),
      tf_unit(a_watched_chain_is_dropped_without_memory),
      tf_unit(opaque_objects_give_their_pointer_back),
      tf_unit(opaque_objects_call_their_deleter_once),
      tf_unit(null_objects_are_refused_or_ignored),
      tf_unit(the_version_is_told),
      tf_unit(sentinels_are_two_bare_objects),
      tf_unit(making_objects_survives_allocation_failure),
  };
  return tf_test_run(tests);
}
