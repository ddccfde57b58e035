// SPDX-License-Identifier: MIT
//
// Traceback objects, and the text python3.11 prints for an exception: frames with source lines and carets, causes and contexts,
// notes, groups, SyntaxErrors.
#include <string>
#include <vector>

#include "builtins/exceptions/exceptions.h"
#include "objects/numbers.h"
#include "objects/realm.h"

namespace eider::builtins {

namespace {

Value or_none(Value v) { return v.is_absent() ? kNone : v; }
Traceback* entry_of(Value v) { return v.as<Traceback>(); }

Result<Value> tb_next(Thread&, Value self) { return or_none(entry_of(self)->next.load_relaxed()); }
Result<void> set_tb_next(Thread& t, Value self, Value v) {
  if (v.is_absent()) return raise(t, TypeId::kTypeError, "can't delete tb_next attribute");
  if (v.is_none()) {
    entry_of(self)->next.store_release(kAbsent);
    return kDone;
  }
  if (!is_exact(v, TypeId::kTraceback)) return raise(t, TypeId::kTypeError, "expected traceback object, got '%s'", type_name(t, v));
  for (Value at = v; !at.is_absent(); at = entry_of(at)->next.load_relaxed()) {
    if (at == self) return raise(t, TypeId::kValueError, "traceback loop detected");
  }
  entry_of(self)->next.store_release(v);
  return kDone;
}
Result<Value> tb_frame(Thread&, Value self) { return entry_of(self)->frame.load_relaxed(); }
Result<Value> tb_lasti(Thread& t, Value self) { return int_from_int64(t, 2 * entry_of(self)->lasti.load_relaxed().small_int()); }
Result<Value> tb_lineno(Thread& t, Value self) {
  Value line = entry_of(self)->lineno.load_relaxed();
  TracebackPlace place;
  if (!line.is_absent() || !t.realm->hooks.traceback_place(t, entry_of(self), &place)) return or_none(line);
  return Value::from_small_int(place.line);
}

constexpr GetSetDef kGetSets[] = {
    {"tb_next", tb_next, set_tb_next, nullptr},
    {"tb_frame", tb_frame, nullptr, nullptr, true},
    {"tb_lasti", tb_lasti, nullptr, nullptr, true},
    {"tb_lineno", tb_lineno, nullptr, nullptr, true},
};

Result<Value> tb_dir(Thread& t, Value) {
  List* names = EIDER_TRY(list_new(t, 4));
  for (const char* n : {"tb_frame", "tb_next", "tb_lasti", "tb_lineno"}) EIDER_TRY(list_append(t, names, EIDER_TRY(intern(t, n))->value()));
  return names->value();
}
constexpr NativeDef kTracebackMethods[] = {{"__dir__(self, /)", bind<tb_dir>, Sync::kImmutable, nullptr}};

Result<Value> traceback_new(Thread& t, Type*, const Value* args, uint32_t nargs, Tuple* kwnames) {
  static constexpr NativeDef kParse{"traceback(tb_next, tb_frame, tb_lasti, tb_lineno)", [](Thread& t, const Value* a) -> Result<Value> {
    if (!a[0].is_none() && !is_exact(a[0], TypeId::kTraceback)) return raise(t, TypeId::kTypeError, "expected traceback object or None, got '%s'", type_name(t, a[0]));
    if (!is_exact(a[1], TypeId::kFrame)) return raise(t, TypeId::kTypeError, "TracebackType() argument 'tb_frame' must be frame, not %s", type_name(t, a[1]));
    Header* raw = gc::allocate(t, gc::header_word(shape_id(TypeId::kTraceback), TraceKind::kCustom, sizeof(Traceback)), sizeof(Traceback));
    if (raw == nullptr) return raise_no_memory(t);
    auto* entry = static_cast<Traceback*>(raw);
    entry->next.init(a[0].is_none() ? kAbsent : a[0]);
    entry->frame.init(a[1]);
    entry->lasti.init(Value::from_small_int(EIDER_TRY(argument_index(t, a[2])) / 2));
    entry->lineno.init(EIDER_TRY(index(t, a[3])));
    return Value::from_pointer(raw);
  }, Sync::kNone, nullptr, NativeDef::kFunction};
  return call_native(t, kParse, args, nargs, kwnames);
}

void traceback_trace(Header* object, gc::Tracer& tracer) {
  auto* e = static_cast<Traceback*>(object);
  for (Field<Value>* f : {&e->next, &e->frame, &e->lasti, &e->lineno}) tracer.mark_word(f->load_relaxed().bits());
}

// --- text ----------------------------------------------------------------------------------------------------------------------
/// Formats one exception and what led to it. Never leaves an exception pending: what cannot be shown is shown as such.
class Formatter {
 public:
  explicit Formatter(Thread& t) : t_(t) {}
  std::string take() { return std::move(out_); }

  void exception(Value exc, int depth = 0) {
    if (depth > 200 || native_stack_low(t_)) return;
    seen_.push_back(exc);  // only chains are cut: one that is part of several groups is shown in each
    auto* e = exc.as<BaseException>();
    Value cause = e->cause.load_relaxed(), context = e->context.load_relaxed();
    if (!cause.is_absent() && !cause.is_none()) {
      if (!was_seen(cause)) {
        exception(cause, depth + 1);
        line("\nThe above exception was the direct cause of the following exception:\n\n");
      }
    } else if (!context.is_absent() && e->suppress_context.load_relaxed() != kTrue && !was_seen(context)) {
      exception(context, depth + 1);
      line("\nDuring handling of the above exception, another exception occurred:\n\n");
    }
    if (is_instance(t_, exc, TypeId::kBaseExceptionGroup)) {
      group(exc, depth);
    } else {
      traceback(e->traceback.load_relaxed());
      only(exc);
    }
  }

 private:
  bool was_seen(Value v) const {
    for (Value s : seen_) {
      if (s == v) return true;
    }
    return false;
  }

  /// Appends text whose every line gets the current indentation.
  void line(std::string_view text) {
    if (indent_.empty()) {
      out_ += text;
      return;
    }
    for (size_t at = 0; at < text.size();) {
      size_t end = text.find('\n', at);
      if (end == std::string_view::npos) end = text.size() - 1;
      out_ += indent_;
      out_ += text.substr(at, end + 1 - at);
      at = end + 1;
    }
  }

  static constexpr int kMaxGroupDepth = 10;
  static constexpr int64_t kMaxGroupWidth = 15;

  void group(Value exc, int depth) {
    auto* e = exc.as<BaseException>();
    if (group_depth_ > kMaxGroupDepth) {
      line("... (max_group_depth is " + std::to_string(kMaxGroupDepth) + ")\n");
      return;
    }
    bool outermost = group_depth_ == 0;
    std::string before = indent_;
    if (outermost) {
      ++group_depth_;
      indent_ = "  | ";
    }
    Value tb = e->traceback.load_relaxed();
    if (!tb.is_absent()) {
      out_ += (outermost ? std::string("  + ") : indent_) + "Exception Group Traceback (most recent call last):\n";
      frames(tb);
    }
    only(exc);
    std::string bar = indent_;
    indent_ = bar.substr(0, bar.size() - 2);
    Tuple* parts = e->fields[1].load_relaxed().as<Tuple>();
    int64_t n = parts->size() <= kMaxGroupWidth ? parts->size() : kMaxGroupWidth + 1;
    need_close_ = false;
    for (int64_t i = 0; i < n; ++i) {
      bool last = i == n - 1;
      if (last) need_close_ = true;
      bool truncated = i >= kMaxGroupWidth;
      std::string title = truncated ? "..." : std::to_string(i + 1);
      out_ += indent_ + (i == 0 ? "+-" : "  ") + "+---------------- " + title + " ----------------\n";
      std::string outer = indent_;
      ++group_depth_;
      std::string inner = outer + "  ";
      indent_ = inner + "| ";
      if (truncated) {
        int64_t more = parts->size() - kMaxGroupWidth;
        line("and " + std::to_string(more) + " more exception" + (more == 1 ? "" : "s") + "\n");
      } else {
        exception(parts->items[i].get(), depth + 1);
      }
      indent_ = outer;
      --group_depth_;
      if (last && need_close_) {
        out_ += inner + "+------------------------------------\n";
        need_close_ = false;
      }
    }
    if (outermost) --group_depth_;
    indent_ = before;
  }

  void traceback(Value tb) {
    if (tb.is_absent()) return;
    line("Traceback (most recent call last):\n");
    frames(tb);
  }

  struct Shown {
    std::string file, function;
    int64_t lineno = 0;
    bool operator==(const Shown&) const = default;
  };

  void frames(Value tb) {
    // As CPython: the fourth and later identical entries in a row are counted instead of shown.
    Shown last;
    int64_t repeated = 0;
    auto flush = [&] {
      if (repeated > 3) {
        int64_t more = repeated - 3;
        line("  [Previous line repeated " + std::to_string(more) + " more time" + (more == 1 ? "" : "s") + "]\n");
      }
    };
    for (Value at = tb; !at.is_absent(); at = entry_of(at)->next.load_relaxed()) {
      Traceback* entry = entry_of(at);
      TracebackPlace place;
      if (t_.realm->hooks.traceback_place == nullptr || !t_.realm->hooks.traceback_place(t_, entry, &place)) continue;
      Shown now{to_utf8(place.filename), to_utf8(place.function), place.line};
      if (repeated > 0 && now == last) {
        if (++repeated > 3) continue;
      } else {
        flush();
        last = now;
        repeated = 1;
      }
      line("  File \"" + now.file + "\", line " + std::to_string(now.lineno) + ", in " + now.function + "\n");
      source(place);
    }
    flush();
  }

  static size_t character_count(std::string_view utf8) {
    size_t n = 0;
    for (char c : utf8) n += (static_cast<uint8_t>(c) & 0xc0) != 0x80;
    return n;
  }

  void source(const TracebackPlace& place) {
    if (t_.realm->hooks.traceback_source_line == nullptr) return;
    Result<Str*> read = t_.realm->hooks.traceback_source_line(t_, place.filename, place.line);
    if (!read.ok()) {
      t_.pending_exception = kAbsent;
      return;
    }
    std::string text = to_utf8(read.get());
    while (!text.empty() && (text.back() == '\n' || text.back() == '\r' || text.back() == ' ' || text.back() == '\t' || text.back() == '\f')) text.pop_back();
    size_t start = text.find_first_not_of(" \t\f");
    if (start == std::string::npos) return;
    line("    " + text.substr(start) + "\n");
    int64_t column = place.column, end_column = place.end_column;
    if (column < 0 || end_column < 0) return;
    if (place.end_line != place.line) end_column = static_cast<int64_t>(text.size());
    if (column > static_cast<int64_t>(text.size())) return;
    if (end_column > static_cast<int64_t>(text.size())) end_column = static_cast<int64_t>(text.size());
    if (column < static_cast<int64_t>(start)) column = static_cast<int64_t>(start);
    std::string_view segment = std::string_view(text).substr(static_cast<size_t>(column), static_cast<size_t>(std::max<int64_t>(0, end_column - column)));
    size_t offset = character_count(std::string_view(text).substr(start, static_cast<size_t>(column) - start));
    size_t width = character_count(segment);
    size_t whole = character_count(std::string_view(text).substr(start));
    // Nothing is pointed out when it would be the whole line.
    int64_t left = -1, right = -1;
    if (place.end_line == place.line && t_.realm->hooks.caret_anchors != nullptr) t_.realm->hooks.caret_anchors(segment, &left, &right);
    if (left < 0 && offset == 0 && width >= whole) return;
    if (width == 0) return;
    std::string carets(offset, ' ');
    for (size_t i = 0; i < width; ++i) {
      bool primary = left < 0 || (static_cast<int64_t>(i) >= left && static_cast<int64_t>(i) < right);
      carets += primary ? '^' : '~';
    }
    line("    " + carets + "\n");
  }

  std::string class_name(Type* cls) {
    Result<Str*> full = type_full_name(t_, cls);
    if (!full.ok()) {
      t_.pending_exception = kAbsent;
      return cls->utf8_name;
    }
    std::string text = to_utf8(full.get());
    if (text.starts_with("builtins.")) text = text.substr(9);
    if (text.starts_with("__main__.")) text = text.substr(9);
    return text;
  }

  /// The final line(s): class, message, notes.
  void only(Value exc) {
    Type* cls = type_of(t_, exc);
    std::string head = class_name(cls);
    if (is_instance(t_, exc, TypeId::kSyntaxError)) {
      syntax(exc, head);
    } else {
      Result<Str*> message = to_str(t_, exc);
      if (!message.ok()) {
        t_.pending_exception = kAbsent;
        line(head + ": <exception str() failed>\n");
      } else {
        std::string text = to_utf8(message.get());
        line(text.empty() ? head + "\n" : head + ": " + text + suggestion(exc) + "\n");
      }
    }
    Result<Value> notes = find_attr(t_, exc, name(t_, Name::k__notes__));
    if (!notes.ok() || notes.get().is_absent()) {
      t_.pending_exception = kAbsent;
      return;
    }
    auto show = [&](Value note) -> Result<void> {
      std::string text = to_utf8(EIDER_TRY(is_instance(t_, note, TypeId::kStr) ? Result<Str*>(note.as<Str>()) : to_str(t_, note)));
      line(text + "\n");
      return kDone;
    };
    if (is_instance(t_, notes.get(), TypeId::kList) || is_instance(t_, notes.get(), TypeId::kTuple)) {
      if (!for_each(t_, notes.get(), show).ok()) t_.pending_exception = kAbsent;
    } else {
      Result<Str*> shown = repr(t_, notes.get());
      line(shown.ok() ? to_utf8(shown.get()) + "\n" : "<__notes__ repr() failed>\n");
      t_.pending_exception = kAbsent;
    }
  }

  std::string suggestion(Value exc) {
    if (t_.realm->hooks.suggestion == nullptr) return "";
    Result<Str*> s = t_.realm->hooks.suggestion(t_, exc);
    t_.pending_exception = kAbsent;
    return s.ok() && s.get()->length() > 0 ? ". Did you mean: '" + to_utf8(s.get()) + "'?" : "";
  }

  void syntax(Value exc, const std::string& head) {
    auto* e = exc.as<BaseException>();
    Value details = e->fields[1].load_relaxed();
    auto detail = [&](int i) { return details.is_absent() ? kNone : details.as<Tuple>()->items[i].get(); };
    auto number = [&](Value v) {
      int64_t n = -1;
      if (is_int(t_, v)) int_fits_int64(v, &n);
      return n;
    };
    int64_t lineno = number(detail(1)), offset = number(detail(2)), end_lineno = number(detail(4)), end_offset = number(detail(5));
    if (lineno >= 0) {
      Result<Str*> file = detail(0).is_none() ? Result<Str*>(kFailure) : to_str(t_, detail(0));
      t_.pending_exception = kAbsent;
      line("  File \"" + (file.ok() ? to_utf8(file.get()) : std::string("<string>")) + "\", line " + std::to_string(lineno) + "\n");
      if (is_instance(t_, detail(3), TypeId::kStr)) {
        std::string text = to_utf8(detail(3).as<Str>());
        while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.pop_back();
        size_t start = text.find_first_not_of(" \n\f\t");
        if (start == std::string::npos) start = text.size();
        line("    " + text.substr(start) + "\n");
        if (offset >= 0) {
          if (end_offset == 0 || end_offset == -1 || (end_lineno > lineno)) end_offset = end_lineno > lineno ? static_cast<int64_t>(character_count(text)) + 1 : offset;
          if (offset == end_offset || end_offset == -1) end_offset = offset + 1;
          int64_t column = offset - 1 - static_cast<int64_t>(start);
          int64_t end_column = end_offset - 1 - static_cast<int64_t>(start);
          if (column >= 0) {
            std::string carets;
            std::string_view shown = std::string_view(text).substr(start);
            size_t at = 0;
            for (int64_t i = 0; i < column; ++i) {
              char c = at < shown.size() ? shown[at] : ' ';
              carets += c == '\t' || c == '\f' ? c : ' ';
              ++at;
              while (at < shown.size() && (static_cast<uint8_t>(shown[at]) & 0xc0) == 0x80) ++at;
            }
            carets += std::string(static_cast<size_t>(std::max<int64_t>(1, end_column - column)), '^');
            line("    " + carets + "\n");
          }
        }
      }
    }
    Value msg = e->fields[0].load_relaxed();
    Result<Str*> text = msg.is_absent() || msg.is_none() ? Result<Str*>(kFailure) : to_str(t_, msg);
    t_.pending_exception = kAbsent;
    std::string shown = text.ok() ? to_utf8(text.get()) : "<no detail available>";
    if (lineno < 0 && is_instance(t_, detail(0), TypeId::kStr)) shown += " (" + to_utf8(detail(0).as<Str>()) + ")";
    line(head + ": " + shown + "\n");
  }

  Thread& t_;
  std::string out_;
  std::string indent_;
  int group_depth_ = 0;
  bool need_close_ = false;
  std::vector<Value> seen_;  // each is also reachable from the exception being formatted
};

}  // namespace

Result<void> install_traceback_type(Thread& t) {
  TypeSpec spec;
  spec.id = TypeId::kTraceback;
  spec.name = "traceback";
  spec.native_bytes = sizeof(Traceback);
  spec.trace = TraceKind::kCustom;
  spec.slots.new_ = traceback_new;
  spec.methods = kTracebackMethods;
  spec.method_count = std::size(kTracebackMethods);
  spec.slots.trace = traceback_trace;
  spec.getsets = kGetSets;
  spec.getset_count = sizeof(kGetSets) / sizeof(kGetSets[0]);
  EIDER_TRY(make_builtin_type(t, spec));
  return kDone;
}

}  // namespace eider::builtins

namespace eider::objects {

std::string format_exception(Thread& t, Value instance) {
  Value pending = take_exception(t);
  builtins::Formatter formatter(t);
  formatter.exception(instance);
  t.pending_exception = pending;
  return formatter.take();
}

}  // namespace eider::objects
