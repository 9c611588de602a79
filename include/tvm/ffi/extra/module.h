/* SPDX-License-Identifier: Apache-2.0 */
/* Module: a collection of functions, such as a loaded library (abi.md §6.9, §15). */
#ifndef TVM_FFI_EXTRA_MODULE_H_
#define TVM_FFI_EXTRA_MODULE_H_

#include <tvm/ffi/container/array.h>
#include <tvm/ffi/container/map.h>
#include <tvm/ffi/error.h>
#include <tvm/ffi/extra/base.h>
#include <tvm/ffi/function.h>
#include <tvm/ffi/object.h>
#include <tvm/ffi/optional.h>
#include <tvm/ffi/string.h>

#include <utility>
#include <vector>

namespace tvm {
namespace ffi TVM_FFI_HIDDEN {

class Module;

/* The object behind a Module, and the base of module classes of one's own: these override at least
   kind and GetFunction. The order of the virtual functions is part of the binary interface; there is
   no virtual destructor. */
class ModuleObj : public Object {
 public:
  virtual const char* kind() const = 0;
  /* A sum of Module::ModulePropertyMask. */
  virtual int GetPropertyMask() const { return 0; }
  /* The function of that name, not looking at imports. */
  virtual Optional<Function> GetFunction(const String& name) = 0;
  virtual bool ImplementsFunction(const String& name) { return GetFunction(name).has_value(); }
  virtual Optional<String> GetFunctionDoc(const String& name) {
    (void)name;
    return std::nullopt;
  }
  virtual Optional<String> GetFunctionMetadata(const String& name) {
    (void)name;
    return std::nullopt;
  }
  virtual void WriteToFile(const String& file_name, const String& format) const {
    (void)file_name;
    (void)format;
    ThrowUnsupported("WriteToFile");
  }
  virtual Array<String> GetWriteFormats() const { return {}; }
  virtual Bytes SaveToBytes() const { ThrowUnsupported("SaveToBytes"); }
  virtual String InspectSource(const String& format) const {
    (void)format;
    return String();
  }
  /* Adds an import; RuntimeError when that closes a circle. */
  virtual void ImportModule(const Module& other);
  virtual void ClearImports() {
    imports_.clear();
    import_lookup_cache_.clear();
  }

  /* The same questions; with `query_imports` also to what is imported, in order, depth first. */
  Optional<Function> GetFunction(const String& name, bool query_imports);
  bool ImplementsFunction(const String& name, bool query_imports);
  Optional<String> GetFunctionDoc(const String& name, bool query_imports);
  Optional<String> GetFunctionMetadata(const String& name, bool query_imports);

  const Array<Any>& imports() const { return imports_; }

  static constexpr bool _type_mutable = true;
  static constexpr int32_t _type_index = kTVMFFIModule;
  TVM_FFI_DECLARE_OBJECT_INFO_STATIC(StaticTypeKey::kTVMFFIModule, ModuleObj, Object);

 private:
  [[noreturn]] TVM_FFI_NO_INLINE TVM_FFI_COLD_CODE void ThrowUnsupported(const char* what) const {
    detail::ThrowError("RuntimeError",
                       detail::JoinText({"Module[", kind(), "] does not support ", what}));
  }

  Array<Any> imports_;
  // What the runtime found in the imports, by name.
  Map<String, Function> import_lookup_cache_;
};

static_assert(sizeof(ModuleObj) == 48, "layout of ModuleObj");

namespace detail {

/* Asks the runtime about a module: `ffi.Module...` functions catch what a module of another library
   throws. */
template <typename... Args>
inline Any AskModule(const char* function, const ModuleObj* module, Args&&... args) {
  return Function::GetGlobalRequired(function)(module, std::forward<Args>(args)...);
}

/* What `module->` shows: the interface of ModuleObj with every question asked through the runtime. A
   module may be defined in another library, whose exceptions must not come through here. */
class ModuleCalls {
 public:
  explicit ModuleCalls(ModuleObj* module) : module_(module) {}
  const ModuleCalls* operator->() const { return this; }
  operator ModuleObj*() const { return module_; }  // NOLINT(*)

  TVM_FFI_NO_VPTR_CHECK const char* kind() const { return module_->kind(); }
  TVM_FFI_NO_VPTR_CHECK int GetPropertyMask() const { return module_->GetPropertyMask(); }
  TVM_FFI_NO_VPTR_CHECK const Array<Any>& imports() const { return module_->imports(); }
  Optional<Function> GetFunction(const String& name, bool query_imports = false) const {
    return AskModule("ffi.ModuleGetFunction", module_, name, query_imports)
        .cast<Optional<Function>>();
  }
  bool ImplementsFunction(const String& name, bool query_imports = false) const {
    return AskModule("ffi.ModuleImplementsFunction", module_, name, query_imports).cast<bool>();
  }
  Optional<String> GetFunctionDoc(const String& name, bool query_imports = false) const {
    return AskModule("ffi.ModuleGetFunctionDoc", module_, name, query_imports)
        .cast<Optional<String>>();
  }
  Optional<String> GetFunctionMetadata(const String& name, bool query_imports = false) const {
    return AskModule("ffi.ModuleGetFunctionMetadata", module_, name, query_imports)
        .cast<Optional<String>>();
  }
  void WriteToFile(const String& file_name, const String& format) const {
    AskModule("ffi.ModuleWriteToFile", module_, file_name, format);
  }
  Array<String> GetWriteFormats() const {
    return AskModule("ffi.ModuleGetWriteFormats", module_).cast<Array<String>>();
  }
  // There is no function to ask.
  TVM_FFI_NO_VPTR_CHECK Bytes SaveToBytes() const { return module_->SaveToBytes(); }
  String InspectSource(const String& format = String()) const {
    return AskModule("ffi.ModuleInspectSource", module_, format).cast<String>();
  }
  void ImportModule(const Module& other) const;
  void ClearImports() const { AskModule("ffi.ModuleClearImports", module_); }

 private:
  ModuleObj* module_;
};

}  // namespace detail

/* A reference to a module. */
class Module : public ObjectRef {
 public:
  enum ModulePropertyMask : int {
    kBinarySerializable = 1,
    kRunnable = 2,
    kCompilationExportable = 4,
  };

  explicit Module(ObjectPtr<ModuleObj> ptr) : ObjectRef(std::move(ptr)) {
    TVM_FFI_ICHECK_NOTNULL(data_);
  }
  explicit Module(UnsafeInit tag) : ObjectRef(tag) {}
  Module(const Module&) = default;
  Module(Module&&) noexcept = default;
  Module& operator=(const Module&) = default;
  Module& operator=(Module&&) noexcept = default;

  /* Opens a file by the loader for its extension; the loader's error when that fails. */
  static Module LoadFromFile(const String& file_name) {
    return Function::GetGlobalRequired("ffi.ModuleLoadFromFile")(file_name).cast<Module>();
  }

  TVM_FFI_NO_VPTR_CHECK ModuleObj* get() const { return static_cast<ModuleObj*>(get_mutable()); }
  detail::ModuleCalls operator->() const { return detail::ModuleCalls(get()); }

  static constexpr bool _type_is_nullable = false;
  using ContainerType = ModuleObj;
};

inline void detail::ModuleCalls::ImportModule(const Module& other) const {
  AskModule("ffi.ModuleImportModule", module_, other);
}

inline Optional<Function> ModuleObj::GetFunction(const String& name, bool query_imports) {
  return detail::ModuleCalls(this).GetFunction(name, query_imports);
}
inline bool ModuleObj::ImplementsFunction(const String& name, bool query_imports) {
  return detail::ModuleCalls(this).ImplementsFunction(name, query_imports);
}
inline Optional<String> ModuleObj::GetFunctionDoc(const String& name, bool query_imports) {
  return detail::ModuleCalls(this).GetFunctionDoc(name, query_imports);
}
inline Optional<String> ModuleObj::GetFunctionMetadata(const String& name, bool query_imports) {
  return detail::ModuleCalls(this).GetFunctionMetadata(name, query_imports);
}

inline void ModuleObj::ImportModule(const Module& other) {
  // Not through the runtime, which comes here for modules of this class. Circles never arise, so
  // this walk ends; each module is looked at once.
  std::vector<const ModuleObj*> found = {other.get()};
  for (size_t next = 0; next < found.size(); ++next) {
    const ModuleObj* module = found[next];
    if (module == this) {
      detail::ThrowError("RuntimeError", "Cyclic dependency detected during import");
    }
    for (const Any& import : module->imports_) {
      const ModuleObj* imported = import.as<ModuleObj>();
      bool is_new = imported != nullptr;
      for (const ModuleObj* known : found) is_new = is_new && known != imported;
      if (is_new) found.push_back(imported);
    }
  }
  imports_.push_back(other);
}

}  // namespace ffi TVM_FFI_HIDDEN
}  // namespace tvm

#endif  // TVM_FFI_EXTRA_MODULE_H_
