/* SPDX-License-Identifier: Apache-2.0 */
/* Classes of the testing library that differ in how their constructor is made of their fields. */
#include <tvm/ffi/c/ffi.h>

typedef struct auto_init {
  TVMFFIObject header;
  int64_t a;
  int64_t b;
  int64_t c;
  int64_t d;
} auto_init;
TVM_FFI_CLASS(auto_init, "testing.TestCxxAutoInit", "", field(int64, a, "", rw),
              field(int64, b, "", rw, value(42), no_init), field(int64, c, "", rw, kw_only),
              field(int64, d, "", rw, value(99)));

typedef struct simple {
  TVMFFIObject header;
  int64_t x;
  int64_t y;
} simple;
TVM_FFI_CLASS(simple, "testing.TestCxxAutoInitSimple", "", field(int64, x, "", rw),
              field(int64, y, "", rw));

typedef struct no_auto_init {
  TVMFFIObject header;
  int64_t x;
  int64_t y;
} no_auto_init;
TVM_FFI_CLASS(no_auto_init, "testing.TestCxxNoAutoInit", "", no_init, field(int64, x, "", rw),
              field(int64, y, "", rw));

typedef struct all_off {
  TVMFFIObject header;
  int64_t x;
  int64_t y;
  int64_t z;
} all_off;
TVM_FFI_CLASS(all_off, "testing.TestCxxAutoInitAllInitOff", "",
              field(int64, x, "", rw, value(7), no_init),
              field(int64, y, "", rw, value(9), no_init), field(int64, z, "", rw, no_init));

typedef struct kw_only_defaults {
  TVMFFIObject header;
  int64_t p_required;
  int64_t p_default;
  int64_t k_required;
  int64_t k_default;
  int64_t hidden;
} kw_only_defaults;
TVM_FFI_CLASS(kw_only_defaults, "testing.TestCxxAutoInitKwOnlyDefaults", "",
              field(int64, p_required, "", rw), field(int64, p_default, "", rw, value(11)),
              field(int64, k_required, "", rw, kw_only),
              field(int64, k_default, "", rw, value(22), kw_only),
              field(int64, hidden, "", rw, value(33), no_init));

typedef struct parent {
  TVMFFIObject header;
  int64_t parent_required;
  int64_t parent_default;
} parent;
TVM_FFI_CLASS(parent, "testing.TestCxxAutoInitParent", "", field(int64, parent_required, "", rw),
              field(int64, parent_default, "", rw, value(5)));

typedef struct child {
  parent base;
  int64_t child_required;
  int64_t child_kw_only;
} child;
TVM_FFI_SUBCLASS(child, parent, "testing.TestCxxAutoInitChild", "", final,
                 field(int64, child_required, "", rw),
                 field(int64, child_kw_only, "", rw, kw_only));

typedef struct init_subset {
  TVMFFIObject header;
  int64_t required_field;
  int64_t optional_field;
  tvm_ffi_string note;
} init_subset;
TVM_FFI_CLASS(init_subset, "testing.TestCxxInitSubset", "", field(int64, required_field, "", rw),
              field(int64, optional_field, "", rw, value(-1), no_init),
              field(str, note, "", rw, value("default"), no_init));

typedef struct keywords {
  TVMFFIObject header;
  int64_t x;
  int64_t y;
  int64_t z;
  int64_t w;
} keywords;
TVM_FFI_CLASS(keywords, "testing.TestCxxKwOnly", "", field(int64, x, "", rw, kw_only),
              field(int64, y, "", rw, kw_only), field(int64, z, "", rw, kw_only),
              field(int64, w, "", rw, value(100), kw_only));

/* ---- A line of subclasses ---- */

typedef struct class_base {
  TVMFFIObject header;
  int64_t v_i64;
  int32_t v_i32;
} class_base;
TVM_FFI_CLASS(class_base, "testing.TestCxxClassBase", "", field(int64, v_i64, "", rw, no_repr),
              field(int32, v_i32, "", rw, no_repr));

typedef struct class_derived {
  class_base base;
  double v_f64;
  float v_f32;
} class_derived;
TVM_FFI_SUBCLASS(class_derived, class_base, "testing.TestCxxClassDerived", "",
                 field(float64, v_f64, "", rw), field(float32, v_f32, "", rw, value(8.0)));

typedef struct class_derived_twice {
  class_derived base;
  tvm_ffi_string v_str;
  bool v_bool;
} class_derived_twice;
TVM_FFI_SUBCLASS(class_derived_twice, class_derived, "testing.TestCxxClassDerivedDerived", "",
                 field(str, v_str, "", rw, value("default")), field(bool, v_bool, "", rw));

/* What C++ has as a class with a hidden field is an ordinary struct here: the offset of the field behind it is what
   matters. */
typedef struct hidden_field {
  TVMFFIObject header;
  int64_t v_i64;
  int64_t hidden;
  int32_t v_i32;
} hidden_field;
TVM_FFI_CLASS(hidden_field, "testing.TestCxxClassHiddenField", "", final,
              field(int64, v_i64, "", rw), field(int32, v_i32, "", rw));

/* In C++ this one has virtual functions, whose table lies in front of the header; the size counts it. */
typedef struct polymorphic {
  TVMFFIObject header;
  int64_t v_i64;
  const void* table;
} polymorphic;
TVM_FFI_CLASS(polymorphic, "testing.TestCxxClassPolymorphic", "", final,
              field(int64, v_i64, "", rw));
