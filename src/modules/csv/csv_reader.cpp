// SPDX-License-Identifier: MIT
//
// _csv.reader: lines of text to rows.
//
// Thread rule: all of a row's state is local to the call that makes it, so threads may share a reader as they may share its input; a row
// that spans lines takes the lines that its thread gets. line_num is one atomic word.
#include "modules/csv/csv.h"

namespace eider::modules {

namespace {

struct CsvReader : Object {  // kValues
  Field<Value> input;        // iterator of lines
  Field<Value> dialect;      // CsvDialect
  Atomic<int64_t> lines;     // tagged; read so far
};

constexpr uint32_t kEndOfLine = 0xfffffffe;

class RowParser {
 public:
  RowParser(Thread& t, CsvDialect* d, int64_t limit)
      : t_(t), limit_(limit), delimiter_(CsvDialect::char_of(d->delimiter)), quote_(CsvDialect::char_of(d->quotechar)), escape_(CsvDialect::char_of(d->escapechar)),
        quoting_(d->how()), doubles_(d->doublequote.get() == kTrue), skips_(d->skip_initial_space.get() == kTrue), strict_(d->strict.get() == kTrue) {}

  Result<void> line(Str* text) {
    for (int64_t i = 0, n = text->length(); i < n; i++) {
      EIDER_TRY(feed(text->at(i)));
      EIDER_TRY(poll(t_));
    }
    return feed(kEndOfLine);
  }
  bool complete() const { return state_ == State::kStartRecord; }
  /// At the input's end: whether a row was begun; it is finished then.
  Result<bool> finish() {
    if (field_.empty() && state_ != State::kInQuotedField) return false;
    if (strict_) return csv_error(t_, "unexpected end of data");
    EIDER_TRY(save());
    return true;
  }
  Result<void> start() {
    row_ = EIDER_TRY(list_new(t_, 8));
    return kDone;
  }
  List* row() const { return row_; }

 private:
  enum class State : uint8_t {
    kStartRecord, kStartField, kEscaped, kInField, kInQuotedField, kEscapedInQuotedField, kQuoteInQuotedField, kEatLineEnd, kAfterEscapedLineEnd,
  };

  Result<void> save() {
    Str* text = EIDER_TRY(builtins::str_from(t_, field_));
    field_.clear();
    Value item = text->value();
    if (numeric_) {
      numeric_ = false;
      item = EIDER_TRY(call1(t_, type(t_, TypeId::kFloat)->value(), item));
    }
    return list_append(t_, row_, item);
  }
  Result<void> add(uint32_t c) {
    if (static_cast<int64_t>(field_.size()) >= limit_) return csv_error(t_, "field larger than field limit (%lld)", static_cast<long long>(limit_));
    field_.push(c);
    return kDone;
  }
  static bool ends_line(uint32_t c) { return c == '\n' || c == '\r' || c == kEndOfLine; }
  Result<void> end_row(uint32_t c) {
    EIDER_TRY(save());
    state_ = c == kEndOfLine ? State::kStartRecord : State::kEatLineEnd;
    return kDone;
  }

  Result<void> start_field(uint32_t c) {
    if (ends_line(c)) return end_row(c);
    if (c == quote_ && quoting_ != CsvQuoting::kNone) {
      state_ = State::kInQuotedField;
    } else if (c == escape_) {
      state_ = State::kEscaped;
    } else if (c == ' ' && skips_) {
      // stays at the field's start
    } else if (c == delimiter_) {
      return save();
    } else {
      numeric_ = quoting_ == CsvQuoting::kNonNumeric;
      state_ = State::kInField;
      return add(c);
    }
    return kDone;
  }
  Result<void> in_field(uint32_t c) {
    if (ends_line(c)) return end_row(c);
    if (c == escape_) {
      state_ = State::kEscaped;
      return kDone;
    }
    if (c == delimiter_) {
      state_ = State::kStartField;
      return save();
    }
    return add(c);
  }
  Result<void> in_quoted_field(uint32_t c) {
    if (c == kEndOfLine) return kDone;
    if (c == escape_) {
      state_ = State::kEscapedInQuotedField;
    } else if (c == quote_ && quoting_ != CsvQuoting::kNone) {
      state_ = doubles_ ? State::kQuoteInQuotedField : State::kInField;
    } else {
      return add(c);
    }
    return kDone;
  }
  Result<void> after_quote(uint32_t c) {
    if (quoting_ != CsvQuoting::kNone && c == quote_) {  // a doubled one stands for itself
      state_ = State::kInQuotedField;
      return add(c);
    }
    if (c == delimiter_) {
      state_ = State::kStartField;
      return save();
    }
    if (ends_line(c)) return end_row(c);
    if (strict_) {
      std::string text = "'" + to_utf8(EIDER_TRY(str_from_char(t_, delimiter_))) + "' expected after '" + to_utf8(EIDER_TRY(str_from_char(t_, quote_))) + "'";
      return csv_error(t_, "%s", text.c_str());
    }
    state_ = State::kInField;
    return add(c);
  }

  Result<void> feed(uint32_t c) {
    switch (state_) {
      case State::kStartRecord:
        if (c == kEndOfLine) return kDone;  // an empty line is an empty row
        if (c == '\n' || c == '\r') {
          state_ = State::kEatLineEnd;
          return kDone;
        }
        state_ = State::kStartField;
        return start_field(c);
      case State::kStartField: return start_field(c);
      case State::kEscaped:
        state_ = c == '\n' || c == '\r' ? State::kAfterEscapedLineEnd : State::kInField;
        return add(c == kEndOfLine ? uint32_t{'\n'} : c);
      case State::kAfterEscapedLineEnd:
        if (c == kEndOfLine) return kDone;
        state_ = State::kInField;
        return in_field(c);
      case State::kInField: return in_field(c);
      case State::kInQuotedField: return in_quoted_field(c);
      case State::kEscapedInQuotedField:
        state_ = State::kInQuotedField;
        return add(c == kEndOfLine ? uint32_t{'\n'} : c);
      case State::kQuoteInQuotedField: return after_quote(c);
      case State::kEatLineEnd:
        if (c == '\n' || c == '\r') return kDone;
        if (c != kEndOfLine) {
          return csv_error(t_, "new-line character seen in unquoted field - do you need to open the file in universal-newline mode?");
        }
        state_ = State::kStartRecord;
        return kDone;
    }
    EIDER_UNREACHABLE("state of a row");
  }

  Thread& t_;
  int64_t limit_;
  uint32_t delimiter_, quote_, escape_;
  CsvQuoting quoting_;
  bool doubles_, skips_, strict_, numeric_ = false;
  State state_ = State::kStartRecord;
  builtins::kernels::Text32 field_;
  List* row_ = nullptr;
};

/// The longest field allowed: an attribute of the module, so that each realm has its own.
Result<Value> limit_holder(Thread& t) { return t.realm->import(t, "_csv"); }
Result<int64_t> field_limit(Thread& t) {
  Value limit = EIDER_TRY(attr_named(t, EIDER_TRY(limit_holder(t)), "_field_limit"));
  return limit.is_small_int() ? limit.small_int() : int64_t{131072};
}
Result<Value> field_size_limit(Thread& t, const Value* a) {
  Value old = Value::from_small_int(EIDER_TRY(field_limit(t)));
  if (!a[0].is_absent()) {
    if (!is_exact_int(a[0])) return raise(t, TypeId::kTypeError, "limit must be an integer");
    int64_t wanted = EIDER_TRY(index_int64(t, a[0], TypeId::kOverflowError, "Python int too large to convert to C long"));
    EIDER_TRY(set_attr(t, EIDER_TRY(limit_holder(t)), EIDER_TRY(intern(t, "_field_limit")), EIDER_TRY(int_from_int64(t, wanted))));
  }
  return old;
}

Result<Value> reader_next(Thread& t, Value self) {
  auto* reader = self.as<CsvReader>();
  RowParser parser(t, reader->dialect.get().as<CsvDialect>(), EIDER_TRY(field_limit(t)));
  EIDER_TRY(parser.start());
  do {
    Value line = EIDER_TRY(iter_next(t, reader->input.get()));
    if (line.is_absent()) {
      if (!EIDER_TRY(parser.finish())) return kAbsent;
      break;
    }
    if (!is_instance(t, line, TypeId::kStr)) {
      return csv_error(t, "iterator should return strings, not %s (the file should be opened in text mode)", type_name(t, line));
    }
    reader->lines.fetch_add_relaxed(2);  // only counts
    EIDER_TRY(parser.line(line.as<Str>()));
  } while (!parser.complete());
  return parser.row();
}
Result<Value> get_lines(Thread&, Value self) { return Value::from_small_int(untag(self.as<CsvReader>()->lines.load_relaxed())); }

constexpr MemberDef kReaderMembers[] = {{"dialect", offsetof(CsvReader, dialect), true, nullptr}};
constexpr GetSetDef kReaderGetSets[] = {{"line_num", get_lines, nullptr, nullptr}};

Result<Value> make_reader(Thread& t, const Value* a) {
  auto* made = EIDER_TRY(make<CsvReader>(t, module_type(t, ModuleType::kCsvReader)));
  made->lines.store_relaxed(tag(0));
  made->input.init(EIDER_TRY(get_iter(t, a[0])));
  made->dialect.init(EIDER_TRY(csv_dialect_of(t, a[1], a[2].as<Dict>()))->value());
  return made->value();
}
constexpr NativeDef kFunctions[] = {
    {"reader(iterable, dialect='excel', /, **fmtparams)", make_reader, Sync::kNone,
     "    csv_reader = reader(iterable [, dialect='excel']\n                        [optional keyword args])\n    for row in csv_reader:\n        process(row)\n\nThe "
     "\"iterable\" argument can be any object that returns a line\nof input for each iteration, such as a file object or a list.  The\noptional \"dialect\" parameter is "
     "discussed below.  The function\nalso accepts optional keyword arguments which override settings\nprovided by the dialect.\n\nThe returned object is an iterator.  "
     "Each iteration returns a row\nof the CSV file (which can span multiple input lines).", NativeDef::kFunction, Texts::kParseTuple},
    {"field_size_limit(limit=None, /)", field_size_limit, Sync::kNone,
     "Sets an upper limit on parsed fields.\n    csv.field_size_limit([limit])\n\nReturns old limit. If limit is not given, no new limit is set and\nthe old limit is "
     "returned", NativeDef::kFunction, Texts::kParseTuple},
};

}  // namespace

Result<void> add_reader(Thread& t, Module* module) {
  TypeSpec spec = iterator_spec<CsvReader>("_csv.reader", nullptr, reader_next,
                                           "CSV reader\n\nReader objects are responsible for reading and parsing tabular data\nin CSV format.\n");
  spec.flags = kImmutable | kDisallowInstantiation;
  spec.members = kReaderMembers;
  spec.member_count = std::size(kReaderMembers);
  set_getsets(spec, kReaderGetSets);
  Type* made = EIDER_TRY(make_builtin_type(t, spec));
  set_module_type(t, ModuleType::kCsvReader, made);
  EIDER_TRY(module_set(t, module, "Reader", made->value()));
  EIDER_TRY(module_set(t, module, "_field_limit", Value::from_small_int(128 * 1024)));
  return add_functions(t, module, kFunctions);
}

}  // namespace eider::modules
