// SPDX-License-Identifier: MIT
#include "modules/sre/library.h"

#define PCRE2_CODE_UNIT_WIDTH 0
#include <pcre2.h>

#include "base/memory.h"

namespace eider::modules::sre {

namespace {

void* library_malloc(size_t bytes, void*) { return base::raw_alloc(bytes); }
void library_dispose(void* at, void*) { base::raw_free(at); }

// The functions of one width under one name.
template <int kBits>
struct Lib;
#define EIDER_PCRE2_WIDTH(W)                                                                                                            \
  template <>                                                                                                                           \
  struct Lib<W> {                                                                                                                       \
    using Unit = uint##W##_t;                                                                                                           \
    using Code = pcre2_code_##W;                                                                                                        \
    using MatchData = pcre2_match_data_##W;                                                                                             \
    using MatchContext = pcre2_match_context_##W;                                                                                       \
    using Stack = pcre2_jit_stack_##W;                                                                                                  \
    using GeneralContext = pcre2_general_context_##W;                                                                                   \
    using CalloutBlock = pcre2_callout_block_##W;                                                                                       \
    static constexpr auto general_context_create = pcre2_general_context_create_##W;                                                    \
    static constexpr auto general_context_free = pcre2_general_context_free_##W;                                                        \
    static constexpr auto compile_context_create = pcre2_compile_context_create_##W;                                                    \
    static constexpr auto compile_context_free = pcre2_compile_context_free_##W;                                                        \
    static constexpr auto set_newline = pcre2_set_newline_##W;                                                                          \
    static constexpr auto compile = pcre2_compile_##W;                                                                                  \
    static constexpr auto code_copy = pcre2_code_copy_##W;                                                                              \
    static constexpr auto code_free = pcre2_code_free_##W;                                                                              \
    static constexpr auto pattern_info = pcre2_pattern_info_##W;                                                                        \
    static constexpr auto jit_compile = pcre2_jit_compile_##W;                                                                          \
    static constexpr auto jit_match = pcre2_jit_match_##W;                                                                              \
    static constexpr auto jit_stack_create = pcre2_jit_stack_create_##W;                                                                \
    static constexpr auto jit_stack_free = pcre2_jit_stack_free_##W;                                                                    \
    static constexpr auto jit_stack_assign = pcre2_jit_stack_assign_##W;                                                                \
    static constexpr auto match = pcre2_match_##W;                                                                                      \
    static constexpr auto match_data_create = pcre2_match_data_create_from_pattern_##W;                                                 \
    static constexpr auto match_data_free = pcre2_match_data_free_##W;                                                                  \
    static constexpr auto match_context_create = pcre2_match_context_create_##W;                                                        \
    static constexpr auto match_context_free = pcre2_match_context_free_##W;                                                            \
    static constexpr auto ovector = pcre2_get_ovector_pointer_##W;                                                                      \
    static constexpr auto mark = pcre2_get_mark_##W;                                                                                    \
    static constexpr auto set_callout = pcre2_set_callout_##W;                                                                          \
    static constexpr auto set_offset_limit = pcre2_set_offset_limit_##W;                                                                \
    static constexpr auto set_match_limit = pcre2_set_match_limit_##W;                                                                  \
    static constexpr auto set_depth_limit = pcre2_set_depth_limit_##W;                                                                  \
    static constexpr auto set_heap_limit = pcre2_set_heap_limit_##W;                                                                    \
  }
EIDER_PCRE2_WIDTH(8);
EIDER_PCRE2_WIDTH(16);
EIDER_PCRE2_WIDTH(32);
#undef EIDER_PCRE2_WIDTH

template <class F>
auto with_width(uint8_t unit, F&& f) {
  if (unit == 1) return f(Lib<8>());
  if (unit == 2) return f(Lib<16>());
  return f(Lib<32>());
}

template <class L>
CompileStatus compile_width(const base::RawVector<uint32_t>& pattern, uint32_t options, Compiled* out) {
  base::RawVector<typename L::Unit> units;
  if (!units.reserve(pattern.size() + 1)) return CompileStatus::kNoMemory;
  for (uint32_t c : pattern) {
    if (!units.push(static_cast<typename L::Unit>(c))) return CompileStatus::kNoMemory;
  }
  auto* general = L::general_context_create(library_malloc, library_dispose, nullptr);
  if (general == nullptr) return CompileStatus::kNoMemory;
  auto* context = L::compile_context_create(general);
  int error = PCRE2_ERROR_HEAP_FAILED;
  PCRE2_SIZE where = 0;
  if (context != nullptr) {
    L::set_newline(context, PCRE2_NEWLINE_LF);
    out->code = L::compile(units.data(), units.size(), options, &error, &where, context);
    L::compile_context_free(context);
  }
  L::general_context_free(general);
  if (out->code == nullptr) return error == PCRE2_ERROR_HEAP_FAILED ? CompileStatus::kNoMemory : CompileStatus::kRefused;
  auto* code = static_cast<typename L::Code*>(out->code);
  uint32_t found = 0;
  L::pattern_info(code, PCRE2_INFO_ALLOPTIONS, &found);
  out->one_start = (found & PCRE2_ANCHORED) != 0;
  L::pattern_info(code, PCRE2_INFO_SIZE, &out->bytes);
  return CompileStatus::kDone;
}

struct Callback {
  bool (*function)(void*);
  void* context;
};
template <class L>
int on_callout(typename L::CalloutBlock*, void* data) {
  auto* callback = static_cast<Callback*>(data);
  return callback->function(callback->context) ? 0 : PCRE2_ERROR_CALLOUT;
}

}  // namespace

CompileStatus library_compile(const base::RawVector<uint32_t>& pattern, uint8_t unit, Anchor anchor, bool unicode, Compiled* out) {
  uint32_t options = PCRE2_DOTALL | PCRE2_MULTILINE | PCRE2_ALT_CIRCUMFLEX | PCRE2_NEVER_UTF;
  if (unicode) options |= PCRE2_UCP;
  switch (anchor) {
    case Anchor::kSearch: options |= PCRE2_USE_OFFSET_LIMIT; break;
    case Anchor::kMatch: options |= PCRE2_ANCHORED; break;
    case Anchor::kFullMatch: options |= PCRE2_ANCHORED | PCRE2_ENDANCHORED; break;
  }
  out->unit = unit;
  return with_width(unit, [&](auto lib) { return compile_width<decltype(lib)>(pattern, options, out); });
}

bool library_add_machine_code(const Compiled& from, Compiled* out) {
  return with_width(from.unit, [&](auto lib) {
    using L = decltype(lib);
    auto* copy = L::code_copy(static_cast<const typename L::Code*>(from.code));
    if (copy == nullptr) return false;
    if (L::jit_compile(copy, PCRE2_JIT_COMPLETE) != 0) {
      L::code_free(copy);
      return false;
    }
    *out = from;
    out->code = copy;
    out->machine_code = true;
    size_t size = 0;
    L::pattern_info(copy, PCRE2_INFO_JITSIZE, &size);
    out->bytes += size;
    return true;
  });
}

void library_free(Compiled& compiled) {
  if (compiled.code == nullptr) return;
  with_width(compiled.unit, [&](auto lib) {
    using L = decltype(lib);
    L::code_free(static_cast<typename L::Code*>(compiled.code));
    return 0;
  });
  compiled.code = nullptr;
}

// --- Session ------------------------------------------------------------------------------------------------------------------------
Session::~Session() { release(); }

void* Session::take(size_t bytes, void* self) {
  auto* session = static_cast<Session*>(self);
  size_t rounded = (bytes + 15) & ~size_t{15};
  if (rounded > sizeof(session->room_) - session->used_) return base::raw_alloc(bytes);
  void* at = session->room_ + session->used_;
  session->used_ += rounded;
  return at;
}
void Session::give_back(void* at, void* self) {
  auto* session = static_cast<Session*>(self);
  auto* byte = static_cast<char*>(at);
  if (byte < session->room_ || byte >= session->room_ + sizeof(session->room_)) base::raw_free(at);
}

void Session::release() {
  if (unit_ == 0) return;
  with_width(unit_, [&](auto lib) {
    using L = decltype(lib);
    if (match_data_ != nullptr) L::match_data_free(static_cast<typename L::MatchData*>(match_data_));
    if (context_ != nullptr) L::match_context_free(static_cast<typename L::MatchContext*>(context_));
    if (stack_ != nullptr) L::jit_stack_free(static_cast<typename L::Stack*>(stack_));
    if (general_ != nullptr) L::general_context_free(static_cast<typename L::GeneralContext*>(general_));
    return 0;
  });
  match_data_ = context_ = stack_ = general_ = nullptr;
  used_ = 0;
}

bool Session::grow_stack(size_t bytes) {
  return with_width(unit_, [&](auto lib) {
    using L = decltype(lib);
    if (stack_ != nullptr) L::jit_stack_free(static_cast<typename L::Stack*>(stack_));
    auto* stack = L::jit_stack_create(64 << 10, bytes, nullptr);
    stack_ = stack;
    L::jit_stack_assign(static_cast<typename L::MatchContext*>(context_), nullptr, stack);
    return stack != nullptr;
  });
}

uint32_t Session::last_mark() const {
  return with_width(unit_, [&](auto lib) {
    using L = decltype(lib);
    auto* name = L::mark(static_cast<typename L::MatchData*>(match_data_));
    uint32_t n = 0;
    for (; name != nullptr && *name != 0; name++) n = n * 10 + static_cast<uint32_t>(*name - '0');
    return n;
  });
}

template <int kBits>
MatchStatus Session::run_width(const Compiled& compiled, const MatchCall& call) {
  using L = Lib<kBits>;
  auto* code = static_cast<const typename L::Code*>(compiled.code);
  if (EIDER_UNLIKELY(code_ != code)) {
    if (match_data_ != nullptr) L::match_data_free(static_cast<typename L::MatchData*>(match_data_));
    match_data_ = nullptr;
    if (context_ == nullptr) {
      auto* general = L::general_context_create(take, give_back, this);
      general_ = general;
      if (general == nullptr) return MatchStatus::kNoMemory;
      auto* fresh = L::match_context_create(general);
      if (fresh == nullptr) return MatchStatus::kNoMemory;
      L::set_depth_limit(fresh, UINT32_MAX);
      L::set_heap_limit(fresh, 4u << 20);  // in KiB: what the interpreter may take to remember where it was
      context_ = fresh;
    }
    auto* data = L::match_data_create(code, static_cast<typename L::GeneralContext*>(general_));
    if (data == nullptr) return MatchStatus::kNoMemory;
    match_data_ = data;
    ends_ = L::ovector(data);
    code_ = code;
  }
  auto* context = static_cast<typename L::MatchContext*>(context_);
  auto* data = static_cast<typename L::MatchData*>(match_data_);
  auto* text = static_cast<const typename L::Unit*>(call.text);
  Callback callback{call.callback, call.callback_context};
  L::set_callout(context, call.callback == nullptr ? nullptr : on_callout<L>, &callback);
  L::set_match_limit(context, call.steps == 0 ? UINT32_MAX : call.steps);
  L::set_offset_limit(context, call.last_start >= call.length ? PCRE2_UNSET : call.last_start);
  uint32_t options = call.not_empty ? PCRE2_NOTEMPTY_ATSTART : 0;
  int status = compiled.machine_code && call.machine_code ? L::jit_match(code, text, call.length, call.start, options, data, context)
                                                          : L::match(code, text, call.length, call.start, options | PCRE2_NO_JIT, data, context);
  if (status >= 0) return MatchStatus::kMatched;
  switch (status) {
    case PCRE2_ERROR_NOMATCH: return MatchStatus::kNoMatch;
    case PCRE2_ERROR_MATCHLIMIT: return MatchStatus::kLimit;
    case PCRE2_ERROR_JIT_STACKLIMIT: return MatchStatus::kStack;
    case PCRE2_ERROR_CALLOUT: return MatchStatus::kInterrupted;
    case PCRE2_ERROR_HEAPLIMIT: case PCRE2_ERROR_NOMEMORY: return MatchStatus::kNoMemory;
    default: return MatchStatus::kBroken;
  }
}

MatchStatus Session::run(const Compiled& compiled, const MatchCall& call) {
  if (EIDER_UNLIKELY(unit_ != compiled.unit)) {
    release();
    code_ = nullptr;
    unit_ = compiled.unit;
  }
  if (unit_ == 1) return run_width<8>(compiled, call);
  if (unit_ == 2) return run_width<16>(compiled, call);
  return run_width<32>(compiled, call);
}

}  // namespace eider::modules::sre
