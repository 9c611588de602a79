/* SPDX-License-Identifier: Apache-2.0 */
/* Numbers that are no sizes: negative counts, indices, extents, products that overflow, 2^31 elements. Each is refused with
   an error, and nothing is consumed. */
#include <sys/mman.h>

#include <tvm/ffi/c_api.h>
#include <tvm/ffi/extra/c_env_api.h>

#include "core/typetable.h"
#include "names.h"
#include "notation.h"
#include "tf_managed.h"

static const int64_t extremes[] = {-1,
                                   INT64_MIN,
                                   INT64_MAX,
                                   INT32_MIN,
                                   INT32_MAX,
                                   (int64_t)INT32_MAX + 1,
                                   INT64_C(1) << 32,
                                   INT64_C(1) << 62,
                                   INT64_MIN + 1,
                                   -(INT64_C(1) << 32)};

static bool is_clear_error(void) {
  const char* const kinds[] = {TF_VALUE_ERROR,   TF_TYPE_ERROR,    TF_INDEX_ERROR,
                               TF_KEY_ERROR,     TF_MEMORY_ERROR,  TF_INTERNAL_ERROR,
                               TF_RUNTIME_ERROR, TF_OVERFLOW_ERROR};
  for (size_t i = 0; i < TF_COUNT_OF(kinds); ++i) {
    if (tf_error_is_raised_of(kinds[i])) return true;
  }
  return false;
}

/* ---- numbers of arguments ---- */

/* Functions that take any number take them for none. */
static void negative_numbers_of_arguments_do_no_harm(void** state) {
  (void)state;
  const int32_t counts[] = {-1, -2, INT32_MIN, INT32_MIN + 1};
  recorded_names names = names_read(TF_REGISTRY_JSON, false);
  for (size_t i = 0; i < names.count; ++i) {
    const char* name = names.items[i].function;
    tf_object* function = tf_registry_find(tf_registry_global(), tf_str_c(name));
    for (size_t n = 0; n < TF_COUNT_OF(counts); ++n) {
      TVMFFIAny args[2] = {{0}};
      TVMFFIAny result = {0};
      int code = TVMFFIFunctionCall(function, args, counts[n], &result);
      if (code != 0 && !is_clear_error()) {
        fail_msg("%s of %d arguments: status %d", name, counts[n], code);
      }
      tf_error_clear();
      tf_any made = tf_any_take(&result);
      if (code == 0) tf_any_drop(&made);
    }
    tf_object_decref(function);
  }
  names_drop(&names);
}

/* ---- numbers as arguments: `#` stands for each extreme ---- */

static const char* const lines[] = {
    "ffi.ArrayGetItem A[1 2] #",
    "ffi.ListGetItem L[1 2] #",
    "ffi.ListSetItem L[1 2] # 3",
    "ffi.ListInsert L[1 2] # 3",
    "ffi.ListPop L[1 2] #",
    "ffi.ListErase L[1 2] #",
    "ffi.ListEraseRange L[1 2] # 2",
    "ffi.ListEraseRange L[1 2] 1 #",
    "ffi.ListReplaceSlice L[1 2] # 2 L[3]",
    "ffi.ListReplaceSlice L[1 2] 1 # L[3]",
    "ffi.MakeFieldSetter # 0 0",
    "ffi.MakeObjectFromPackedArgs #",
    "ffi._RegisterFFIInit #",
    "ffi._PyClassRegisterTypeAttrColumns # 40",
    "ffi._PyClassRegisterTypeAttrColumns 1000000 #",
};

/* These may have a meaning: they end. */
static const char* const harmless[] = {
    "ffi.ListReserve L[1 2] #",
    "ffi.MakeFieldGetter #",
    "ffi.Shape # #",
    "ffi.json.Stringify A[A[1]] #",
    "ffi.StructuralWalk A[1] A[] A[] #",
    "ffi.StructuralWalk A[1] A[A[# @echo]] A[] 0",
    "ffi.StructuralMap A[1] A[] A[] #",
    "ffi.StructuralMutate A[1] A[A[# @echo F]]",
    "ffi.RecursiveHash #",
    "ffi.StructuralHash # F F",
    "ffi.FromJSONGraph M[\"root_index\" # \"nodes\" A[]]",
    "ffi.FromJSONGraph M[\"root_index\" 0 \"nodes\" A[M[\"type\" \"ffi.List\" \"data\" A[#]]]]",
    "ffi.FromJSONGraph M[\"root_index\" 0 \"nodes\" A[M[\"type\" \"Device\" \"data\" A[# #]]]]",
    "ffi.FromJSONGraph M[\"root_index\" 0 \"nodes\" A[M[\"type\" \"ffi.Shape\" \"data\" A[# #]]]]",
};

static int echo_call(const tf_args* args, tf_any* result) {
  return tf_any_copy(tf_args_view(args, 0), result);
}

static const tf_func_def echo_def = {"echo", "packed", echo_call, NULL};

static tf_any make_word(const char* word) {
  tf_function* function = NULL;
  assert_string_equal(word, "echo");
  assert_ok(tf_func_new(&echo_def, &function));
  return tf_any_own(function);
}

/* Puts the number in place of each `#`. */
static void fill(const char* line, int64_t number, char* out, size_t room) {
  size_t used = 0;
  for (; *line != '\0'; ++line) {
    assert_true(used + 32 < room);
    if (*line == '#') {
      used += (size_t)snprintf(out + used, room - used, "%lld", (long long)number);
    } else {
      out[used++] = *line;
    }
  }
  out[used] = '\0';
}

static int call_line(const char* line, int64_t number) {
  char text[200];
  char name[64] = "";
  tf_any args[NOTATION_MOST];
  tf_any result = tf_any_none();
  fill(line, number, text, sizeof(text));
  size_t size = strcspn(text, " ");
  memcpy(name, text, size);
  int32_t count = notation_read(text + size, make_word, args);
  int code = call_global(name, args, count, &result);
  tf_any_drop(&result);
  return code;
}

static void numbers_out_of_range_are_refused(void** state) {
  (void)state;
  for (size_t i = 0; i < TF_COUNT_OF(lines); ++i) {
    for (size_t n = 0; n < TF_COUNT_OF(extremes); ++n) {
      int code = call_line(lines[i], extremes[n]);
      if (code == 0 || !is_clear_error()) {
        fail_msg("%s, # = %lld: status %d", lines[i], (long long)extremes[n], code);
      }
      tf_error_clear();
    }
  }
}

static void extreme_numbers_do_no_harm(void** state) {
  (void)state;
  for (size_t i = 0; i < TF_COUNT_OF(harmless); ++i) {
    for (size_t n = 0; n < TF_COUNT_OF(extremes); ++n) {
      int code = call_line(harmless[i], extremes[n]);
      if (code != 0 && !is_clear_error()) {
        fail_msg("%s, # = %lld: status %d", harmless[i], (long long)extremes[n], code);
      }
      tf_error_clear();
    }
  }
}

/* ---- tensors ---- */

#define BIG (INT64_C(1) << 62)

static const struct {
  const char* what;
  int32_t ndim;
  int64_t shape[3];
  int64_t strides[3];
  bool has_strides;
  uint64_t byte_offset;
  DLDataType dtype;
} tensors[] = {
    {"ndim -1", -1, {1, 1, 1}, {1, 1, 1}, true, 0, {kDLFloat, 32, 1}},
    {"the least ndim", INT32_MIN, {1, 1, 1}, {1, 1, 1}, true, 0, {kDLFloat, 32, 1}},
    {"the largest ndim", INT32_MAX, {1, 1, 1}, {1, 1, 1}, true, 0, {kDLFloat, 32, 1}},
    {"an extent of -1", 2, {2, -1, 0}, {1, 1, 0}, true, 0, {kDLFloat, 32, 1}},
    {"the least extent", 1, {INT64_MIN, 0, 0}, {1, 0, 0}, true, 0, {kDLFloat, 32, 1}},
    {"extents that overflow", 3, {BIG, BIG, BIG}, {1, 1, 1}, true, 0, {kDLFloat, 32, 1}},
    {"extents that wrap to 0",
     2,
     {INT64_C(1) << 32, INT64_C(1) << 32, 0},
     {1, 1, 0},
     true,
     0,
     {kDLFloat, 32, 1}},
    {"bytes that overflow", 1, {BIG, 0, 0}, {1, 0, 0}, true, 0, {kDLFloat, 64, 4}},
    {"strides that overflow", 2, {1000, 1000, 0}, {BIG, BIG, 0}, true, 0, {kDLFloat, 32, 1}},
    {"the least stride", 2, {3, 3, 0}, {INT64_MIN, 1, 0}, true, 0, {kDLFloat, 32, 1}},
    {"compact strides that overflow", 3, {BIG, 4, 4}, {0, 0, 0}, false, 0, {kDLFloat, 32, 1}},
};

/* The three that take what somebody else made leave it alone. */
static void impossible_tensors_are_refused(void** state) {
  (void)state;
  for (size_t i = 0; i < TF_COUNT_OF(tensors); ++i) {
    int64_t shape[3], strides[3];
    memcpy(shape, tensors[i].shape, sizeof(shape));
    memcpy(strides, tensors[i].strides, sizeof(strides));
    tf_managed managed;
    tf_managed_init(&managed);
    DLTensor tensor = managed.plain.dl_tensor;
    tensor.ndim = tensors[i].ndim;
    tensor.shape = shape;
    tensor.strides = tensors[i].has_strides ? strides : NULL;
    tensor.byte_offset = tensors[i].byte_offset;
    tensor.dtype = tensors[i].dtype;
    managed.plain.dl_tensor = managed.versioned.dl_tensor = tensor;
    TVMFFIObjectHandle out = NULL;
    const int codes[] = {
        TVMFFITensorFromDLPack(&managed.plain, 0, 0, &out),
        TVMFFITensorFromDLPackVersioned(&managed.versioned, 0, 0, &out),
        TVMFFITensorCreateUnsafeView(NULL, &tensor, &out),
    };
    for (size_t n = 0; n < TF_COUNT_OF(codes); ++n) {
      if (codes[n] == 0) fail_msg("%s: function %d takes it", tensors[i].what, (int)n);
    }
    assert_true(is_clear_error());
    tf_error_clear();
    assert_int_equal(managed.deleted, 0);
  }
}

/* An allocator that would be asked for them must not be. */
static int make_nothing(DLTensor* prototype, DLManagedTensorVersioned** out, void* context,
                        void (*set_error)(void* context, const char* kind, const char* message)) {
  (void)out;
  bool is_possible = prototype->ndim >= 0 && prototype->ndim <= 1024;
  for (int32_t i = 0; is_possible && i < prototype->ndim; ++i) {
    is_possible = prototype->shape[i] >= 0;
  }
  set_error(context, is_possible ? "OSError" : "KeyError", "made nothing");
  return -1;
}

static void allocators_are_not_asked_for_impossible_tensors(void** state) {
  (void)state;
  assert_ok(TVMFFIEnvSetDLPackManagedTensorAllocator(make_nothing, 0, NULL));
  for (size_t i = 0; i < TF_COUNT_OF(tensors); ++i) {
    int64_t shape[3];
    memcpy(shape, tensors[i].shape, sizeof(shape));
    DLTensor tensor = {
        .device = {kDLCPU, 0}, .ndim = tensors[i].ndim, .dtype = tensors[i].dtype, .shape = shape};
    TVMFFIObjectHandle out = NULL;
    assert_int_not_equal(TVMFFIEnvTensorAlloc(&tensor, &out), 0);
    if (tf_error_is_raised_of(TF_KEY_ERROR)) fail_msg("%s: asked for it", tensors[i].what);
    tf_error_clear();
  }
  assert_ok(TVMFFIEnvSetDLPackManagedTensorAllocator(NULL, 0, NULL));
}

static void alignments_are_checked(void** state) {
  (void)state;
  const int32_t alignments[] = {-1, INT32_MIN, 3, INT32_MAX};
  for (size_t i = 0; i < TF_COUNT_OF(alignments); ++i) {
    tf_managed managed;
    TVMFFIObjectHandle out = NULL;
    tf_managed_init(&managed);
    int code = TVMFFITensorFromDLPack(&managed.plain, alignments[i], 0, &out);
    assert_true(code == 0 || is_clear_error());
    tf_error_clear();
    if (code == 0) (void)TVMFFIObjectDecRef(out);
    assert_int_equal(managed.deleted, code == 0 ? 1 : 0);
  }
}

/* ---- 2^31 elements: a List of as many Nones as there may be, in pages that nobody touches ---- */

static const size_t full_bytes = (size_t)INT32_MAX * sizeof(TVMFFIAny);

static void unmap_elements(void* data) { (void)munmap(data, full_bytes); }

static tf_any full_list(void) {
  tf_seq* list = NULL;
  void* pages = mmap(NULL, full_bytes, PROT_READ | PROT_WRITE,
                     MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (pages == MAP_FAILED) skip();
  assert_ok(tf_list_new(0, &list));
  list->seq.data_deleter(list->seq.data);
  list->seq.data = pages;
  list->seq.size = list->seq.capacity = INT32_MAX;
  list->seq.data_deleter = unmap_elements;
  return tf_any_own(list);
}

/* Dropping two thousand million Nones one by one takes seconds: the pages go at once. */
static void drop_full(tf_any* list) {
  ((tf_seq*)(void*)list->raw.v_obj)->seq.size = 0;
  tf_any_drop(list);
}

static void a_full_list_takes_no_more(void** state) {
  (void)state;
  tf_any list = full_list();
  tf_any result = tf_any_none();
#define REFUSED(name, ...)                                                                     \
  do {                                                                                         \
    tf_any args[] = {tf_any_copy_owned(&list), __VA_ARGS__};                                   \
    assert_raises(call_global(name, args, (int32_t)TF_COUNT_OF(args), &result), "MemoryError", \
                  "");                                                                         \
  } while (0)
  REFUSED("ffi.ListAppend", INT(1));
  REFUSED("ffi.ListInsert", INT(0), INT(1));
  REFUSED("ffi.ListInsert", INT(INT32_MAX), INT(1));
  REFUSED("ffi.ListReserve", INT((int64_t)INT32_MAX + 1));
  REFUSED("ffi.ListReplaceSlice", INT(0), INT(0), LIST(INT(1)));
  REFUSED("ffi.ListReplaceSlice", INT(0), INT(0), tf_any_copy_owned(&list));
#undef REFUSED
  assert_int_equal(((tf_seq*)(void*)list.raw.v_obj)->seq.size, INT32_MAX);
  drop_full(&list);
}

/* ---- types and fields ---- */

static void impossible_types_are_refused(void** state) {
  (void)state;
  const struct {
    int32_t static_index, depth, slots, parent;
  } bad[] = {{-1, 1, INT32_MAX, kTVMFFIObject},
             {-1, 1, INT32_MIN, kTVMFFIObject},
             {-1, 1, -1, kTVMFFIObject},
             {-1, INT32_MAX, 0, kTVMFFIObject},
             {-1, INT32_MIN, 0, kTVMFFIObject},
             {-1, 1, 0, INT32_MAX},
             {-1, 1, 0, INT32_MIN},
             {-1, 1, 0, -1},
             {INT32_MAX, 1, 0, kTVMFFIObject},
             {kTVMFFIArray, 1, 0, kTVMFFIObject},
             {-1, 2, 0, kTVMFFIArray},
             {-1, 1, 1 << 24, kTVMFFIObject}};
  for (size_t i = 0; i < TF_COUNT_OF(bad); ++i) {
    char key[32];
    int size = snprintf(key, sizeof(key), "bounds.sizes%d", (int)i);
    const TVMFFIByteArray name = {key, (size_t)size};
    int32_t index = TVMFFITypeGetOrAllocIndex(&name, bad[i].static_index, bad[i].depth,
                                              bad[i].slots, 1, bad[i].parent);
    if (!is_clear_error()) fail_msg("type %d gets index %d", (int)i, (int)index);
    tf_error_clear();
    assert_memory_equal(TVMFFIGetTypeInfo(index)->type_key.data, "<invalid", 8);
  }
}

static void unknown_indices_have_a_record(void** state) {
  (void)state;
  for (size_t i = 0; i < TF_COUNT_OF(extremes); ++i) {
    int32_t index = (int32_t)extremes[i];
    if (index >= 0 && index < kTVMFFIDynObjectBegin) continue;
    const TVMFFITypeInfo* info = TVMFFIGetTypeInfo(index);
    assert_string_equal(info->type_key.data, "<unknown type>");
    const TVMFFIByteArray name = {"x", 1};
    const TVMFFIFieldInfo field = {.name = name};
    const TVMFFIMethodInfo method = {.name = name};
    const TVMFFITypeMetadata metadata = {.total_size = 32};
    const TVMFFIAny one = {.type_index = kTVMFFIInt, .v_int64 = 1};
    assert_raises(TVMFFITypeRegisterField(index, &field), "TypeError", "");
    assert_raises(TVMFFITypeRegisterMethod(index, &method), "TypeError", "");
    assert_raises(TVMFFITypeRegisterMetadata(index, &metadata), "TypeError", "");
    assert_raises(TVMFFITypeRegisterAttr(index, &name, &one), "TypeError", "");
  }
}

/* ---- the rest ---- */

static void negative_devices_have_no_stream(void** state) {
  (void)state;
  for (size_t i = 0; i < TF_COUNT_OF(extremes); ++i) {
    int32_t number = (int32_t)extremes[i];
    assert_null(TVMFFIEnvGetStream(number, number));
    if (number >= 0) continue;
    assert_int_not_equal(TVMFFIEnvSetStream(number, 0, &number, NULL), 0);
    assert_true(is_clear_error());
    assert_int_not_equal(TVMFFIEnvSetStream(kDLCUDA, number, &number, NULL), 0);
    assert_true(is_clear_error());
    tf_error_clear();
  }
}

static void a_negative_number_of_parts_is_none(void** state) {
  (void)state;
  const char* parts[] = {"never read"};
  TVMFFIErrorSetRaisedFromCStrParts("ValueError", parts, -1);
  assert_raises(-1, "ValueError", "");
  TVMFFIErrorSetRaisedFromCStrParts("ValueError", parts, INT32_MIN);
  assert_raises(-1, "ValueError", "");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(negative_numbers_of_arguments_do_no_harm), /* makes the system library */
      tf_unit(numbers_out_of_range_are_refused),
      tf_unit(extreme_numbers_do_no_harm),
      tf_unit(impossible_tensors_are_refused),
      tf_unit(allocators_are_not_asked_for_impossible_tensors),
      tf_unit(alignments_are_checked),
      tf_unit(a_full_list_takes_no_more),
      tf_unit(impossible_types_are_refused),
      tf_unit(unknown_indices_have_a_record),
      cmocka_unit_test(negative_devices_have_no_stream),
      tf_unit(a_negative_number_of_parts_is_none),
  };
  return tf_test_run(tests);
}
