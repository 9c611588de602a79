/* SPDX-License-Identifier: Apache-2.0 */
/* Virtual tables of modules, by the rules of the Itanium C++ ABI: `this` is the first argument, class results are
   written where a hidden first argument points.

   C cannot declare "a class of 8 bytes returned in memory". It can declare a struct that is too large for registers,
   which is returned the same way: the callee gets the address of room for it and writes as much as it has. */
#include "extra/module_foreign.h"

#include "core/error.h"
#include "core/string.h"

enum {
  SLOT_KIND = 0,
  SLOT_PROPERTY_MASK = 1,
  SLOT_GET_FUNCTION = 2,
  SLOT_IMPLEMENTS = 3,
  SLOT_GET_DOC = 4,
  SLOT_GET_METADATA = 5,
  SLOT_WRITE_TO_FILE = 6,
  SLOT_WRITE_FORMATS = 7,
  SLOT_SAVE_TO_BYTES = 8,
  SLOT_INSPECT_SOURCE = 9,
  SLOT_IMPORT = 10,
  SLOT_CLEAR_IMPORTS = 11,
  SLOT_COUNT = 12
};

/* ---- calling the slots of others ---- */

typedef struct {
  TVMFFIAny value; /* 16 bytes, or 8 of an object reference */
  uint64_t never_written[2];
} class_result;

typedef union {
  void* address;
  const char* (*kind)(void* self);
  int32_t (*property_mask)(void* self);
  class_result (*get)(void* self, const TVMFFIAny* name);
  bool (*implements)(void* self, const TVMFFIAny* name);
} slot;

static slot slot_of(tf_module* module, int index) {
  void* const* vtable = *(void* const**)tf_module_to_library_context(module);
  slot found = {vtable[index]};
  return found;
}

const char* tf_module_foreign_kind(tf_module* module) {
  return slot_of(module, SLOT_KIND).kind(tf_module_to_library_context(module));
}

int32_t tf_module_foreign_property_mask(tf_module* module) {
  return slot_of(module, SLOT_PROPERTY_MASK).property_mask(tf_module_to_library_context(module));
}

int tf_module_foreign_get(tf_module* module, tf_module_item item, tf_str name, tf_any* out) {
  int index = item == TF_MODULE_FUNCTION   ? SLOT_GET_FUNCTION
              : item == TF_MODULE_METADATA ? SLOT_GET_METADATA
                                           : SLOT_GET_DOC;
  tf_any text = tf_any_none();
  TF_TRY(tf_string_new(name, &text));
  class_result result = slot_of(module, index).get(tf_module_to_library_context(module), &text.raw);
  tf_any_drop(&text);
  if (item == TF_MODULE_FUNCTION) {
    /* An optional reference: one pointer, NULL for none. */
    void* function = NULL;
    memcpy(&function, &result, sizeof(function));
    *out = tf_any_own(function);
  } else {
    *out = tf_any_take(&result.value);
  }
  return 0;
}

int tf_module_foreign_implements(tf_module* module, tf_str name, bool* out) {
  tf_any text = tf_any_none();
  TF_TRY(tf_string_new(name, &text));
  *out =
      slot_of(module, SLOT_IMPLEMENTS).implements(tf_module_to_library_context(module), &text.raw);
  tf_any_drop(&text);
  return 0;
}

/* ---- our own slots ---- */

static const char* own_kind(void* self) {
  return tf_module_kind_name(tf_module_of_library_context(self));
}

static int32_t own_property_mask(void* self) {
  return tf_module_property_mask(tf_module_of_library_context(self));
}

static bool own_implements(void* self, const TVMFFIAny* name) {
  bool found = false;
  tf_view view = tf_view_raw(name);
  tf_str text;
  if (!tf_view_get_str(&view, &text)) return false;
  if (tf_module_implements(tf_module_of_library_context(self), text, false, &found) != 0) {
    tf_error_clear();
  }
  return found;
}

/* A slot that returns a class, in the form in which C can define it where the hidden argument is an ordinary first one
   (x86-64). Elsewhere these slots do nothing; headers reach modules through the ffi.Module functions anyway. */
static tf_any own_get(void* self, tf_module_item item, const TVMFFIAny* name) {
  tf_any found = tf_any_none();
  tf_view view = tf_view_raw(name);
  tf_str text;
  if (tf_view_get_str(&view, &text) &&
      tf_module_get(tf_module_of_library_context(self), item, text, false, &found) != 0) {
    tf_error_clear();
  }
  return found;
}

static void* own_get_function(void* result, void* self, const TVMFFIAny* name) {
#if defined(__x86_64__)
  tf_any found = own_get(self, TF_MODULE_FUNCTION, name);
  memcpy(result, &found.raw.v_ptr, sizeof(void*));
#else
  (void)self;
  (void)name;
  (void)own_get;
#endif
  return result;
}

static void* own_get_doc(void* result, void* self, const TVMFFIAny* name) {
#if defined(__x86_64__)
  tf_any found = own_get(self, TF_MODULE_DOC, name);
  memcpy(result, &found, sizeof(found));
#else
  (void)self;
  (void)name;
#endif
  return result;
}

static void* own_get_metadata(void* result, void* self, const TVMFFIAny* name) {
#if defined(__x86_64__)
  tf_any found = own_get(self, TF_MODULE_METADATA, name);
  memcpy(result, &found, sizeof(found));
#else
  (void)self;
  (void)name;
#endif
  return result;
}

/* Empty text and empty bytes, 16 bytes. */
static void* own_empty_text(void* result, void* self, const TVMFFIAny* format) {
  (void)self;
  (void)format;
#if defined(__x86_64__)
  tf_any empty = tf_string_small(tf_str_c(""));
  memcpy(result, &empty, sizeof(empty));
#endif
  return result;
}

static void* own_empty_bytes(void* result, void* self) {
  (void)self;
#if defined(__x86_64__)
  tf_any empty = tf_string_small_bytes(tf_str_c(""));
  memcpy(result, &empty, sizeof(empty));
#endif
  return result;
}

/* No formats: an empty array reference. */
static void* own_write_formats(void* result, void* self) {
  (void)self;
#if defined(__x86_64__)
  memset(result, 0, sizeof(void*));
#endif
  return result;
}

static void own_write_to_file(void* self, const TVMFFIAny* file, const TVMFFIAny* format) {
  (void)self;
  (void)file;
  (void)format;
}

static void own_import(void* self, void* const* other) {
  if (tf_module_import(tf_module_of_library_context(self), (tf_module*)*other) != 0) {
    tf_error_clear();
  }
}

static void own_clear_imports(void* self) {
  if (tf_module_clear_imports(tf_module_of_library_context(self)) != 0) tf_error_clear();
}

/* Offset to top and type information come first, as the ABI has it; nobody asks for the latter. */
typedef void (*any_function)(void);
static const struct {
  intptr_t offset_to_top;
  const void* type_info;
  any_function slots[SLOT_COUNT];
} own_table = {
    0,
    NULL,
    {(any_function)own_kind, (any_function)own_property_mask, (any_function)own_get_function,
     (any_function)own_implements, (any_function)own_get_doc, (any_function)own_get_metadata,
     (any_function)own_write_to_file, (any_function)own_write_formats,
     (any_function)own_empty_bytes, (any_function)own_empty_text, (any_function)own_import,
     (any_function)own_clear_imports}};

const void* tf_module_foreign_vtable(void) { return own_table.slots; }
