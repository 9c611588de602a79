/* SPDX-License-Identifier: Apache-2.0 */
/* Byte arrays that end where the readable page ends, without a NUL; with NUL and invalid UTF-8 inside; of impossible sizes:
   for each function of the ABI that takes one, alone or inside a structure. A parameter of abi/abi.json without a case
   fails the test. */
#include <sys/mman.h>
#include <unistd.h>

#include <tvm/ffi/c_api.h>
#include <tvm/ffi/extra/c_runtime_api.h>

#include "core/typetable.h"
#include "names.h"
#include "values.h"

/* ---- bytes with a guard page behind them ---- */

static char* pages;
static size_t page_size;

static void make_pages(void) {
  page_size = (size_t)sysconf(_SC_PAGESIZE);
  void* block =
      mmap(NULL, 2 * page_size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  assert_true(block != MAP_FAILED);
  pages = (char*)block;
  assert_int_equal(mprotect(pages + page_size, page_size, PROT_NONE), 0);
}

/* `size` bytes that begin with `head` and go on with a pattern of all byte values. */
static TVMFFIByteArray guarded(const char* head, size_t head_size, size_t size) {
  char* at = pages + page_size - size;
  for (size_t i = 0; i < size; ++i) at[i] = (char)(i < head_size ? head[i] : (char)(i * 37));
  return (TVMFFIByteArray){at, size};
}

static bool same_bytes(TVMFFIByteArray a, const TVMFFIByteArray* b) {
  return a.size == b->size && (a.size == 0 || memcmp(a.data, b->data, a.size) == 0);
}

/* ---- one case for each parameter: 0 when all is well, -1 when it failed ---- */

static const TVMFFIByteArray word = {"word", 4};
static TVMFFIObjectHandle function; /* a function, while the tests run */
static int32_t type;                /* a new type for each call */

static int safe_call(void* handle, const TVMFFIAny* args, int32_t count, TVMFFIAny* result) {
  (void)handle;
  (void)args;
  (void)count;
  *result = tf_any_none().raw;
  return 0;
}

static int get_nothing(void* field, TVMFFIAny* result) {
  (void)field;
  *result = tf_any_none().raw;
  return 0;
}

/* Unknown keys are an error of their own. */
static int key_to_index(const TVMFFIByteArray* b) {
  int32_t index = 0;
  if (TVMFFITypeKeyToIndex(b, &index) == 0) return 0;
  if (tf_error_is_raised_of(TF_INTERNAL_ERROR)) tf_error_clear();
  return tf_error_is_raised() ? -1 : 0;
}

static int get_global(const TVMFFIByteArray* b) {
  TVMFFIObjectHandle found = NULL;
  TF_TRY(TVMFFIFunctionGetGlobal(b, &found));
  return TVMFFIObjectDecRef(found);
}

static int make_text(const TVMFFIByteArray* b, int (*make)(const TVMFFIByteArray*, TVMFFIAny*),
                     bool is_bytes) {
  TVMFFIAny raw;
  TF_TRY(make(b, &raw));
  tf_any made = tf_any_take(&raw);
  tf_view view = tf_view_of(&made);
  tf_str content = {NULL, 0};
  assert_true(is_bytes ? tf_view_get_bytes(&view, &content) : tf_view_get_str(&view, &content));
  assert_true(same_bytes(tf_str_to_ffi(content), b));
  tf_any_drop(&made);
  return 0;
}

static int make_string(const TVMFFIByteArray* b) {
  return make_text(b, TVMFFIStringFromByteArray, false);
}

static int make_bytes(const TVMFFIByteArray* b) {
  return make_text(b, TVMFFIBytesFromByteArray, true);
}

static int make_bigint(const TVMFFIByteArray* b) {
  TVMFFIAny raw;
  int code = TVMFFIBigIntFromByteArray(b, &raw);
  if (code == 0) {
    tf_any made = tf_any_take(&raw);
    tf_any_drop(&made);
  } else if (b->size <= page_size && b->size % 8 != 0 && tf_error_is_raised_of(TF_VALUE_ERROR)) {
    tf_error_clear();
    return 0;
  }
  return code;
}

static int read_dtype(const TVMFFIByteArray* b) {
  DLDataType out;
  int code = TVMFFIDataTypeFromString(b, &out);
  if (code == 0 || b->size > page_size) return code;
  bool is_value = tf_error_is_raised_of(TF_VALUE_ERROR);
  tf_error_clear();
  return is_value ? 0 : -1;
}

static int make_error(const TVMFFIByteArray* kind, const TVMFFIByteArray* message,
                      const TVMFFIByteArray* trace) {
  TVMFFIObjectHandle out = NULL;
  TF_TRY(TVMFFIErrorCreate(kind, message, trace, &out));
  const TVMFFIErrorCell* cell = TVMFFIErrorGetCellPtr(out);
  assert_true(same_bytes(cell->kind, kind) && same_bytes(cell->message, message) &&
              same_bytes(cell->backtrace, trace));
  assert_int_equal(cell->message.data[cell->message.size], '\0');
  cell->update_backtrace(out, trace, kTVMFFIBacktraceUpdateModeAppend);
  return TVMFFIObjectDecRef(out);
}

static int make_error_with(const TVMFFIByteArray* kind, const TVMFFIByteArray* message,
                           const TVMFFIByteArray* trace) {
  TVMFFIObjectHandle out = NULL;
  TF_TRY(TVMFFIErrorCreateWithCauseAndExtraContext(kind, message, trace, NULL, function, &out));
  return TVMFFIObjectDecRef(out);
}

static int error_kind(const TVMFFIByteArray* b) { return make_error(b, &word, &word); }
static int error_message(const TVMFFIByteArray* b) { return make_error(&word, b, &word); }
static int error_trace(const TVMFFIByteArray* b) { return make_error(&word, &word, b); }
static int error_with_kind(const TVMFFIByteArray* b) { return make_error_with(b, &word, &word); }
static int error_with_message(const TVMFFIByteArray* b) { return make_error_with(&word, b, &word); }
static int error_with_trace(const TVMFFIByteArray* b) { return make_error_with(&word, &word, b); }

static int set_global(const TVMFFIByteArray* b) {
  TVMFFIObjectHandle found = NULL;
  TF_TRY(TVMFFIFunctionSetGlobal(b, function, 1));
  TF_TRY(TVMFFIFunctionGetGlobal(b, &found));
  assert_ptr_equal(found, function);
  tf_str name = {b->data, b->size};
  assert_true(tf_registry_remove(tf_registry_global(), name));
  return TVMFFIObjectDecRef(found);
}

static TVMFFIMethodInfo method_of(const TVMFFIByteArray* name, const TVMFFIByteArray* doc,
                                  const TVMFFIByteArray* metadata) {
  TVMFFIMethodInfo info = {.name = *name, .doc = *doc, .metadata = *metadata};
  info.method = tf_view_object(function).raw;
  return info;
}

static int set_global_from(const TVMFFIMethodInfo* info) {
  tf_registry_item item;
  TF_TRY(TVMFFIFunctionSetGlobalFromMethodInfo(info, 1));
  tf_str name = {info->name.data, info->name.size};
  assert_true(tf_registry_describe(tf_registry_global(), name, &item));
  assert_true(same_bytes(tf_str_to_ffi(item.doc), &info->doc));
  assert_true(same_bytes(tf_str_to_ffi(item.metadata), &info->metadata));
  assert_true(tf_registry_remove(tf_registry_global(), name));
  return 0;
}

static int info_name(const TVMFFIByteArray* b) {
  TVMFFIMethodInfo info = method_of(b, &word, &word);
  return set_global_from(&info);
}

static int info_doc(const TVMFFIByteArray* b) {
  TVMFFIMethodInfo info = method_of(&word, b, &word);
  return set_global_from(&info);
}

static int info_metadata(const TVMFFIByteArray* b) {
  TVMFFIMethodInfo info = method_of(&word, &word, b);
  return set_global_from(&info);
}

static int add_method(const TVMFFIMethodInfo* info) {
  TF_TRY(TVMFFITypeRegisterMethod(type, info));
  const TVMFFITypeInfo* known = TVMFFIGetTypeInfo(type);
  const TVMFFIMethodInfo* kept = &known->methods[known->num_methods - 1];
  assert_true(same_bytes(kept->name, &info->name) && same_bytes(kept->doc, &info->doc) &&
              same_bytes(kept->metadata, &info->metadata));
  return 0;
}

static int method_name(const TVMFFIByteArray* b) {
  TVMFFIMethodInfo info = method_of(b, &word, &word);
  return add_method(&info);
}

static int method_doc(const TVMFFIByteArray* b) {
  TVMFFIMethodInfo info = method_of(&word, b, &word);
  return add_method(&info);
}

static int method_metadata(const TVMFFIByteArray* b) {
  TVMFFIMethodInfo info = method_of(&word, &word, b);
  return add_method(&info);
}

static int add_field(const TVMFFIByteArray* name, const TVMFFIByteArray* doc,
                     const TVMFFIByteArray* metadata) {
  TVMFFIFieldInfo info = {.name = *name,
                          .doc = *doc,
                          .metadata = *metadata,
                          .size = 8,
                          .alignment = 8,
                          .offset = 24,
                          .getter = get_nothing};
  TF_TRY(TVMFFITypeRegisterField(type, &info));
  const TVMFFITypeInfo* known = TVMFFIGetTypeInfo(type);
  const TVMFFIFieldInfo* kept = &known->fields[known->num_fields - 1];
  assert_true(same_bytes(kept->name, name) && same_bytes(kept->doc, doc) &&
              same_bytes(kept->metadata, metadata));
  return 0;
}

static int field_name(const TVMFFIByteArray* b) { return add_field(b, &word, &word); }
static int field_doc(const TVMFFIByteArray* b) { return add_field(&word, b, &word); }
static int field_metadata(const TVMFFIByteArray* b) { return add_field(&word, &word, b); }

static int metadata_doc(const TVMFFIByteArray* b) {
  const TVMFFITypeMetadata metadata = {*b, NULL, 32, kTVMFFISEqHashKindTreeNode};
  TF_TRY(TVMFFITypeRegisterMetadata(type, &metadata));
  assert_true(same_bytes(TVMFFIGetTypeInfo(type)->metadata->doc, b));
  return 0;
}

/* An attribute without a name is refused. */
static int attr_name(const TVMFFIByteArray* b) {
  TVMFFIAny value = tf_view_int(1).raw;
  int code = TVMFFITypeRegisterAttr(type, b, &value);
  if (code == 0) assert_non_null(TVMFFIGetTypeAttrColumn(b));
  if (code == 0 || b->size != 0) return code;
  tf_error_clear();
  return 0;
}

/* Has no status: NULL is its way to say no. */
static int get_column(const TVMFFIByteArray* b) {
  const TVMFFITypeAttrColumn* column = TVMFFIGetTypeAttrColumn(b);
  if (column == NULL && b->size > page_size) return tf_raise(TF_VALUE_ERROR, "as promised");
  return 0;
}

static int alloc_index(const TVMFFIByteArray* b) {
  int32_t index = TVMFFITypeGetOrAllocIndex(b, -1, 1, 0, 1, kTVMFFIObject);
  if (tf_error_is_raised()) return -1;
  assert_true(same_bytes(TVMFFIGetTypeInfo(index)->type_key, b));
  assert_int_equal(TVMFFITypeGetOrAllocIndex(b, -1, 1, 0, 1, kTVMFFIObject), index);
  return 0;
}

static int any_to_owned(const TVMFFIByteArray* b) {
  TVMFFIByteArray copy = *b;
  TVMFFIAny view = tf_view_byte_array(&copy).raw;
  TVMFFIAny out;
  TF_TRY(TVMFFIAnyViewToOwnedAny(&view, &out));
  tf_any owned = tf_any_take(&out);
  tf_any_drop(&owned);
  return 0;
}

/* ---- additions ---- */

/* There is no such file. */
static int library_open(const TVMFFIByteArray* b) {
  void* handle = NULL;
  assert_int_equal(tvm_ffi_library_open(b, &handle), -1);
  if (b->size <= page_size) tf_error_clear();
  return tf_error_is_raised() ? -1 : 0;
}

static int function_doc(const TVMFFIByteArray* b) {
  TVMFFIByteArray doc = tvm_ffi_function_doc(b);
  assert_int_equal(doc.size, 0);
  return b->size > page_size ? tf_raise(TF_VALUE_ERROR, "as promised") : 0;
}

/* Functions that take structures are listed once for each text in them. */
static const struct {
  const char* function;
  const char* parameter;
  int (*call)(const TVMFFIByteArray* bytes);
  bool may_fail_silently; /* an impossible size gives a status without an error */
} cases[] = {
    {"TVMFFITypeKeyToIndex", "type_key", key_to_index, false},
    {"TVMFFIFunctionGetGlobal", "name", get_global, false},
    {"TVMFFIStringFromByteArray", "input", make_string, false},
    {"TVMFFIBytesFromByteArray", "input", make_bytes, false},
    {"TVMFFIBigIntFromByteArray", "input", make_bigint, false},
    {"TVMFFIDataTypeFromString", "str", read_dtype, false},
    {"TVMFFIErrorCreate", "kind", error_kind, true},
    {"TVMFFIErrorCreate", "message", error_message, true},
    {"TVMFFIErrorCreate", "backtrace", error_trace, true},
    {"TVMFFIErrorCreateWithCauseAndExtraContext", "kind", error_with_kind, true},
    {"TVMFFIErrorCreateWithCauseAndExtraContext", "message", error_with_message, true},
    {"TVMFFIErrorCreateWithCauseAndExtraContext", "backtrace", error_with_trace, true},
    {"TVMFFIFunctionSetGlobal", "name", set_global, false},
    {"TVMFFIFunctionSetGlobalFromMethodInfo", "method_info", info_name, false},
    {"TVMFFIFunctionSetGlobalFromMethodInfo", "doc", info_doc, false},
    {"TVMFFIFunctionSetGlobalFromMethodInfo", "metadata", info_metadata, false},
    {"TVMFFITypeRegisterField", "info", field_name, false},
    {"TVMFFITypeRegisterField", "doc", field_doc, false},
    {"TVMFFITypeRegisterField", "metadata", field_metadata, false},
    {"TVMFFITypeRegisterMethod", "info", method_name, false},
    {"TVMFFITypeRegisterMethod", "doc", method_doc, false},
    {"TVMFFITypeRegisterMethod", "metadata", method_metadata, false},
    {"TVMFFITypeRegisterMetadata", "metadata", metadata_doc, false},
    {"TVMFFITypeRegisterAttr", "attr_name", attr_name, false},
    {"TVMFFIGetTypeAttrColumn", "attr_name", get_column, false},
    {"TVMFFITypeGetOrAllocIndex", "type_key", alloc_index, false},
    {"TVMFFIAnyViewToOwnedAny", "any_view", any_to_owned, false},
    {"tvm_ffi_library_open", "path", library_open, false},
    {"tvm_ffi_function_doc", "name", function_doc, false},
};

/* ---- the tests ---- */

static void new_type(void) {
  static int count;
  char key[32];
  int size = snprintf(key, sizeof(key), "bounds.bytes%d", ++count);
  const TVMFFIByteArray name = {key, (size_t)size};
  type = TVMFFITypeGetOrAllocIndex(&name, -1, 1, 0, 1, kTVMFFIObject);
}

static void call_all(TVMFFIByteArray bytes, const char* what) {
  for (size_t i = 0; i < TF_COUNT_OF(cases); ++i) {
    new_type();
    int code = cases[i].call(&bytes);
    if (code != 0 || tf_error_is_raised()) {
      tf_error_clear();
      fail_msg("%s, %s: %zu bytes %s fail", cases[i].function, cases[i].parameter, bytes.size,
               what);
    }
  }
}

static void nothing_is_read_behind_the_last_byte(void** state) {
  (void)state;
  const size_t sizes[] = {0, 1, 7, 8, 9, 15, 16, 17, 63, 64, 65, page_size};
  for (size_t i = 0; i < TF_COUNT_OF(sizes); ++i) call_all(guarded("", 0, sizes[i]), "");
}

static void all_bytes_are_texts(void** state) {
  (void)state;
  static const struct {
    const char* what;
    const char* text;
    size_t size;
  } texts[] = {
      {"with NUL", "a\0b", 3},
      {"all NUL", "\0\0\0\0\0\0\0\0\0\0\0\0", 12},
      {"of a lone continuation", "x\x80 long enough", 14},
      {"of a cut sequence", "long enough \xe2\x82", 14},
      {"of a surrogate", "long \xed\xa0\x80 enough", 15},
      {"beyond Unicode", "long \xf4\x90\x80\x80 enough", 16},
      {"never in UTF-8", "long \xff\xfe enough", 14},
      {"overlong", "long \xc0\xaf enough", 14},
      {"like a format", "%s%n%.*s%1$s", 12},
  };
  for (size_t i = 0; i < TF_COUNT_OF(texts); ++i) {
    call_all(guarded(texts[i].text, texts[i].size, texts[i].size), texts[i].what);
  }
}

static void impossible_sizes_are_refused(void** state) {
  (void)state;
  const size_t sizes[] = {SIZE_MAX, SIZE_MAX - 1, SIZE_MAX - 24, (size_t)PTRDIFF_MAX + 1};
  for (size_t n = 0; n < TF_COUNT_OF(sizes); ++n) {
    for (size_t i = 0; i < TF_COUNT_OF(cases); ++i) {
      TVMFFIByteArray bytes = guarded("", 0, 8);
      bytes.size = sizes[n];
      new_type();
      int code = cases[i].call(&bytes);
      bool raised = tf_error_is_raised();
      tf_error_clear();
      if (code == 0 || (!raised && !cases[i].may_fail_silently)) {
        fail_msg("%s, %s: %zu bytes: status %d", cases[i].function, cases[i].parameter, sizes[n],
                 code);
      }
    }
  }
}

static bool takes_bytes(const char* type_name) {
  return strstr(type_name, "TVMFFIByteArray *") != NULL || strstr(type_name, "Info *") != NULL ||
         strstr(type_name, "Metadata *") != NULL;
}

static void each_byte_array_has_a_case(void** state) {
  (void)state;
  recorded_names names = names_read(TF_ABI_JSON, true);
  int missing = 0;
  int wanted = 0;
  for (size_t i = 0; i < names.count; ++i) {
    const recorded_name* want = &names.items[i];
    if (!takes_bytes(want->type)) continue;
    bool found = false;
    for (size_t at = 0; at < TF_COUNT_OF(cases); ++at) {
      found = found || (strcmp(cases[at].function, want->function) == 0 &&
                        strcmp(cases[at].parameter, want->name) == 0);
    }
    ++wanted;
    if (found) continue;
    print_error("no case for %s of %s\n", want->name, want->function);
    ++missing;
  }
  assert_true(wanted >= 20);
  assert_int_equal(missing, 0);
  names_drop(&names);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      tf_unit(each_byte_array_has_a_case),
      cmocka_unit_test(nothing_is_read_behind_the_last_byte),
      cmocka_unit_test(all_bytes_are_texts),
      cmocka_unit_test(impossible_sizes_are_refused),
  };
  make_pages();
  if (TVMFFIFunctionCreate(NULL, safe_call, NULL, &function) != 0) return 1;
  int failed = tf_test_run(tests);
  (void)TVMFFIObjectDecRef(function);
  return failed;
}
