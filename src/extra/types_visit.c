/* SPDX-License-Identifier: Apache-2.0 */
/* The other reflected types: VisitInterrupt, StructuralVisitor, VisitErrorContext, StructuralMutator, StructuralKey, and
   the field of Module. */
#include "container/list.h"
#include "core/column.h"
#include "core/typetable.h"
#include "extra/field_access.h"
#include "extra/module.h"
#include "extra/record.h"
#include "extra/reflect.h"
#include "extra/types.h"

tf_types tf_types_known;

/* ---- VisitInterrupt ---- */

static int interrupt_create(TVMFFIObjectHandle* out) {
  tf_object* interrupt = NULL;
  TF_TRY(tf_record_new(kTVMFFIVisitInterrupt, 0, &interrupt));
  *out = interrupt;
  return 0;
}

int tf_types_new_interrupt(tf_any value, tf_object** out) {
  TVMFFIObjectHandle made = NULL;
  if (interrupt_create(&made) != 0) {
    tf_any_drop(&value);
    return -1;
  }
  ((tvm_ffi_visit_interrupt_object*)made)->value = value.raw;
  *out = (tf_object*)made;
  return 0;
}

static const tf_reflect_field interrupt_fields[] = {
    {"value", "Any", NULL, kTVMFFIFieldFlagBitMaskHasDefault,
     offsetof(tvm_ffi_visit_interrupt_object, value), 16, kTVMFFIAny, tf_field_get_any,
     tf_field_set_any},
};

static const tf_reflect_type interrupt_type = {
    .key = "ffi.VisitInterrupt",
    .parent_key = "ffi.Object",
    .static_index = kTVMFFIVisitInterrupt,
    .total_size = sizeof(tvm_ffi_visit_interrupt_object),
    .is_final = true,
    .can_new = true,
    .can_copy = true,
    .creator = interrupt_create,
    .fields = interrupt_fields,
    .num_fields = TF_COUNT_OF(interrupt_fields),
};

int tf_types_register_interrupt(void) {
  int32_t type_index = 0;
  return tf_reflect_register(&interrupt_type, &type_index);
}

/* ---- StructuralVisitor, VisitErrorContext ---- */

static const tf_reflect_type visitor_type = {
    .key = "ffi.StructuralVisitor",
    .parent_key = "ffi.Object",
    .static_index = -1,
    .total_size = sizeof(tvm_ffi_structural_visitor_object),
    .can_copy = true,
};

static int error_context_create(TVMFFIObjectHandle* out) {
  tf_object* context = NULL;
  tf_seq* pattern = NULL;
  TF_TRY(tf_record_new(tf_types_known.visit_error_context, 0, &context));
  if (tf_list_new(0, &pattern) != 0) {
    tf_object_drop(&context);
    return -1;
  }
  ((tvm_ffi_visit_error_context_object*)(void*)context)->reverse_visit_pattern = pattern;
  *out = context;
  return 0;
}

static int error_context_new(const tf_args* args, tf_any* result) {
  (void)args;
  TVMFFIObjectHandle context = NULL;
  TF_TRY(error_context_create(&context));
  *result = tf_any_own(context);
  return 0;
}

static const tf_func_def error_context_new_def = {"__ffi_new__", "() -> ffi.Object",
                                                  error_context_new, NULL};

static const tf_reflect_field error_context_fields[] = {
    {"reverse_visit_pattern", "ffi.List<ffi.Object>", NULL, 0,
     offsetof(tvm_ffi_visit_error_context_object, reverse_visit_pattern), 8, kTVMFFIList,
     tf_field_get_object, tf_field_set_list},
    {"prev_error_context", "Optional<ffi.Object>", NULL, 0,
     offsetof(tvm_ffi_visit_error_context_object, prev_error_context), 8, kTVMFFIAny,
     tf_field_get_object, tf_field_set_opt_object},
};

static const tf_reflect_type error_context_type = {
    .key = "ffi.VisitErrorContext",
    .parent_key = "ffi.Object",
    .static_index = -1,
    .total_size = sizeof(tvm_ffi_visit_error_context_object),
    .is_final = true,
    .can_copy = true,
    .creator = error_context_create,
    .fields = error_context_fields,
    .num_fields = TF_COUNT_OF(error_context_fields),
};

int tf_types_register_visitor(void) {
  TF_TRY(tf_reflect_register(&visitor_type, &tf_types_known.structural_visitor));
  TF_TRY(tf_reflect_register(&error_context_type, &tf_types_known.visit_error_context));
  return tf_reflect_set_attr(tf_types_known.visit_error_context, TF_COLUMN_NEW,
                             &error_context_new_def);
}

/* ---- StructuralMutator ---- */

static const tf_reflect_type mutator_type = {
    .key = "ffi.StructuralMutator",
    .parent_key = "ffi.Object",
    .static_index = -1,
    .total_size = sizeof(tvm_ffi_structural_visitor_object),
    .can_copy = true,
};

int tf_types_register_mutator(void) {
  return tf_reflect_register(&mutator_type, &tf_types_known.structural_mutator);
}

/* ---- Module: one field, read-only in spirit ---- */

static const tf_reflect_field module_fields[] = {
    {"imports_", "ffi.Array<Any>", NULL, 0, offsetof(tvm_ffi_module_object, imports), 8,
     kTVMFFIArray, tf_field_get_object, tf_field_set_array},
};

/* The size counts the vptr ahead of the handle (abi.md section 6.9). */
static const tf_reflect_type module_type = {
    .key = "ffi.Module",
    .parent_key = "ffi.Object",
    .static_index = kTVMFFIModule,
    .total_size = sizeof(tvm_ffi_module_object) + sizeof(void*),
    .is_final = true,
    .fields = module_fields,
    .num_fields = TF_COUNT_OF(module_fields),
};

int tf_types_register_module(void) {
  int32_t type_index = 0;
  return tf_reflect_register(&module_type, &type_index);
}
