// SPDX-License-Identifier: MIT
//
// What --jit=why and --jit=stats print.
#include <algorithm>
#include <cstdio>

#include "bytecode/ops.h"
#include "jit/helpers.h"
#include "jit/jit.h"
#include "objects/protocol.h"

namespace eider::jit {

namespace {

constexpr size_t kExitsPrinted = 20, kExecutorsPrinted = 200;

}  // namespace

std::string where(const vm::Code* code, uint32_t unit) {
  return objects::to_utf8(code->qualname) + " (" + objects::to_utf8(code->filename) + ":" + std::to_string(vm::position_of(*code, unit).line) + ")";
}

std::string sentence(const Executor& e) {
  char text[200];
  std::snprintf(text, sizeof text, ": compiled %s: %u operations recorded, %u after the optimizer, %zu bytes; %.0f us (%.0f us optimizing)",
                e.continues != nullptr ? "a side path" : e.straight ? "a path" : "a loop", e.recorded_operations, e.operations, e.code_bytes,
                e.compile_us(), static_cast<double>(e.optimize_ns) / 1e3);
  return e.place + text;
}

namespace {

/// The name under which `code` finds the cell, "" when it does not.
std::string name_of_cell(Thread& t, const objects::NameCell* cell, const vm::Code& code, const std::vector<objects::Type*>& types) {
  Value globals = code.globals.load_acquire(), builtins = code.builtins.load_acquire();
  for (int64_t i = 0; i < code.names->size(); i++) {
    auto* name = code.names->items[i].get().as<objects::Str>();
    auto in = [&](Value dict) { return !dict.is_absent() && is_exact(dict, objects::TypeId::kDict) && dict_find_cell(t, dict.as<objects::Dict>(), name) == cell; };
    if (in(globals)) return "the global " + objects::to_utf8(name);
    if (in(builtins)) return "the builtin " + objects::to_utf8(name);
    for (objects::Type* type : types) {
      if (type_lookup_cell(t, type, name) == cell) return "the attribute " + objects::to_utf8(name) + " of class " + type->utf8_name;
    }
  }
  return "";
}

}  // namespace

std::string fact_name(Thread& t, const void* fact, const Executor& e, const std::vector<const void*>& facts) {
  auto as_type = [&](const void* p) -> objects::Type* {
    if (is_function_fact(p)) return nullptr;
    Value v = Value::from_pointer(const_cast<void*>(p));
    return is_instance(t, v, objects::TypeId::kType) ? v.as<objects::Type>() : nullptr;
  };
  if (is_function_fact(fact)) {
    Value name = reinterpret_cast<const vm::Function*>(static_cast<const char*>(fact) - 1)->qualname.load_acquire();
    return "the code or the defaults of " + objects::to_utf8(name.as<objects::Str>());
  }
  if (objects::Type* type = as_type(fact)) return std::string("the class ") + type->utf8_name;
  Value v = Value::from_pointer(const_cast<void*>(fact));
  if (is_exact(v, objects::TypeId::kCode)) return "that " + objects::to_utf8(v.as<vm::Code>()->qualname) + " is used in one module only";
  std::vector<objects::Type*> types;
  for (const void* other : facts) {
    if (objects::Type* type = as_type(other)) types.push_back(type);
  }
  for (const vm::Code* code : e.codes) {
    if (std::string name = name_of_cell(t, v.as<objects::NameCell>(), *code, types); !name.empty()) return name;
  }
  return "a module's attribute";
}

std::string by_whom(Thread& t) {
  if (t.frame == nullptr) return "";
  const vm::ThreadCode* code = t.frame->code;
  bool inside = t.pc >= code->units && t.pc < code->units + code->code->unit_count;
  return ", by " + where(code->code, inside ? static_cast<uint32_t>(t.pc - code->units) : 0);
}

void Jit::print_stats() {
  std::fprintf(stderr, "jit: %llu traces recorded, %llu given up, %llu compiled into %llu bytes in %.3f ms, %llu invalidated, %llu dropped\n",
               static_cast<unsigned long long>(stats_.recorded.load_relaxed()), static_cast<unsigned long long>(stats_.aborted.load_relaxed()),
               static_cast<unsigned long long>(stats_.compiled.load_relaxed()), static_cast<unsigned long long>(stats_.bytes.load_relaxed()),
               static_cast<double>(stats_.compile_ns.load_relaxed()) / 1e6, static_cast<unsigned long long>(stats_.invalidated.load_relaxed()),
               static_cast<unsigned long long>(stats_.dropped.load_relaxed()));
  LifecycleFigures life = life_->figures();
  std::fprintf(stderr, "jit: %zu executors linked, %zu bytes; %llu retired, %llu freed, %zu waiting, %zu bytes (most %zu); arena %zu bytes used, %zu touched\n",
               life.linked, life.linked_bytes, static_cast<unsigned long long>(life.retired), static_cast<unsigned long long>(life.freed),
               life.waiting, life.waiting_bytes, life.most_waiting, arena_->used_bytes(), arena_->touched_bytes());
  print_executors();
  print_exits();
  print_escapes();
  print_refusals();
}

/// Instructions that compiled code leaves to the interpreter's definition, those that ran most often first.
void Jit::print_escapes() {
  EscapeCounts counts = life_->escapes();
  std::vector<int> order;
  for (size_t op = 0; op < counts.size(); ++op) {
    if (counts[op] != 0) order.push_back(static_cast<int>(op));
  }
  std::sort(order.begin(), order.end(), [&](int a, int b) { return counts[static_cast<size_t>(a)] > counts[static_cast<size_t>(b)]; });
  for (int op : order) {
    std::fprintf(stderr, "jit: escapes: %10llu times %s\n", static_cast<unsigned long long>(counts[static_cast<size_t>(op)]),
                 bytecode::op_name(static_cast<BytecodeOp>(op)));
  }
}

/// Why recordings were given up.
void Jit::print_refusals() {
  base::MutexLock lock(refusals_mutex_);
  for (const auto& [why, times] : refusals_) {
    std::fprintf(stderr, "jit: given up: %llu times: %s\n", static_cast<unsigned long long>(times), why.c_str());
  }
}

/// What compiling each trace cost, in the order in which they were compiled. Those that have been freed are missing.
void Jit::print_executors() {
  size_t count = 0;
  life_->each([&](const Executor& e) {
    if (!e.codes.empty() && count++ < kExecutorsPrinted) std::fprintf(stderr, "jit: %s\n", sentence(e).c_str());
  });
  if (count > kExecutorsPrinted) std::fprintf(stderr, "jit: and %zu more\n", count - kExecutorsPrinted);
}

/// Where compiled code was left for C++ most often.
void Jit::print_exits() {
  std::vector<const Exit*> all;
  life_->each([&](const Executor& e) {
    for (const Exit& exit : e.exits) {
      if (exit.taken.load_relaxed() >= 1000) all.push_back(&exit);
    }
  });
  std::sort(all.begin(), all.end(), [](const Exit* a, const Exit* b) { return a->taken.load_relaxed() > b->taken.load_relaxed(); });
  if (all.size() > kExitsPrinted) all.resize(kExitsPrinted);
  for (const Exit* exit : all) {
    const Executor& e = *exit->executor;
    const ExitFrame& frame = e.exit_frames[exit->frames_end - 1];
    std::string what = info_of(exit->op).name;
    if (exit->op == Op::kEscape) what += std::string(" ") + bytecode::op_name(static_cast<BytecodeOp>(exit->what & 0xff));
    else if (info_of(exit->op).immediate == Immediate::kHelper) what += std::string(" ") + kHelpers[exit->what].name;
    std::fprintf(stderr, "jit: %10u times %-28s %s%s\n", exit->taken.load_relaxed(), what.c_str(), where(e.codes[frame.code], frame.unit).c_str(),
                 exit->side.load_relaxed() != nullptr ? " (followed now)" : "");
  }
}

}  // namespace eider::jit
