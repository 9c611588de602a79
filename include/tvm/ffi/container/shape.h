/* SPDX-License-Identifier: Apache-2.0 */
/* Shape: an immutable list of integers; ShapeView: somebody else's. cpp.md §6; layout abi.md §6.4. */
#ifndef TVM_FFI_CONTAINER_SHAPE_H_
#define TVM_FFI_CONTAINER_SHAPE_H_

#include <tvm/ffi/any.h>
#include <tvm/ffi/container/array.h>
#include <tvm/ffi/container/seq_base.h>
#include <tvm/ffi/error.h>
#include <tvm/ffi/memory.h>
#include <tvm/ffi/object.h>
#include <tvm/ffi/type_traits.h>

#include <cstdint>
#include <initializer_list>
#include <iterator>
#include <ostream>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace tvm {
namespace ffi TVM_FFI_HIDDEN {

/* Pointer and length of integers that live elsewhere. Made from an initializer list it is good for
   the full expression only. */
class ShapeView {
 public:
  ShapeView() : cell_{nullptr, 0} {}
  ShapeView(const int64_t* data, size_t size) : cell_{data, size} {}
  ShapeView(const std::initializer_list<int64_t>& items)  // NOLINT(google-explicit-constructor)
      : cell_{items.begin(), items.size()} {}
  ShapeView(const std::vector<int64_t>& items)  // NOLINT(google-explicit-constructor)
      : cell_{items.data(), items.size()} {}

  const int64_t* data() const { return cell_.data; }
  size_t size() const { return cell_.size; }
  bool empty() const { return cell_.size == 0; }
  const int64_t* begin() const { return cell_.data; }
  const int64_t* end() const { return cell_.data + cell_.size; }

  /* No check; `at` throws IndexError. */
  int64_t operator[](size_t index) const { return cell_.data[index]; }
  int64_t at(size_t index) const {
    if (TVM_FFI_PREDICT_FALSE(index >= cell_.size)) ThrowOutOfRange(index);
    return cell_.data[index];
  }
  int64_t front() const { return at(0); }
  int64_t back() const { return at(cell_.size - 1); }

  /* The number of elements of a tensor of this shape; 1 for an empty one. */
  int64_t Product() const {
    int64_t product = 1;
    for (int64_t extent : *this) product *= extent;
    return product;
  }

 private:
  [[noreturn]] TVM_FFI_NO_INLINE TVM_FFI_COLD_CODE void ThrowOutOfRange(size_t index) const {
    detail::ThrowError(
        "IndexError",
        detail::JoinText({"indexing ", detail::IntText(static_cast<uint64_t>(index), false),
                          " on a Shape of size ",
                          detail::IntText(static_cast<int64_t>(cell_.size))}));
  }

  TVMFFIShapeCell cell_;
};

/* Header, cell; the integers follow when Shape's constructors made it. */
class ShapeObj : public Object, public TVMFFIShapeCell {
 public:
  static constexpr int32_t _type_index = TypeIndex::kTVMFFIShape;
  static constexpr TVMFFISEqHashKind _type_s_eq_hash_kind = kTVMFFISEqHashKindTreeNode;
  static constexpr bool _type_final = true;
  TVM_FFI_DECLARE_OBJECT_INFO_STATIC(StaticTypeKey::kTVMFFIShape, ShapeObj, Object);

  /* A shape of `size` integers behind the object, for the caller to fill through `*items`. */
  static ObjectPtr<ShapeObj> Make(size_t size, int64_t** items) {
    ObjectPtr<ShapeObj> shape = make_inplace_array_object<ShapeObj, int64_t>(size);
    *items = reinterpret_cast<int64_t*>(reinterpret_cast<char*>(shape.get()) + sizeof(ShapeObj));
    shape->TVMFFIShapeCell::data = *items;
    shape->TVMFFIShapeCell::size = size;
    return shape;
  }

  int64_t Product() const { return View().Product(); }
  ShapeView View() const { return ShapeView(TVMFFIShapeCell::data, TVMFFIShapeCell::size); }
};

/* Reference to a ShapeObj; not nullable. */
class Shape : public ObjectRef {
 public:
  using value_type = int64_t;
  using iterator = const int64_t*;
  using const_iterator = const int64_t*;

  Shape() : Shape(ShapeView()) {}
  Shape(std::initializer_list<int64_t> items)  // NOLINT(google-explicit-constructor)
      : ObjectRef(Collect(items.begin(), items.end())) {}
  Shape(const std::vector<int64_t>& items)  // NOLINT(google-explicit-constructor)
      : ObjectRef(Collect(items.begin(), items.end())) {}
  Shape(const Array<int64_t>& items)  // NOLINT(google-explicit-constructor)
      : ObjectRef(Collect(items.begin(), items.end())) {}
  explicit Shape(ShapeView items) : ObjectRef(Collect(items.begin(), items.end())) {}
  template <typename It, typename = std::enable_if_t<std::is_convertible_v<
                             typename std::iterator_traits<It>::value_type, int64_t>>>
  Shape(It first, It last) : ObjectRef(Collect(first, last)) {}

  operator ShapeView() const { return View(); }  // NOLINT(google-explicit-constructor)

  const int64_t* data() const { return View().data(); }
  size_t size() const { return View().size(); }
  bool empty() const { return size() == 0; }
  const int64_t* begin() const { return View().begin(); }
  const int64_t* end() const { return View().end(); }
  /* IndexError outside [0, size). */
  int64_t operator[](size_t index) const { return View().at(index); }
  int64_t at(size_t index) const { return View().at(index); }
  int64_t front() const { return View().at(0); }
  int64_t back() const { return View().at(size() - 1); }
  int64_t Product() const { return View().Product(); }

  /* Strides, in elements, of a compact row-major tensor of this shape. */
  static Shape StridesFromShape(ShapeView shape);

  TVM_FFI_DEFINE_OBJECT_REF_METHODS_NOTNULLABLE(Shape, ObjectRef, ShapeObj);

 private:
  explicit Shape(ObjectPtr<ShapeObj> data) : ObjectRef(std::move(data)) {}

  ShapeView View() const { return data_ == nullptr ? ShapeView() : get()->View(); }

  template <typename It>
  static ObjectPtr<ShapeObj> Collect(It first, It last) {
    int64_t* items = nullptr;
    ObjectPtr<ShapeObj> shape =
        ShapeObj::Make(static_cast<size_t>(std::distance(first, last)), &items);
    for (; first != last; ++first) *items++ = static_cast<int64_t>(*first);
    return shape;
  }
};

namespace detail {

/* Writes the strides of a compact row-major tensor; `strides` has room for as many as `shape`. */
inline void FillStridesFromShape(ShapeView shape, int64_t* strides) {
  int64_t stride = 1;
  for (size_t i = shape.size(); i-- > 0;) {
    strides[i] = stride;
    stride *= shape[i];
  }
}

}  // namespace detail

inline Shape Shape::StridesFromShape(ShapeView shape) {
  int64_t* items = nullptr;
  ObjectPtr<ShapeObj> strides = ShapeObj::Make(shape.size(), &items);
  detail::FillStridesFromShape(shape, items);
  return Shape(std::move(strides));
}

/* `[2, 3]` */
inline std::ostream& operator<<(std::ostream& os, const ShapeView& shape) {
  os << '[';
  for (size_t i = 0; i < shape.size(); ++i) os << (i == 0 ? "" : ", ") << shape[i];
  return os << ']';
}
inline std::ostream& operator<<(std::ostream& os, const Shape& shape) {
  return os << static_cast<ShapeView>(shape);
}

template <>
inline constexpr bool use_default_type_traits_v<Shape> = false;

template <>
struct TypeTraits<Shape> : public ObjectRefWithFallbackTraitsBase<Shape, Array<int64_t>> {
  static constexpr int32_t field_static_type_index = TypeIndex::kTVMFFIShape;
  static Shape ConvertFallbackValue(const Array<int64_t>& items) { return Shape(items); }
};

}  // namespace ffi TVM_FFI_HIDDEN
}  // namespace tvm

#endif  // TVM_FFI_CONTAINER_SHAPE_H_
