/* SPDX-License-Identifier: Apache-2.0 */
/* Strings and bytes on their way into the FFI: inline up to seven bytes, else one block made here. */
#include "pytf.h"

#include "from_py.h"

static void text_deleter(void* self, int flags) {
  if (flags & kTVMFFIObjectDeleterFlagBitMaskWeak) PyMem_RawFree(self);
}

/* One block: header, cell, content, NUL. */
static TVMFFIObjectHandle new_text(int32_t type_index, const char* data, size_t size) {
  if (size > (size_t)PY_SSIZE_T_MAX - sizeof(tvm_ffi_bytes_object) - 1) return NULL;
  tvm_ffi_bytes_object* text = (tvm_ffi_bytes_object*)PyMem_RawMalloc(sizeof *text + size + 1);
  if (!text) return NULL;
  text->header.combined_ref_count = PYTF_ONE_OWNER;
  text->header.type_index = type_index;
  text->header.__padding = 0;
  text->header.deleter = text_deleter;
  char* content = (char*)(text + 1);
  memcpy(content, data, size);
  content[size] = '\0';
  text->bytes.data = content;
  text->bytes.size = size;
  return text;
}

int pytf_large_text_view(pytf_ctx* ctx, int32_t type_index, const char* data, Py_ssize_t size,
                         TVMFFIAny* view) {
  TVMFFIObjectHandle handle = new_text(type_index, data, (size_t)size);
  if (!handle) {
    PyErr_NoMemory();
    return -1;
  }
  view->type_index = type_index;
  view->zero_padding = 0;
  view->v_uint64 = 0;
  view->v_obj = (TVMFFIObject*)handle;
  return pytf_ctx_keep_handle(ctx, handle);
}

int pytf_text_view(pytf_ctx* ctx, const char* data, Py_ssize_t size, TVMFFIAny* view) {
  return pytf_text_view_inline(ctx, data, size, view);
}

int pytf_blob_view(pytf_ctx* ctx, const char* data, Py_ssize_t size, TVMFFIAny* view) {
  if (size > PYTF_SMALL_TEXT) return pytf_large_text_view(ctx, kTVMFFIBytes, data, size, view);
  pytf_set_small_text(view, kTVMFFISmallBytes, data, size);
  return 0;
}

int pytf_text_object(const TVMFFIAny* small, TVMFFIObjectHandle* out) {
  const int32_t type_index = small->type_index == kTVMFFISmallStr ? kTVMFFIStr : kTVMFFIBytes;
  *out = new_text(type_index, small->v_bytes, small->small_str_len);
  if (*out) return 0;
  PyErr_NoMemory();
  return -1;
}

int pytf_str_view(pytf_ctx* ctx, PyObject* str, TVMFFIAny* view) {
  Py_ssize_t size = 0;
  const char* data = PyUnicode_AsUTF8AndSize(str, &size);
  if (!data) return -1;
  return pytf_text_view(ctx, data, size, view);
}
