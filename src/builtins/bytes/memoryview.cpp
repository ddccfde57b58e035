// SPDX-License-Identifier: MIT
//
// The type memoryview.
#include "builtins/bytes/memoryview.h"

#include <algorithm>
#include <cstring>

#include "builtins/bytes/bytes_types.h"
#include "builtins/bytes/exports.h"
#include "builtins/slice/slice.h"
#include "objects/lock.h"

namespace eider::builtins {

// --- making views ---------------------------------------------------------------------------------------------------------------
Result<void> check_released(Thread& t, const MemoryView* view) {
  if (EIDER_LIKELY(view->released.load_relaxed() == 0)) return kDone;
  return raise(t, TypeId::kValueError, "operation forbidden on released memoryview object");
}

void fill_info(MemoryView* view, BufferInfo* out) {
  out->owner = view->owner.get();
  out->storage = view->storage.get();
  out->lock = view->lock.get().is_absent() ? nullptr : view->lock.get().as<Object>();
  out->data = view->data;
  out->count = view->count;
  out->stride = view->stride;
  out->item_size = view->item_size;
  std::memcpy(out->format, view->format, sizeof out->format);
  out->readonly = view->readonly;
  out->exports = view->owner_exports;
}

namespace {

void fill_view(MemoryView* view, const BufferInfo& info) {
  view->owner.init(info.owner);
  view->storage.init(info.storage);
  view->lock.init(info.lock == nullptr ? kAbsent : info.lock->value());
  view->data = info.data;
  view->count = info.count;
  view->stride = info.stride;
  view->item_size = info.item_size;
  std::memcpy(view->format, info.format, sizeof view->format);
  view->readonly = info.readonly;
  view->owner_exports = info.exports;
}

}  // namespace

Result<MemoryView*> memoryview_over(Thread& t, const BufferInfo& info) {
  auto* view = static_cast<MemoryView*>(EIDER_TRY(new_instance(t, type(t, TypeId::kMemoryView))));
  fill_view(view, info);
  if (info.exports != nullptr) EIDER_TRY(add_export(t, info.owner.as<Object>(), *info.exports, view->value()));
  return view;
}

Result<MemoryView*> memoryview_new(Thread& t, Value v) {
  BufferInfo info;
  if (is_exact(v, TypeId::kMemoryView)) {
    auto* from = v.as<MemoryView>();
    EIDER_TRY(check_released(t, from));
    fill_info(from, &info);
    return memoryview_over(t, info);
  }
  if (!EIDER_TRY(get_buffer(t, v, &info))) {
    return raise(t, TypeId::kTypeError, "memoryview: a bytes-like object is required, not '%s'", type_name(t, v));
  }
  if (info.exports == nullptr) return memoryview_over(t, info);
  // Held until the view is registered: nobody resizes between, and what get_buffer says then stays true.
  ExportSet* exports = info.exports;
  exports->held.fetch_add_acq_rel(1);
  Result<MemoryView*> made = memoryview_over(t, info);
  Result<bool> again = made.ok() ? get_buffer(t, v, &info) : Result<bool>(kFailure);
  if (again.ok()) fill_view(made.get(), info);  // not shared yet
  exports->held.fetch_sub_acq_rel(1);
  if (!again.ok()) return kFailure;
  return made;
}

namespace {

/// The exporter's lock, when it has one, for a scope.
class ViewLock {
 public:
  ViewLock(Thread& t, MemoryView* view) {
    Value lock = view->lock.get();
    if (!lock.is_absent()) locked_.emplace(t, *lock.as<Object>());
  }

 private:
  std::optional<LockedObject> locked_;
};

char code_of(const MemoryView* view) { return view->format[0] == '@' ? view->format[1] : view->format[0]; }
std::string_view format_of(const MemoryView* view) { return {view->format, strnlen(view->format, sizeof view->format)}; }
BufferInfo info_of(MemoryView* view) {
  BufferInfo info;
  fill_info(view, &info);
  return info;
}

Result<Value> item_at(Thread& t, MemoryView* view, int64_t i) {
  uint8_t item[8];
  {
    ViewLock locked(t, view);
    std::memcpy(item, view->data + i * view->stride, static_cast<size_t>(view->item_size));
  }
  return unpack_item(t, code_of(view), item);
}

/// All items, contiguous, in a private buffer.
Result<void> copy_items(Thread& t, MemoryView* view, kernels::Bytes& out) {
  BufferInfo info = info_of(view);
  uint8_t* to = out.extend(static_cast<size_t>(info.bytes()));
  if (info.bytes() != 0 && to == nullptr) return raise_no_memory(t);
  ViewLock locked(t, view);
  gather_bytes(info, to);
  return kDone;
}

// --- subscripts -----------------------------------------------------------------------------------------------------------------
Result<MemoryView*> slice_of(Thread& t, MemoryView* view, Value key) {
  SliceRange range = EIDER_TRY(slice_range(t, key, view->count));
  BufferInfo info = info_of(view);
  info.data += range.start * view->stride;
  info.count = range.count;
  info.stride = view->stride * range.step;
  return memoryview_over(t, info);
}

/// The index a key means, or -1 for a slice (`*slice`); a failure for all else.
Result<int64_t> resolve_key(Thread& t, MemoryView* view, Value key, Value* slice) {
  if (is_exact(key, TypeId::kTuple)) {
    auto* keys = key.as<Tuple>();
    bool indices = true, slices = keys->size() != 0;
    for (int64_t i = 0; i < keys->size(); i++) {
      Value k = keys->items[i].get();
      indices &= has_index(t, k);
      slices &= is_exact(k, TypeId::kSlice);
    }
    if (keys->size() == 0) return raise(t, TypeId::kNotImplementedError, "sub-views are not implemented");
    if (indices) {
      if (keys->size() != 1) {
        return raise(t, TypeId::kTypeError, "cannot index 1-dimension view with %lld-element tuple", static_cast<long long>(keys->size()));
      }
      key = keys->items[0].get();
    } else if (slices) {
      return raise(t, TypeId::kNotImplementedError, "multi-dimensional slicing is not implemented");
    }
  }
  if (has_index(t, key)) return item_index(t, key, view->count, "index out of bounds on dimension 1");
  if (is_exact(key, TypeId::kSlice)) {
    *slice = key;
    return -1;
  }
  return raise(t, TypeId::kTypeError, "memoryview: invalid slice key");
}

Result<Value> get_item_slot(Thread& t, Value self, Value key) {
  auto* view = self.as<MemoryView>();
  EIDER_TRY(check_released(t, view));
  Value slice;
  int64_t i = EIDER_TRY(resolve_key(t, view, key, &slice));
  if (i < 0) return slice_of(t, view, slice);
  EIDER_TRY(check_released(t, view));
  return item_at(t, view, i);
}

Result<void> set_slice(Thread& t, MemoryView* view, Value key, Value value) {
  BufferInfo source;
  if (!EIDER_TRY(get_buffer(t, value, &source))) {
    return raise(t, TypeId::kTypeError, "a bytes-like object is required, not '%s'", type_name(t, value));
  }
  SliceRange range = EIDER_TRY(slice_range(t, key, view->count));
  char from_code = 0, to_code = 0;
  format_size({source.format, strnlen(source.format, sizeof source.format)}, &from_code);
  format_size(format_of(view), &to_code);
  if (from_code != to_code || source.item_size != view->item_size || source.count != range.count) {
    return raise(t, TypeId::kValueError, "memoryview assignment: lvalue and rvalue have different structures");
  }
  // By way of private bytes: the source may overlap, and two locks are never held together.
  ByteSource bytes;
  EIDER_TRY(bytes.acquire(t, value));
  kernels::Bytes copy;
  copy.append(bytes.span().data(), bytes.span().size());
  if (copy.failed()) return raise_no_memory(t);
  if (static_cast<int64_t>(copy.size()) != range.count * view->item_size) {
    return raise(t, TypeId::kValueError, "memoryview assignment: lvalue and rvalue have different structures");
  }
  EIDER_TRY(check_released(t, view));
  auto item = static_cast<size_t>(view->item_size);
  ViewLock locked(t, view);
  for (int64_t i = 0; i < range.count; i++) {
    std::memcpy(view->data + (range.start + i * range.step) * view->stride, copy.data() + static_cast<size_t>(i) * item, item);
  }
  return kDone;
}

Result<void> set_item_slot(Thread& t, Value self, Value key, Value value) {
  auto* view = self.as<MemoryView>();
  EIDER_TRY(check_released(t, view));
  if (view->readonly) return raise(t, TypeId::kTypeError, "cannot modify read-only memory");
  if (value.is_absent()) return raise(t, TypeId::kTypeError, "cannot delete memory");
  Value slice;
  int64_t i = EIDER_TRY(resolve_key(t, view, key, &slice));
  if (i < 0) return set_slice(t, view, slice, value);
  uint8_t item[8];
  EIDER_TRY(pack_item(t, code_of(view), value, item));
  EIDER_TRY(check_released(t, view));  // the value's __index__ may have released it
  ViewLock locked(t, view);
  std::memcpy(view->data + i * view->stride, item, static_cast<size_t>(view->item_size));
  return kDone;
}

Result<int64_t> length_slot(Thread& t, Value self) {
  EIDER_TRY(check_released(t, self.as<MemoryView>()));
  return self.as<MemoryView>()->count;
}

// --- comparing, hashing, printing -----------------------------------------------------------------------------------------------
Result<Value> compare_slot(Thread& t, Value self, Value other, CompareKind kind) {
  if (kind != CompareKind::kEq && kind != CompareKind::kNe) return kNotImplemented;
  bool want_equal = kind == CompareKind::kEq;
  auto* view = self.as<MemoryView>();
  if (self == other) return Value::from_bool(want_equal);
  if (view->released.load_relaxed()) return Value::from_bool(!want_equal);
  if (is_exact(other, TypeId::kMemoryView) && other.as<MemoryView>()->released.load_relaxed()) return Value::from_bool(!want_equal);
  if (type_of(t, other)->slots.buffer == nullptr) return kNotImplemented;
  Result<MemoryView*> made = memoryview_new(t, other);
  if (!made.ok()) {
    clear_exception(t);
    return kNotImplemented;
  }
  MemoryView* right = made.get();
  char a = 0, b = 0;
  bool same = view->count == right->count && format_size(format_of(view), &a) != 0 && format_size(format_of(right), &b) != 0;
  if (same) {
    kernels::Bytes left_bytes, right_bytes;
    EIDER_TRY(copy_items(t, view, left_bytes));
    EIDER_TRY(copy_items(t, right, right_bytes));
    if (a == b && a != 'f' && a != 'd' && a != '?') {
      same = std::memcmp(left_bytes.data(), right_bytes.data(), left_bytes.size()) == 0;
    } else {
      for (int64_t i = 0; same && i < view->count; i++) {
        Value x = EIDER_TRY(unpack_item(t, a, left_bytes.data() + i * view->item_size));
        Value y = EIDER_TRY(unpack_item(t, b, right_bytes.data() + i * right->item_size));
        Value answer = EIDER_TRY(compare(t, x, y, CompareKind::kEq));  // not by identity: NaN differs from itself
        same = EIDER_TRY(truth(t, answer));
      }
    }
  }
  right->released.store_release(1);
  return Value::from_bool(same == want_equal);
}

Result<int64_t> hash_slot(Thread& t, Value self) {
  auto* view = self.as<MemoryView>();
  if (int64_t known = view->hash.load_relaxed(); known != 0) return known;
  EIDER_TRY(check_released(t, view));
  if (!view->readonly) return raise(t, TypeId::kValueError, "cannot hash writable memoryview object");
  char code = code_of(view);
  if (code != 'B' && code != 'b' && code != 'c') {
    return raise(t, TypeId::kValueError, "memoryview: hashing is restricted to formats 'B', 'b' or 'c'");
  }
  EIDER_TRY(hash(t, view->owner.get()));  // an owner that cannot be hashed may change
  kernels::Bytes all;
  EIDER_TRY(copy_items(t, view, all));
  Bytes* bytes = EIDER_TRY(bytes_from(t, all));
  auto hash = static_cast<int64_t>(bytes_hash(t, bytes));
  view->hash.store_relaxed(hash);
  return hash;
}

Result<Value> repr_slot(Thread& t, Value self) {
  bool released = self.as<MemoryView>()->released.load_relaxed() != 0;
  return str_format(t, "<%smemory at %s>", released ? "released " : "", address_text(self).c_str());
}

Result<void> buffer_slot(Thread& t, Value self, BufferInfo* out) {
  auto* view = self.as<MemoryView>();
  EIDER_TRY(check_released(t, view));
  fill_info(view, out);
  out->owner = self;
  out->exports = &view->exports;
  return kDone;
}

void trace(Header* object, gc::Tracer& tracer) {
  auto* view = static_cast<MemoryView*>(object);
  tracer.mark_word(view->owner.get().bits());
  tracer.mark_word(view->storage.get().bits());
  tracer.mark_word(view->lock.get().bits());
  trace_exports(view->exports, tracer);
}

Result<Value> construct(Thread& t, Type* cls, const Value* args, uint32_t nargs, Tuple* kwnames) {
  Value object;
  EIDER_TRY(unpack_constructor(t, "memoryview", {"object"}, 1, args, nargs, kwnames, &object));
  return memoryview_new(t, object);
}

// --- methods --------------------------------------------------------------------------------------------------------------------
Result<List*> tolist(Thread& t, MemoryView* self) {
  EIDER_TRY(check_released(t, self));
  kernels::Bytes all;
  EIDER_TRY(copy_items(t, self, all));
  List* out = EIDER_TRY(list_new(t, self->count));
  for (int64_t i = 0; i < self->count; i++) {
    Value item = EIDER_TRY(unpack_item(t, code_of(self), all.data() + i * self->item_size));
    EIDER_TRY(list_append(t, out, item));
  }
  return out;
}

Result<Bytes*> tobytes(Thread& t, MemoryView* self, Value order) {
  EIDER_TRY(check_released(t, self));
  if (!order.is_absent() && !order.is_none()) {
    Str* text = EIDER_TRY(expect_str(t, order, "tobytes() argument 'order'"));
    if (!str_equals_ascii(text, "C") && !str_equals_ascii(text, "F") && !str_equals_ascii(text, "A")) {
      return raise(t, TypeId::kValueError, "order must be 'C', 'F' or 'A'");
    }
  }
  kernels::Bytes all;
  EIDER_TRY(copy_items(t, self, all));
  return bytes_from(t, all);
}

Result<Str*> hex(Thread& t, MemoryView* self, Value sep, Value bytes_per_sep) {
  EIDER_TRY(check_released(t, self));
  kernels::Bytes all;
  EIDER_TRY(copy_items(t, self, all));
  return hex_of(t, {all.data(), all.size()}, sep, bytes_per_sep);
}

Result<void> release(Thread& t, MemoryView* self) {
  if (self->released.load_relaxed()) return kDone;
  int64_t held = self->exports.held.load_acquire();
  if (held != 0) {
    return raise(t, TypeId::kBufferError, "memoryview has %lld exported buffer%s", static_cast<long long>(held), held == 1 ? "" : "s");
  }
  self->released.store_release(1);  // pairs with load_acquire in check_not_exported
  return kDone;
}

Result<MemoryView*> toreadonly(Thread& t, MemoryView* self) {
  EIDER_TRY(check_released(t, self));
  BufferInfo info = info_of(self);
  info.readonly = true;
  return memoryview_over(t, info);
}

Result<MemoryView*> cast(Thread& t, MemoryView* self, Value format, Value shape) {
  EIDER_TRY(check_released(t, self));
  Str* text = EIDER_TRY(expect_str(t, format, "cast() argument 'format'"));
  int64_t wanted = -1;
  if (!shape.is_absent()) {
    if (!is_instance(t, shape, TypeId::kList) && !is_instance(t, shape, TypeId::kTuple)) {
      return raise(t, TypeId::kTypeError, "shape must be a list or a tuple");
    }
    Tuple* sizes = EIDER_TRY(to_tuple(t, shape));
    if (sizes->size() != 1) {
      return raise(t, TypeId::kNotImplementedError, "memoryview: only one-dimensional shapes are supported");
    }
    Value size = sizes->items[0].get();
    if (!is_int(t, size)) return raise(t, TypeId::kTypeError, "memoryview.cast(): elements of shape must be integers");
    if (!int_fits_int64(size, &wanted) || wanted <= 0) {
      return raise(t, TypeId::kValueError, "memoryview.cast(): elements of shape must be integers > 0");
    }
  }
  BufferInfo info = info_of(self);
  if (!info.contiguous()) return raise(t, TypeId::kTypeError, "memoryview: casts are restricted to C-contiguous views");
  char from = 0, to = 0;
  if (format_size(format_of(self), &from) == 0) {
    return raise(t, TypeId::kValueError,
                 "memoryview: source format must be a native single character format prefixed with an optional '@'");
  }
  int64_t item_size = text->ascii ? format_size(text->ascii_view(), &to) : 0;
  if (item_size == 0) {
    return raise(t, TypeId::kValueError,
                 "memoryview: destination format must be a native single character format prefixed with an optional '@'");
  }
  auto is_byte = [](char c) { return c == 'B' || c == 'b' || c == 'c'; };
  if (!is_byte(from) && !is_byte(to)) return raise(t, TypeId::kTypeError, "memoryview: cannot cast between two non-byte formats");
  int64_t bytes = info.bytes();
  if (bytes % item_size != 0) return raise(t, TypeId::kTypeError, "memoryview: length is not a multiple of itemsize");
  if (wanted >= 0 && (wanted > bytes / item_size || wanted * item_size != bytes)) {
    return raise(t, TypeId::kTypeError, "memoryview: product(shape) * itemsize != buffer size");
  }
  info.item_size = info.stride = item_size;
  info.count = bytes / item_size;
  std::memset(info.format, 0, sizeof info.format);
  std::memcpy(info.format, text->ascii_view().data(), text->ascii_view().size());
  return memoryview_over(t, info);
}

Result<Value> enter(Thread& t, MemoryView* self) {
  EIDER_TRY(check_released(t, self));
  return self->value();
}
Result<void> exit(Thread& t, MemoryView* self, Value) { return release(t, self); }

constexpr NativeDef kRows[] = {
    {"release(self, /)", bind<release>, Sync::kLocksOwn, "Release the underlying buffer exposed by the memoryview object."},
    {"tobytes(self, /, order='C')", bind<tobytes>, Sync::kSnapshot, "Return the data in the buffer as a byte string."},
    {"tolist(self, /)", bind<tolist>, Sync::kSnapshot, "Return the data in the buffer as a list of elements."},
    {"hex(self, /, sep=None, bytes_per_sep=1)", bind<hex>, Sync::kSnapshot, "Return the data in the buffer as a str of hexadecimal numbers."},
    {"cast(self, /, format, shape=None)", bind<cast>, Sync::kImmutable, "Cast a memoryview to a new format or shape."},
    {"toreadonly(self, /)", bind<toreadonly>, Sync::kImmutable, "Return a readonly version of the memoryview."},
    {"__enter__(self, /)", bind<enter>, Sync::kImmutable, nullptr},
    {"__exit__(self, /, *args)", bind<exit>, Sync::kLocksOwn, nullptr},
};

template <Result<Value> (*get)(Thread&, MemoryView*)>
Result<Value> checked(Thread& t, Value self) {
  EIDER_TRY(check_released(t, self.as<MemoryView>()));
  return get(t, self.as<MemoryView>());
}
Result<Value> one_tuple(Thread& t, int64_t n) {
  Value item = EIDER_TRY(int_from_int64(t, n));
  return tuple_of(t, item);
}
Result<Value> get_obj(Thread&, MemoryView* v) { return v->owner.get(); }
Result<Value> get_nbytes(Thread& t, MemoryView* v) { return int_from_int64(t, v->count * v->item_size); }
Result<Value> get_readonly(Thread&, MemoryView* v) { return Value::from_bool(v->readonly); }
Result<Value> get_itemsize(Thread&, MemoryView* v) { return Value::from_small_int(v->item_size); }
Result<Value> get_format(Thread& t, MemoryView* v) { return str_from_ascii(t, format_of(v)); }
Result<Value> get_ndim(Thread&, MemoryView*) { return Value::from_small_int(1); }
Result<Value> get_shape(Thread& t, MemoryView* v) { return one_tuple(t, v->count); }
Result<Value> get_strides(Thread& t, MemoryView* v) { return one_tuple(t, v->stride); }
Result<Value> get_suboffsets(Thread& t, MemoryView*) { return t.realm->empty_tuple->value(); }
Result<Value> get_contiguous(Thread&, MemoryView* v) { return Value::from_bool(info_of(v).contiguous()); }

constexpr GetSetDef kGetSets[] = {
    {"obj", checked<get_obj>, nullptr, "The underlying object of the memoryview."},
    {"nbytes", checked<get_nbytes>, nullptr, "The amount of space in bytes that the array would use in a contiguous representation."},
    {"readonly", checked<get_readonly>, nullptr, "A bool indicating whether the memory is read only."},
    {"itemsize", checked<get_itemsize>, nullptr, "The size in bytes of each element of the memoryview."},
    {"format", checked<get_format>, nullptr, "A string containing the format (in struct module style) for each element in the view."},
    {"ndim", checked<get_ndim>, nullptr, "An integer indicating how many dimensions of a multi-dimensional array the memory represents."},
    {"shape", checked<get_shape>, nullptr, "A tuple of ndim integers giving the shape of the memory as an N-dimensional array."},
    {"strides", checked<get_strides>, nullptr, "A tuple of ndim integers giving the size in bytes to access each element for each dimension of the array."},
    {"suboffsets", checked<get_suboffsets>, nullptr, "A tuple of integers used internally for PIL-style arrays."},
    {"c_contiguous", checked<get_contiguous>, nullptr, "A bool indicating whether the memory is C contiguous."},
    {"f_contiguous", checked<get_contiguous>, nullptr, "A bool indicating whether the memory is Fortran contiguous."},
    {"contiguous", checked<get_contiguous>, nullptr, "A bool indicating whether the memory is contiguous."},
};

// --- iteration ------------------------------------------------------------------------------------------------------------------
Result<Value> iter_slot(Thread& t, Value self) {
  EIDER_TRY(check_released(t, self.as<MemoryView>()));
  auto* it = static_cast<BytesIterator*>(EIDER_TRY(new_instance(t, type(t, TypeId::kMemoryIterator))));
  it->source.init(self);
  it->next.init(Value::from_small_int(0));
  return it->value();
}

Result<Value> iterator_next(Thread& t, Value self) {
  auto* it = self.as<BytesIterator>();
  Value source = it->source.load_relaxed();
  if (source.is_none()) return kAbsent;  // exhausted: Note [Exhausted iterators] in list/list.h
  auto* view = source.as<MemoryView>();
  int64_t i = it->next.load_relaxed().small_int();  // relaxed: any index is a good one
  if (i >= view->count) {
    it->source.store_relaxed(kNone);
    return kAbsent;
  }
  it->next.store_relaxed(Value::from_small_int(i + 1));
  EIDER_TRY(check_released(t, view));
  return item_at(t, view, i);
}

Result<Value> iterator_self(Thread&, Value self) { return self; }

}  // namespace

Result<void> install_memoryview(Thread& t) {
  TypeSpec iterator;
  iterator.id = TypeId::kMemoryIterator;
  iterator.name = "memory_iterator";
  iterator.flags = kDisallowInstantiation | kImmutable;
  iterator.native_bytes = sizeof(BytesIterator);
  iterator.trace = TraceKind::kValues;
  iterator.slots.iter = iterator_self;
  iterator.slots.next = iterator_next;
  EIDER_TRY(make_builtin_type(t, iterator));

  TypeSpec spec;
  spec.id = TypeId::kMemoryView;
  spec.name = "memoryview";
  spec.doc = "Create a new memoryview object which references the given object.";
  spec.flags = kImmutable | kWeakrefable | kSequencePattern;
  spec.native_bytes = sizeof(MemoryView);
  spec.trace = TraceKind::kCustom;
  spec.slots.repr = repr_slot;
  spec.slots.hash = hash_slot;
  spec.slots.compare = compare_slot;
  spec.slots.length = length_slot;
  spec.slots.get_item = get_item_slot;
  spec.slots.set_item = set_item_slot;
  spec.slots.iter = iter_slot;
  spec.slots.new_ = construct;
  spec.slots.buffer = buffer_slot;
  spec.slots.trace = trace;
  spec.methods = kRows;
  spec.method_count = std::size(kRows);
  spec.getsets = kGetSets;
  spec.getset_count = std::size(kGetSets);
  EIDER_TRY(make_builtin_type(t, spec));
  return kDone;
}

}  // namespace eider::builtins
