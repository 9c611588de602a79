/* SPDX-License-Identifier: Apache-2.0 */
/* The binary interface of TVM-FFI: values, objects, functions, errors, tensors and the type table.

   Frozen: every name, number and layout here is shared with binaries that were compiled long ago.
   abi/abi.json records them and static assertions made from it hold this header to them.

   Conventions. A function that returns `int` returns 0, or non-zero with an error in the calling
   thread's raised slot (take it with TVMFFIErrorMoveFromRaised). Out-parameters are written on
   success only. An *owned* handle or value is given back with TVMFFIObjectDecRef; a *borrowed* one
   (a "view") is not. A NULL where it is not allowed is a raised TypeError wherever the function can
   raise. Functions are thread-safe unless they say otherwise. */
#ifndef TVM_FFI_C_API_H_
#define TVM_FFI_C_API_H_

#include <dlpack/dlpack.h>
#include <stddef.h>
#include <stdint.h>

/* Version of the interface; TVMFFIGetVersion tells that of the library. */
#define TVM_FFI_VERSION_MAJOR 0
#define TVM_FFI_VERSION_MINOR 1
#define TVM_FFI_VERSION_PATCH 16

#if defined(_WIN32)
#define TVM_FFI_DLL_EXPORT __declspec(dllexport)
#ifdef TVM_FFI_EXPORTS
#define TVM_FFI_DLL __declspec(dllexport)
#else
#define TVM_FFI_DLL __declspec(dllimport)
#endif
#else
#define TVM_FFI_DLL_EXPORT __attribute__((visibility("default")))
#define TVM_FFI_DLL __attribute__((visibility("default")))
#endif

#if defined(__GNUC__)
#define TVM_FFI_ATTRIBUTE_PURE __attribute__((pure))
#else
#define TVM_FFI_ATTRIBUTE_PURE
#endif

#ifdef __cplusplus
#define TVM_FFI_ENUM_BASE : int32_t
extern "C" {
#else
#define TVM_FFI_ENUM_BASE
#endif

/* ---- Kinds of values
 * ------------------------------------------------------------------------------------------- */

/* Kind of a value and type of an object. Below 64 the value lies inside the TVMFFIAny; from 64 on
   the payload is a pointer to an object; from 128 on numbers are given out at run time. */
typedef enum TVM_FFI_ENUM_BASE {
  kTVMFFIAny = -1, /* only in annotations, never in a value */
  kTVMFFINone = 0,
  kTVMFFIInt = 1,
  kTVMFFIBool = 2,
  kTVMFFIFloat = 3,
  kTVMFFIOpaquePtr = 4,
  kTVMFFIDataType = 5,
  kTVMFFIDevice = 6,
  kTVMFFIDLTensorPtr = 7,      /* a DLTensor that the value does not own */
  kTVMFFIRawStr = 8,           /* NUL-terminated text; views only */
  kTVMFFIByteArrayPtr = 9,     /* pointer to a TVMFFIByteArray; views only */
  kTVMFFIObjectRValueRef = 10, /* pointer to an object slot that the callee may empty; views only */
  kTVMFFISmallStr = 11,        /* up to 7 bytes of text inside the value */
  kTVMFFISmallBytes = 12,
  kTVMFFIUnchanged = 13, /* answer of a mutation hook: keep what you have */
  kTVMFFIStaticObjectBegin = 64,
  kTVMFFIObject = 64,
  kTVMFFIStr = 65,
  kTVMFFIBytes = 66,
  kTVMFFIError = 67,
  kTVMFFIFunction = 68,
  kTVMFFIShape = 69,
  kTVMFFITensor = 70,
  kTVMFFIArray = 71,
  kTVMFFIMap = 72,
  kTVMFFIModule = 73,
  kTVMFFIOpaquePyObject = 74,
  kTVMFFIList = 75,
  kTVMFFIDict = 76,
  kTVMFFIVisitInterrupt = 77,
  kTVMFFIBigInt = 78,
  kTVMFFIStaticObjectEnd = 79, /* exclusive; moves when a built-in type is added */
  kTVMFFIDynObjectBegin = 128
} TVMFFITypeIndex;

/* A handle points at the header of an object, a TVMFFIObject. */
typedef void* TVMFFIObjectHandle;

/* What an object's deleter is asked to do. */
typedef enum TVM_FFI_ENUM_BASE {
  kTVMFFIObjectDeleterFlagBitMaskStrong =
      1, /* release the contents, keep memory and header readable */
  kTVMFFIObjectDeleterFlagBitMaskWeak = 2, /* release the memory */
  kTVMFFIObjectDeleterFlagBitMaskBoth = 3  /* both, in that order */
} TVMFFIObjectDeleterFlagBitMask;

/* Header of every object. `combined_ref_count` holds the strong count in its low and the weak count
   in its high half; all strong references together hold one weak one. Change it with 64-bit atomics
   only (abi.md section 5). */
typedef struct TVMFFIObject {
  uint64_t combined_ref_count;
  int32_t type_index;
  uint32_t __padding;
#if !defined(TVM_FFI_DOXYGEN_MODE)
  union {
#endif
    void (*deleter)(void* self, int flags); /* NULL: nothing to do */
#if !defined(TVM_FFI_DOXYGEN_MODE)
    int64_t __ensure_align;
  };
#endif
} TVMFFIObject;

/* A value: owned ("Any") or borrowed ("AnyView"), the layout is the same. For every kind but the
   small string and small bytes the four bytes behind `type_index` are 0, and payload bytes that a
   kind does not use are 0: equality and hashing look at all 16 bytes. */
typedef struct TVMFFIAny {
  int32_t type_index;
#if !defined(TVM_FFI_DOXYGEN_MODE)
  union {
#endif
    uint32_t zero_padding;
    uint32_t small_str_len; /* bytes of a small string or small bytes, 0 to 7 */
#if !defined(TVM_FFI_DOXYGEN_MODE)
  };
  union {
#endif
    int64_t v_int64;     /* Int; Bool as 0 or 1 */
    double v_float64;    /* Float */
    void* v_ptr;         /* OpaquePtr, DLTensorPtr, ByteArrayPtr, ObjectRValueRef */
    const char* v_c_str; /* RawStr */
    TVMFFIObject* v_obj; /* every kind from 64 on */
    DLDataType v_dtype;  /* DataType */
    DLDevice v_device;   /* Device */
    char v_bytes[8];     /* SmallStr, SmallBytes: content, a NUL, zeros */
    uint64_t v_uint64;   /* the raw bits */
#if !defined(TVM_FFI_DOXYGEN_MODE)
  };
#endif
} TVMFFIAny;

/* Bytes that somebody else owns. Not NUL-terminated unless the place says so; `data` may be NULL
 * when `size` is 0. */
typedef struct {
  const char* data;
  size_t size;
} TVMFFIByteArray;

/* ---- Cells: what follows the header of built-in objects (abi.md section 6)
 * ------------------------------------------- */

/* Shape: extents, or any tuple of integers. */
typedef struct {
  const int64_t* data;
  size_t size;
} TVMFFIShapeCell;

/* Array and List: `size` owned values at `data`, room for `capacity`. `data_deleter` frees the
   storage; NULL when it is part of the object (Array), never NULL in a List. */
typedef struct {
  void* data;
  int64_t size;
  int64_t capacity;
  void (*data_deleter)(void*);
} TVMFFISeqCell;

/* How update_backtrace changes the text. */
typedef enum TVM_FFI_ENUM_BASE {
  kTVMFFIBacktraceUpdateModeReplace = 0,
  kTVMFFIBacktraceUpdateModeAppend = 1
} TVMFFIBacktraceUpdateMode;

/* Error. The texts are NUL-terminated behind `size`; `backtrace` has one line a frame, the most
   recent call first. The cell owns the two handles, which may be NULL; `extra_context` may be
   replaced in place by its holder. */
typedef struct {
  TVMFFIByteArray kind;
  TVMFFIByteArray message;
  TVMFFIByteArray backtrace;
  void (*update_backtrace)(TVMFFIObjectHandle self, const TVMFFIByteArray* backtrace,
                           int32_t update_mode);
  TVMFFIObjectHandle cause_chain;
  TVMFFIObjectHandle extra_context;
} TVMFFIErrorCell;

/* The one way to call: `args` are `num_args` borrowed values, `*result` comes in as None and
   receives an owned value. Returns 0, or non-zero with an error raised. `handle` is the function
   object, or NULL for a symbol of a library. */
typedef int (*TVMFFISafeCallType)(void* handle, const TVMFFIAny* args, int32_t num_args,
                                  TVMFFIAny* result);

/* Function. `cpp_call` belongs to C++ clients of the reference and may throw: C code never calls or
 * copies it. */
typedef struct {
  TVMFFISafeCallType safe_call;
  void* cpp_call;
} TVMFFIFunctionCell;

/* OpaquePyObject: a pointer that another language owns. */
typedef struct {
  void* handle;
} TVMFFIOpaqueObjectCell;

/* Lies immediately before the body of an object made by a custom allocator. Objects of other makers
 * have nothing there. */
typedef struct {
  void (*delete_space)(void* ptr);
} TVMFFIObjectAllocHeader;

/* Allocator of object bodies: returns an aligned body preceded by an initialised
   TVMFFIObjectAllocHeader, or NULL with an error raised (abi.md section 17.2). */
typedef struct {
  void* (*allocate)(size_t size, size_t alignment, int32_t type_index, void* context);
  void* context;
} TVMFFICustomAllocator;

typedef struct {
  uint32_t major;
  uint32_t minor;
  uint32_t patch;
} TVMFFIVersion;

/* ---- Reflection records
 * ---------------------------------------------------------------------------------------- */

/* Reads a field at its address into an owned value. */
typedef int (*TVMFFIFieldGetter)(void* field, TVMFFIAny* result);
/* Converts a borrowed value and stores it at the field's address. */
typedef int (*TVMFFIFieldSetter)(void* field, const TVMFFIAny* value);
/* Makes an object whose fields still need values; owned. */
typedef int (*TVMFFIObjectCreator)(TVMFFIObjectHandle* result);

/* Flags of fields and methods (abi.md section 2). */
#ifdef __cplusplus
typedef enum : int32_t {
#else
typedef enum {
#endif
  kTVMFFIFieldFlagBitMaskWritable = 1 << 0,
  kTVMFFIFieldFlagBitMaskHasDefault = 1 << 1,
  kTVMFFIFieldFlagBitMaskIsStaticMethod = 1 << 2,
  kTVMFFIFieldFlagBitMaskSEqHashIgnore = 1 << 3,
  kTVMFFIFieldFlagBitMaskSEqHashDefPattern = 1 << 4,
  kTVMFFIFieldFlagBitMaskDefaultFromFactory = 1 << 5, /* the default is a Function that makes it */
  kTVMFFIFieldFlagBitMaskReprOff = 1 << 6,
  kTVMFFIFieldFlagBitMaskCompareOff = 1 << 7,
  kTVMFFIFieldFlagBitMaskHashOff = 1 << 8,
  kTVMFFIFieldFlagBitMaskInitOff = 1 << 9, /* not a parameter of the generated constructor */
  kTVMFFIFieldFlagBitMaskKwOnly = 1 << 10,
  kTVMFFIFieldFlagBitSetterIsFunctionObj =
      1 << 11, /* `setter` is a Function taking (field address, value) */
  kTVMFFIFieldFlagBitMaskSEqHashDefSimple = 1 << 12
} TVMFFIFieldFlagBitMask;

/* How structural equality and hashing treat a type. */
typedef enum TVM_FFI_ENUM_BASE {
  kTVMFFISEqHashKindUnsupported = 0,
  kTVMFFISEqHashKindTreeNode = 1,
  kTVMFFISEqHashKindFreeVar = 2,
  kTVMFFISEqHashKindDAGNode = 3,
  kTVMFFISEqHashKindConstTreeNode = 4,
  kTVMFFISEqHashKindUniqueInstance = 5
} TVMFFISEqHashKind;

/* Whether a structural walk is inside a place that defines variables. */
typedef enum TVM_FFI_ENUM_BASE {
  kTVMFFIDefRegionKindNone = 0,
  kTVMFFIDefRegionKindPattern = 1,
  kTVMFFIDefRegionKindSimple = 2
} TVMFFIDefRegionKind;

/* A field. `offset` counts from the object's header; `field_static_type_index` is what is known of
   the stored kind at compile time, kTVMFFIAny if nothing. `metadata` is JSON text (abi.md section
   14). */
typedef struct {
  TVMFFIByteArray name;
  TVMFFIByteArray doc;
  TVMFFIByteArray metadata;
  int64_t flags;
  int64_t size;
  int64_t alignment;
  int64_t offset;
  TVMFFIFieldGetter getter;
  void* setter; /* TVMFFIFieldSetter, or a function handle: see SetterIsFunctionObj */
  TVMFFIAny default_value_or_factory;
  int32_t field_static_type_index;
} TVMFFIFieldInfo;

/* A method, or a global function with its documentation. `method` is a Function. */
typedef struct {
  TVMFFIByteArray name;
  TVMFFIByteArray doc;
  TVMFFIByteArray metadata;
  int64_t flags;
  TVMFFIAny method;
} TVMFFIMethodInfo;

/* Facts about a type as a whole. `creator` may be NULL. */
typedef struct {
  TVMFFIByteArray doc;
  TVMFFIObjectCreator creator;
  int32_t total_size;
  TVMFFISEqHashKind structural_eq_hash_kind;
} TVMFFITypeMetadata;

/* A table of one value per type: `data[i - begin_index]`; None where a type has none. The struct's
   address is for ever; read `data` and `size` through it each time. */
typedef struct {
  const TVMFFIAny* data;
  int32_t size;
  int32_t begin_index;
} TVMFFITypeAttrColumn;

/* A type. The record, its key and its ancestors stay where they are for ever; `fields` and
   `methods` move when more are registered. `type_ancestors` has `type_depth` entries, the root
   first. `metadata` is NULL until registered. */
typedef struct TVMFFITypeInfo {
  int32_t type_index;
  int32_t type_depth;
  TVMFFIByteArray type_key; /* NUL-terminated */
  const struct TVMFFITypeInfo** type_ancestors;
  uint64_t type_key_hash;
  int32_t num_fields;
  int32_t num_methods;
  const TVMFFIFieldInfo* fields;
  const TVMFFIMethodInfo* methods;
  const TVMFFITypeMetadata* metadata;
} TVMFFITypeInfo;

/* ---- Version and objects
 * --------------------------------------------------------------------------------------- */

/* Tells the version of the library. Cannot fail. */
TVM_FFI_DLL void TVMFFIGetVersion(TVMFFIVersion* out_version);

/* Adds a strong reference. */
TVM_FFI_DLL int TVMFFIObjectIncRef(TVMFFIObjectHandle obj);

/* Drops a strong reference; the last one runs the object's deleter, which is arbitrary code. NULL
 * is accepted. */
TVM_FFI_DLL int TVMFFIObjectDecRef(TVMFFIObjectHandle obj);

/* Wraps a pointer of another language as an object. `type_index` must be kTVMFFIOpaquePyObject,
   anything else is a RuntimeError and `handle` stays the caller's. `deleter(handle)` runs at
   destruction; NULL is accepted. `*out` is owned. */
TVM_FFI_DLL int TVMFFIObjectCreateOpaque(void* handle, int32_t type_index,
                                         void (*deleter)(void* handle), TVMFFIObjectHandle* out);

/* The allocator in force; never NULL. */
TVM_FFI_DLL TVMFFICustomAllocator* TVMFFIGetCustomAllocator(void);

/* Puts an allocator in force; NULL restores the built-in one. The pointer is kept, not copied. Not
   for use while other threads allocate. */
TVM_FFI_DLL int TVMFFISetCustomAllocator(TVMFFICustomAllocator* allocator);

/* ---- Strings, bytes, integers, data types
 * ------------------------------------------------------------------------ */

/* Copies text into an owned string value: inside the value up to 7 bytes, else an object. `*out` is
   overwritten without being released. */
TVM_FFI_DLL int TVMFFIStringFromByteArray(const TVMFFIByteArray* input, TVMFFIAny* out);

/* The same for bytes. */
TVM_FFI_DLL int TVMFFIBytesFromByteArray(const TVMFFIByteArray* input, TVMFFIAny* out);

/* Makes an integer from little-endian two's complement words. Size must be a multiple of 8, else
   ValueError; no bytes are 0. The result is an Int when it fits, else an owned BigInt. */
TVM_FFI_DLL int TVMFFIBigIntFromByteArray(const TVMFFIByteArray* input, TVMFFIAny* out);

/* The words of an Int or BigInt, borrowed from `value` or its object. Any other kind gives {NULL,
 * 0}. */
TVM_FFI_DLL TVMFFIByteArray TVMFFIBigIntGetContentByteArray(const TVMFFIAny* value);

/* Reads a data type's name (abi.md section 19.7). ValueError when it is none. */
TVM_FFI_DLL int TVMFFIDataTypeFromString(const TVMFFIByteArray* str, DLDataType* out);

/* Writes a data type's name as an owned string, always in object form. ValueError for a code
 * without a name. */
TVM_FFI_DLL int TVMFFIDataTypeToString(const DLDataType* dtype, TVMFFIAny* out);

/* ---- Functions
 * -------------------------------------------------------------------------------------------------
 */

/* Makes a Function. `safe_call` is called with `self` as handle, and `deleter(self)` at destruction
   when it is not NULL; with both NULL it is called with the function object's handle. `*out` is
   owned. */
TVM_FFI_DLL int TVMFFIFunctionCreate(void* self, TVMFFISafeCallType safe_call,
                                     void (*deleter)(void* self), TVMFFIObjectHandle* out);

/* Calls a Function: `args` are borrowed, `*result` must come in as None and gets an owned value on
 * success. */
TVM_FFI_DLL int TVMFFIFunctionCall(TVMFFIObjectHandle func, TVMFFIAny* args, int32_t num_args,
                                   TVMFFIAny* result);

/* Looks up a global function. `*out` is owned; NULL, with status 0, when there is none of that
 * name. */
TVM_FFI_DLL int TVMFFIFunctionGetGlobal(const TVMFFIByteArray* name, TVMFFIObjectHandle* out);

/* Registers a global function; takes a reference of its own. A name that is taken is a RuntimeError
   naming both owners unless `allow_override` is not 0. */
TVM_FFI_DLL int TVMFFIFunctionSetGlobal(const TVMFFIByteArray* name, TVMFFIObjectHandle f,
                                        int allow_override);

/* The same with documentation, metadata and flags, which are copied. */
TVM_FFI_DLL int TVMFFIFunctionSetGlobalFromMethodInfo(const TVMFFIMethodInfo* method_info,
                                                      int allow_override);

/* Makes an owned value of a borrowed one: raw strings and byte arrays are copied, an r-value
   reference is emptied, objects get a reference. `*out` is overwritten without being released. */
TVM_FFI_DLL int TVMFFIAnyViewToOwnedAny(const TVMFFIAny* any_view, TVMFFIAny* out);

/* ---- Errors
 * ----------------------------------------------------------------------------------------------------
 */

/* Takes the error out of the thread's slot: owned, or NULL when the slot is empty. */
TVM_FFI_DLL void TVMFFIErrorMoveFromRaised(TVMFFIObjectHandle* result);

/* Puts an error into the thread's slot, taking a reference of its own; NULL empties the slot. */
TVM_FFI_DLL void TVMFFIErrorSetRaised(TVMFFIObjectHandle error);

/* Raises an error of the given kind and message with a backtrace of the caller. NUL-terminated
 * texts. */
TVM_FFI_DLL void TVMFFIErrorSetRaisedFromCStr(const char* kind, const char* message);

/* The same; the message is the concatenation of the parts, NULL parts are left out. */
TVM_FFI_DLL void TVMFFIErrorSetRaisedFromCStrParts(const char* kind, const char** message_parts,
                                                   int32_t num_parts);

/* Makes an error object from copies of the texts. Returns -1 only when memory runs out, and does
 * not touch the slot then. */
TVM_FFI_DLL int TVMFFIErrorCreate(const TVMFFIByteArray* kind, const TVMFFIByteArray* message,
                                  const TVMFFIByteArray* backtrace, TVMFFIObjectHandle* out);

/* The same with a cause (an Error) and a context (any object), each NULL or referenced anew. */
TVM_FFI_DLL int TVMFFIErrorCreateWithCauseAndExtraContext(
    const TVMFFIByteArray* kind, const TVMFFIByteArray* message, const TVMFFIByteArray* backtrace,
    TVMFFIObjectHandle cause_chain, TVMFFIObjectHandle extra_context, TVMFFIObjectHandle* out);

/* Text of the calling stack, most recent call first. With `filename` and `func` they make the first
   line in place of the two innermost frames. Stops where the call came through the FFI unless
   `cross_ffi_boundary` is not 0. Borrowed until the thread's next call; never NULL (abi.md section
   10). */
TVM_FFI_DLL const TVMFFIByteArray* TVMFFIBacktrace(const char* filename, int lineno,
                                                   const char* func, int cross_ffi_boundary);

/* ---- Tensors
 * ---------------------------------------------------------------------------------------------------
 */

/* Adopts a managed tensor. On success the Tensor calls its deleter once at the end; on failure it
   stays the caller's. `require_alignment` in bytes, 0 for none; `require_contiguous` not 0 refuses
   other strides. `*out` is owned. */
TVM_FFI_DLL int TVMFFITensorFromDLPack(DLManagedTensor* from, int32_t require_alignment,
                                       int32_t require_contiguous, TVMFFIObjectHandle* out);

/* Exports a Tensor as a managed tensor that holds a reference to it. `*out` is owned. */
TVM_FFI_DLL int TVMFFITensorToDLPack(TVMFFIObjectHandle from, DLManagedTensor** out);

/* The same two for the versioned form. */
TVM_FFI_DLL int TVMFFITensorFromDLPackVersioned(DLManagedTensorVersioned* from,
                                                int32_t require_alignment,
                                                int32_t require_contiguous,
                                                TVMFFIObjectHandle* out);
TVM_FFI_DLL int TVMFFITensorToDLPackVersioned(TVMFFIObjectHandle from,
                                              DLManagedTensorVersioned** out);

/* Makes a Tensor of the prototype's metadata (shape and strides are copied, strides must be there)
   over memory that `source` (NULL accepted) keeps alive. Nothing checks that the memory suffices.
 */
TVM_FFI_DLL int TVMFFITensorCreateUnsafeView(TVMFFIObjectHandle source, const DLTensor* prototype,
                                             TVMFFIObjectHandle* out);

/* ---- Type table (abi.md section 12)
 * -------------------------------------------------------------------------------- */

/* Looks up a type by key. InternalError when it is not registered. */
TVM_FFI_DLL int TVMFFITypeKeyToIndex(const TVMFFIByteArray* type_key, int32_t* out_tindex);

/* The index of a type, given out now if the key is new. `parent_type_index` -2 only asks: -2 when
   the key is unknown. On failure it prints one line, leaves the error raised and returns the index
   of a type named `<invalid:KEY>`. */
TVM_FFI_DLL int32_t TVMFFITypeGetOrAllocIndex(const TVMFFIByteArray* type_key,
                                              int32_t static_type_index, int32_t type_depth,
                                              int32_t num_child_slots,
                                              int32_t child_slots_can_overflow,
                                              int32_t parent_type_index);

/* The record of a type, for ever. An unknown index gives a record named `<unknown type>`; never
 * NULL. */
TVM_FFI_DLL const TVMFFITypeInfo* TVMFFIGetTypeInfo(int32_t type_index) TVM_FFI_ATTRIBUTE_PURE;

/* Adds a field, a method, the metadata, or an attribute to a type. Texts are copied, values
 * referenced anew. */
TVM_FFI_DLL int TVMFFITypeRegisterField(int32_t type_index, const TVMFFIFieldInfo* info);
TVM_FFI_DLL int TVMFFITypeRegisterMethod(int32_t type_index, const TVMFFIMethodInfo* info);
TVM_FFI_DLL int TVMFFITypeRegisterMetadata(int32_t type_index, const TVMFFITypeMetadata* metadata);
TVM_FFI_DLL int TVMFFITypeRegisterAttr(int32_t type_index, const TVMFFIByteArray* attr_name,
                                       const TVMFFIAny* attr_value);

/* The column of an attribute, for ever; NULL when no such column exists. */
TVM_FFI_DLL const TVMFFITypeAttrColumn* TVMFFIGetTypeAttrColumn(const TVMFFIByteArray* attr_name);

/* ---- Handles that are made once
 * ----------------------------------------------------------------------------------- */

/* Fills `*handle_addr` by `init_func` if it is NULL; threads that come together run it once. Its
   failure is returned and may be retried; a NULL result is a RuntimeError. Not re-entrant. */
TVM_FFI_DLL int TVMFFIHandleInitOnce(void** handle_addr, int (*init_func)(void** result));

/* Empties `*handle_addr` and gives what was there, if anything, to `deinit_func`. */
TVM_FFI_DLL int TVMFFIHandleDeinitOnce(void** handle_addr, int (*deinit_func)(void* handle));

#ifdef __cplusplus
} /* extern "C" */
#endif

/* ---- Accessors of cells, without symbols
 * --------------------------------------------------------------------------- */

#if defined(__cplusplus) && defined(__GNUC__) && !defined(_WIN32)
#define TVM_FFI_INLINE_ACCESSOR inline __attribute__((visibility("hidden")))
#elif defined(__cplusplus)
#define TVM_FFI_INLINE_ACCESSOR inline
#else
#define TVM_FFI_INLINE_ACCESSOR static inline
#endif

/* Content of a small string or small bytes, borrowed from the value. */
TVM_FFI_INLINE_ACCESSOR TVMFFIByteArray
TVMFFISmallBytesGetContentByteArray(const TVMFFIAny* value) {
  TVMFFIByteArray content;
  content.data = value->v_bytes;
  content.size = value->small_str_len;
  return content;
}

/* The cell of an object of the kind in the name; borrowed, NULL gives an invalid pointer. */
TVM_FFI_INLINE_ACCESSOR TVMFFIByteArray* TVMFFIBytesGetByteArrayPtr(TVMFFIObjectHandle obj) {
  return (TVMFFIByteArray*)((char*)obj + sizeof(TVMFFIObject));
}

TVM_FFI_INLINE_ACCESSOR TVMFFIErrorCell* TVMFFIErrorGetCellPtr(TVMFFIObjectHandle obj) {
  return (TVMFFIErrorCell*)((char*)obj + sizeof(TVMFFIObject));
}

TVM_FFI_INLINE_ACCESSOR TVMFFIFunctionCell* TVMFFIFunctionGetCellPtr(TVMFFIObjectHandle obj) {
  return (TVMFFIFunctionCell*)((char*)obj + sizeof(TVMFFIObject));
}

TVM_FFI_INLINE_ACCESSOR TVMFFIOpaqueObjectCell* TVMFFIOpaqueObjectGetCellPtr(
    TVMFFIObjectHandle obj) {
  return (TVMFFIOpaqueObjectCell*)((char*)obj + sizeof(TVMFFIObject));
}

TVM_FFI_INLINE_ACCESSOR TVMFFIShapeCell* TVMFFIShapeGetCellPtr(TVMFFIObjectHandle obj) {
  return (TVMFFIShapeCell*)((char*)obj + sizeof(TVMFFIObject));
}

TVM_FFI_INLINE_ACCESSOR DLTensor* TVMFFITensorGetDLTensorPtr(TVMFFIObjectHandle obj) {
  return (DLTensor*)((char*)obj + sizeof(TVMFFIObject));
}

/* A device of its two numbers. */
TVM_FFI_INLINE_ACCESSOR DLDevice TVMFFIDLDeviceFromIntPair(int32_t device_type, int32_t device_id) {
  DLDevice device;
  device.device_type = (DLDeviceType)device_type;
  device.device_id = device_id;
  return device;
}

#endif /* TVM_FFI_C_API_H_ */
