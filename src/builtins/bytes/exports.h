// SPDX-License-Identifier: MIT
//
// Who is looking at an exporter's bytes: Note [Exports without reference counts] in objects/buffer_info.h.
//
// Not here: BufferInfo, the slot that gives it.
#pragma once

#include "objects/buffer_info.h"
#include "objects/protocol.h"

namespace eider::builtins {

using namespace objects;

/// Cheap and pessimistic: whether any export was ever registered and not yet found gone. Under the exporter's lock or not.
inline bool exports_counted(const ExportSet& exports) {
  return !exports.views.load_relaxed().is_absent() || exports.held.load_relaxed() != 0;
}
/// Registers `view` (a memoryview) with the exporter.
Result<void> add_export(Thread& t, Object* exporter, ExportSet& exports, Value view);
/// May `exporter` change its size? BufferError "Existing exports of data: object cannot be re-sized" when a holder or a view
/// certainly in use forbids it. True: put the bytes into a fresh store first, a view may be looking at this one. Either way all
/// views are forgotten, so exports_counted() is false until another is made.
Result<bool> check_not_exported(Thread& t, Object* exporter, ExportSet& exports);
inline void trace_exports(const ExportSet& exports, gc::Tracer& tracer) { tracer.mark_word(exports.views.load_relaxed().bits()); }

/// A C++ holder of somebody's bytes: they neither move nor resize while it lives. For system calls on user buffers.
class BufferHold {
 public:
  BufferHold() = default;
  BufferHold(const BufferHold&) = delete;
  BufferHold& operator=(const BufferHold&) = delete;
  ~BufferHold() { release(); }
  /// Contiguous bytes only. kWrite demands a buffer that is not read-only. `wrong_type` is the TypeError's text, a printf format
  /// with one %s for the type's name (CPython's readinto: "a read-write bytes-like object is required, not %s").
  enum class Access : bool { kRead, kWrite };
  Result<void> acquire(Thread& t, Value v, Access access, const char* wrong_type = "a bytes-like object is required, not '%s'");
  void release();
  /// Copies `size` bytes to offset `at`, in one step under the lock that guards them.
  void write(Thread& t, int64_t at, const uint8_t* from, int64_t size) const;
  uint8_t* data() const { return info_.data; }
  int64_t size() const { return info_.bytes(); }

 private:
  BufferInfo info_;
  bool held_ = false;
};

}  // namespace eider::builtins
