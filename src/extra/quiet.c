/* SPDX-License-Identifier: Apache-2.0 */
#include "extra/quiet.h"

#include "container/list.h"

enum { REGIONS = 3 };

/* One holder and whoever walks: nobody comes here a second time. */
static bool is_shared(tf_view value) {
  if (!tf_view_is_object(value)) return false;
  uint64_t count = __atomic_load_n(&value.raw.v_obj->combined_ref_count, __ATOMIC_RELAXED);
  return (count & TF_REF_STRONG_MASK) > 2;
}

static uint64_t bit_of(int32_t region) {
  return region < 0 || region >= REGIONS ? 0 : 1u << region;
}

bool tf_quiet_is(const tf_quiet* quiet, tf_view value, int32_t region) {
  if (quiet->kept == NULL || !is_shared(value)) return false;
  const uint64_t* mark = tf_ptrmap_find(&quiet->marks, value.raw.v_obj);
  return mark != NULL && *mark >> REGIONS == quiet->num_calls && (*mark & bit_of(region)) != 0;
}

static int remember(tf_quiet* quiet, tf_view value, uint64_t bit) {
  uint64_t* mark = tf_ptrmap_find(&quiet->marks, value.raw.v_obj);
  if (mark != NULL) {
    bool holds = *mark >> REGIONS == quiet->num_calls;
    *mark = holds ? *mark | bit : quiet->num_calls << REGIONS | bit;
    return 0;
  }
  if (quiet->kept == NULL) TF_TRY(tf_list_new(0, &quiet->kept));
  TF_TRY(tf_list_push(quiet->kept, tf_any_share(value.raw.v_obj)));
  return tf_ptrmap_set(&quiet->marks, value.raw.v_obj, quiet->num_calls << REGIONS | bit);
}

int tf_quiet_remember(tf_quiet* quiet, tf_view value, int32_t region, uint64_t num_calls) {
  if (num_calls != quiet->num_calls || !is_shared(value) || bit_of(region) == 0) return 0;
  return remember(quiet, value, bit_of(region));
}

void tf_quiet_drop(tf_quiet* quiet) {
  tf_ptrmap_drop(&quiet->marks);
  tf_object_drop(&quiet->kept);
}
