/* SPDX-License-Identifier: Apache-2.0 */
/* Finding out whether a field is plain memory: its schema says `int` for eight different layouts, so its getter and
   setter are tried once on a scratch cell. */
#include "field.h"

#include "pytf.h"

/* Room on both sides, for getters that look at more than their field. */
enum { kRoom = 256, kCell = 8 };

typedef struct {
  _Alignas(16) unsigned char before[kRoom];
  _Alignas(16) unsigned char cell[kCell];
  unsigned char after[kRoom];
} scratch;

/* A width and how its bits are read. */
typedef struct {
  pytf_plain plain;
  int32_t kind;
  int size;
  int is_signed;
} layout;

static const layout layouts[] = {
    {kPytfInt64, kTVMFFIInt, 8, 1},     {kPytfInt32, kTVMFFIInt, 4, 1},
    {kPytfUInt32, kTVMFFIInt, 4, 0},    {kPytfInt16, kTVMFFIInt, 2, 1},
    {kPytfUInt16, kTVMFFIInt, 2, 0},    {kPytfInt8, kTVMFFIInt, 1, 1},
    {kPytfUInt8, kTVMFFIInt, 1, 0},     {kPytfBool, kTVMFFIBool, 1, 0},
    {kPytfFloat64, kTVMFFIFloat, 8, 0}, {kPytfFloat32, kTVMFFIFloat, 4, 0},
};

/* The bits of a value as a field of this layout holds them. */
static uint64_t stored_bits(const layout* l, const TVMFFIAny* value) {
  if (l->plain == kPytfFloat32) {
    const float narrow = (float)value->v_float64;
    uint32_t bits;
    memcpy(&bits, &narrow, sizeof bits);
    return bits;
  }
  return l->size == 8 ? value->v_uint64 : value->v_uint64 & ((UINT64_C(1) << (8 * l->size)) - 1);
}

static void put(scratch* s, const layout* l, uint64_t bits) {
  memset(s, 0, sizeof *s);
  memset(s->cell, 0xA5, kCell);
  for (int i = 0; i < l->size; i++) s->cell[i] = (unsigned char)(bits >> (8 * i));
}

static int same(const scratch* a, const scratch* b) { return memcmp(a, b, sizeof *a) == 0; }

static void clear_raised(void) { TVMFFIErrorSetRaised(NULL); }

/* Whether reading gives exactly `value`, and changes nothing. */
static int reads(const TVMFFIFieldInfo* info, const layout* l, const TVMFFIAny* value) {
  scratch s, expected;
  TVMFFIAny got;
  put(&s, l, stored_bits(l, value));
  expected = s;
  pytf_any_set_none(&got);
  if (info->getter(s.cell, &got) != 0) {
    clear_raised();
    return 0;
  }
  const int fits = got.type_index == value->type_index && got.zero_padding == 0 &&
                   got.v_uint64 == value->v_uint64 && same(&s, &expected);
  pytf_any_drop(&got);
  return fits;
}

/* Whether writing `value` changes exactly the field's bytes. */
static int writes(const TVMFFIFieldInfo* info, const layout* l, const TVMFFIAny* value) {
  if (!info->setter || (info->flags & kTVMFFIFieldFlagBitSetterIsFunctionObj)) return 0;
  TVMFFIFieldSetter setter;
  memcpy(&setter, &info->setter, sizeof setter);
  scratch s, expected;
  put(&expected, l, stored_bits(l, value));
  put(&s, l, 0);
  if (setter(s.cell, value) != 0) {
    clear_raised();
    return 0;
  }
  return same(&s, &expected);
}

/* Minimum, maximum, all ones and small numbers of the layout, as values. */
static int sample(const layout* l, int i, TVMFFIAny* out) {
  static const double floats[] = {0.0, -1.5, 1048576.25, -0.0};
  if (i >= 5) return 0;
  pytf_any_set(out, l->kind, 0);
  if (l->kind == kTVMFFIBool) {
    out->v_int64 = i & 1;
    return i < 2;
  }
  if (l->kind == kTVMFFIFloat) {
    if (i >= 4) return 0;
    out->v_float64 = floats[i];
    return 1;
  }
  const int bits = 8 * l->size - (l->is_signed ? 1 : 0);
  const int64_t max = bits == 63 ? INT64_MAX : (INT64_C(1) << bits) - 1;
  const int64_t values[] = {max, l->is_signed ? -max - 1 : 0, l->is_signed ? -1 : max / 3, 1, 42};
  out->v_int64 = values[i];
  return 1;
}

static int behaves_as(const TVMFFIFieldInfo* info, const layout* l) {
  TVMFFIAny value;
  for (int i = 0; sample(l, i, &value); i++) {
    if (!reads(info, l, &value) || !writes(info, l, &value)) return 0;
  }
  return 1;
}

pytf_plain pytf_probe_field(const TVMFFIFieldInfo* info) {
  if (!info->getter || info->field_static_type_index < kTVMFFIInt ||
      info->field_static_type_index > kTVMFFIFloat) {
    return kPytfIndirect;
  }
  for (size_t i = 0; i < sizeof layouts / sizeof layouts[0]; i++) {
    const layout* l = &layouts[i];
    if (l->kind == info->field_static_type_index && l->size == info->size && behaves_as(info, l)) {
      return l->plain;
    }
  }
  return kPytfIndirect;
}
