/* SPDX-License-Identifier: Apache-2.0 */
/* tf_test.h for code above src/base: the raised slot is emptied around each test, a failing run of
   tf_test_fail_walk must have raised an error (normally MemoryError), and there are asserts about
   raised errors:

     assert_raises(tf_any_copy(view, &any), "InternalError", "RValueRef already moved");   //
   message contains the text assert_ok(tf_any_copy(view, &any)); // prints what was raised   */
#ifndef TF_TEST_CORE_H_
#define TF_TEST_CORE_H_

#include "core/error.h"

#define TF_TEST_CLEAN() tf_error_clear()
#define TF_TEST_AFTER_FAILURE()                                             \
  do {                                                                      \
    if (!tf_error_is_raised()) fail_msg("failed without raising an error"); \
    tf_error_clear();                                                       \
  } while (0)

#include "tf_test.h"

static inline void tf_test_raised_is(const char* call, const char* kind, const char* part) {
  tf_error* error = tf_error_take_raised();
  if (error == NULL) fail_msg("%s raised nothing", call);
  bool same =
      strcmp(error->cell.kind.data, kind) == 0 && strstr(error->cell.message.data, part) != NULL;
  if (!same) {
    print_error("%s raised %s: %s\n", call, error->cell.kind.data, error->cell.message.data);
    tf_object_decref(error);
    fail_msg("want %s: ...%s...", kind, part);
  }
  tf_object_decref(error);
}

/* The call fails and raises this kind, with a message that contains `part`. Empties the slot. */
#define assert_raises(call, kind, part)                  \
  do {                                                   \
    if ((call) == 0) fail_msg("%s did not fail", #call); \
    tf_test_raised_is(#call, kind, part);                \
  } while (0)

/* The call returns 0 and raises nothing. */
#define assert_ok(call)                                                                  \
  do {                                                                                   \
    int tf_test_status = (call);                                                         \
    tf_error* tf_test_error = tf_error_take_raised();                                    \
    if (tf_test_status != 0 || tf_test_error != NULL) {                                  \
      fail_msg("%s: status %d, %s: %s", #call, tf_test_status,                           \
               tf_test_error == NULL ? "nothing raised" : tf_test_error->cell.kind.data, \
               tf_test_error == NULL ? "" : tf_test_error->cell.message.data);           \
    }                                                                                    \
  } while (0)

#endif /* TF_TEST_CORE_H_ */
