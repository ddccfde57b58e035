// SPDX-License-Identifier: MIT
#include "builtins/bytes/exports.h"

#include <cstring>

#include "builtins/bytes/memoryview.h"
#include "objects/lock.h"
#include "objects/weakref.h"

namespace eider::builtins {

namespace {

/// Whether the reference names a view that is alive and not released.
bool live_view(Value reference) {
  Value view = reference.as<WeakRef>()->get();
  return !view.is_absent() && view.as<MemoryView>()->released.load_acquire() == 0;
}

}  // namespace

Result<void> add_export(Thread& t, Object* exporter, ExportSet& exports, Value view) {
  WeakRef* reference = EIDER_TRY(weak_ref_new(t, type(t, TypeId::kWeakRef), view, kAbsent));
  List* fresh = EIDER_TRY(list_new(t, 4));
  List* list = nullptr;
  {
    LockedObject locked(t, *exporter);
    Value views = exports.views.load_relaxed();
    if (views.is_absent()) {
      exports.views.store_relaxed(fresh->value());
      list = fresh;
    } else {
      list = views.as<List>();
    }
  }
  // A growing list of dead views is replaced by one of the living, now and then.
  int64_t n = list->size.load_relaxed();
  if (n >= 16 && (n & (n - 1)) == 0) {
    for (int64_t i = 0; i < n; i++) {
      Value old = list_get(list, i);
      if (!old.is_absent() && live_view(old)) EIDER_TRY(list_append(t, fresh, old));
    }
    if (fresh->size.load_relaxed() <= n / 2) {
      LockedObject locked(t, *exporter);
      // Only if nobody added meanwhile: else their views would be lost.
      if (exports.views.load_relaxed() == list->value() && list->size.load_relaxed() == n) {
        exports.views.store_relaxed(fresh->value());
        list = fresh;
      }
    }
  }
  return list_append(t, list, reference->value());
}

Result<bool> check_not_exported(Thread& t, Object* exporter, ExportSet& exports) {
  bool may_be_seen = false;
  bool refused = false;
  auto frame_holds = t.realm->hooks.frame_holds;
  {
    LockedObject locked(t, *exporter);
    refused = exports.held.load_acquire() != 0;  // pairs with the release in BufferHold::release
    Value views = exports.views.load_relaxed();
    List* list = views.is_absent() ? nullptr : views.as<List>();
    for (int64_t i = 0, n = list == nullptr ? 0 : list->size.load_relaxed(); i < n && !refused; i++) {
      Value reference = list_get(list, i);
      if (reference.is_absent() || !live_view(reference)) continue;
      may_be_seen = true;
      Value view = reference.as<WeakRef>()->get();
      refused = !view.is_absent() && frame_holds != nullptr && frame_holds(t, view);
    }
    if (!refused) exports.views.store_relaxed(kAbsent);
  }
  if (refused) return raise(t, TypeId::kBufferError, "Existing exports of data: object cannot be re-sized");
  return may_be_seen;
}

Result<void> BufferHold::acquire(Thread& t, Value v, Access access, const char* wrong_type) {
  release();
  bool wrong = !EIDER_TRY(get_buffer(t, v, &info_)) || (access == Access::kWrite && info_.readonly);
  if (wrong) {
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wformat-nonliteral"
    return raise(t, TypeId::kTypeError, wrong_type, type_name(t, v));
#pragma clang diagnostic pop
  }
  if (!info_.contiguous()) return raise(t, TypeId::kBufferError, "memoryview: underlying buffer is not C-contiguous");
  if (info_.exports == nullptr) return kDone;
  info_.exports->held.fetch_add_acq_rel(1);  // from here on nobody resizes
  held_ = true;
  ExportSet* exports = info_.exports;
  Result<bool> again = get_buffer(t, v, &info_);  // where the bytes are now
  info_.exports = exports;
  if (!again.ok()) return kFailure;
  return kDone;
}

void BufferHold::write(Thread& t, int64_t at, const uint8_t* from, int64_t size) const {
  EIDER_ASSERT(at >= 0 && at + size <= info_.bytes());
  if (size == 0) return;
  std::optional<LockedObject> locked;
  if (info_.lock != nullptr) locked.emplace(t, *info_.lock);
  std::memcpy(info_.data + at, from, static_cast<size_t>(size));
}

void BufferHold::release() {
  if (!held_) return;
  held_ = false;
  info_.exports->held.fetch_sub_acq_rel(1);  // pairs with load_acquire in check_not_exported
}

}  // namespace eider::builtins
