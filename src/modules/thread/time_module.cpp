// SPDX-License-Identifier: MIT
//
// time: clocks, sleeping, calendar.
#include <sys/resource.h>
#include <time.h>

#include <cerrno>
#include <cmath>
#include <cstring>
#include <vector>

#include "modules/thread/support.h"
#include "threads/wait.h"

namespace eider::modules {

namespace {

const char* const kTimeFields[] = {"tm_year", "tm_mon", "tm_mday", "tm_hour", "tm_min", "tm_sec", "tm_wday", "tm_yday", "tm_isdst", "tm_zone", "tm_gmtoff"};
constexpr StructSeqDef kStructTime = {
    "time.struct_time",
    "The time value as returned by gmtime(), localtime(), and strptime(), and\n accepted by asctime(), mktime() and strftime().  May be considered as a\n sequence of 9 integers.", 9, 11, kTimeFields};

int64_t clock_ns(clockid_t id) {
  timespec now;
  ::clock_gettime(id, &now);
  return int64_t{now.tv_sec} * 1'000'000'000 + now.tv_nsec;
}
Result<Value> seconds(Thread& t, int64_t ns) { return float_value(t, static_cast<double>(ns) / 1e9); }

template <clockid_t kClock>
Result<Value> clock_seconds(Thread& t, const Value*) { return seconds(t, clock_ns(kClock)); }
template <clockid_t kClock>
Result<Value> clock_int(Thread& t, const Value*) { return int_from_int64(t, clock_ns(kClock)); }

Result<Value> time_sleep(Thread& t, Value duration) {
  int64_t ns = EIDER_TRY(nanoseconds_of(t, duration));
  if (ns < 0) return raise(t, TypeId::kValueError, "sleep length must be non-negative");
  base::Deadline until = base::deadline_after(static_cast<uint64_t>(ns));
  do {
    threads::wait_until(t, until);
    EIDER_TRY(poll(t));
  } while (base::monotonic_ns() < until);
  return kNone;
}

// --- clocks by number ---------------------------------------------------------------------------------------------------------------
Result<Value> clock_gettime_value(Thread& t, Index id, bool whole) {
  timespec at;
  if (::clock_gettime(static_cast<clockid_t>(id), &at) != 0) return raise_errno(t, errno);
  int64_t ns = int64_t{at.tv_sec} * 1'000'000'000 + at.tv_nsec;
  return whole ? int_from_int64(t, ns) : seconds(t, ns);
}
Result<Value> time_clock_gettime(Thread& t, Index id) { return clock_gettime_value(t, id, false); }
Result<Value> time_clock_gettime_ns(Thread& t, Index id) { return clock_gettime_value(t, id, true); }
Result<Value> time_clock_getres(Thread& t, Index id) {
  timespec at;
  if (::clock_getres(static_cast<clockid_t>(id), &at) != 0) return raise_errno(t, errno);
  return seconds(t, int64_t{at.tv_sec} * 1'000'000'000 + at.tv_nsec);
}
Result<Value> set_clock(Thread& t, Index id, int64_t ns) {
  timespec at = {static_cast<time_t>(ns / 1'000'000'000), static_cast<long>(ns % 1'000'000'000)};
  if (::clock_settime(static_cast<clockid_t>(id), &at) != 0) return raise_errno(t, errno);
  return kNone;
}
Result<Value> time_clock_settime(Thread& t, Index id, Value when) { return set_clock(t, id, EIDER_TRY(nanoseconds_of(t, when))); }
Result<Value> time_clock_settime_ns(Thread& t, Index id, Index ns) { return set_clock(t, id, ns); }
Result<Value> time_thread_clock(Thread& t, Index thread) {
  // Idents are the runtime's own numbers; only the caller's clock can be named by them.
  if (static_cast<uint64_t>(thread) != t.ident) return raise_errno(t, ESRCH);
  return int_from_int64(t, CLOCK_THREAD_CPUTIME_ID);
}

Result<Value> time_get_clock_info(Thread& t, Str* which) {
  struct Row {
    const char* name;
    const char* implementation;
    bool monotonic, adjustable;
    clockid_t clock;
  };
  static constexpr Row kRows[] = {
      {"time", "clock_gettime(CLOCK_REALTIME)", false, true, CLOCK_REALTIME},
      {"monotonic", "clock_gettime(CLOCK_MONOTONIC)", true, false, CLOCK_MONOTONIC},
      {"perf_counter", "clock_gettime(CLOCK_MONOTONIC)", true, false, CLOCK_MONOTONIC},
      {"process_time", "clock_gettime(CLOCK_PROCESS_CPUTIME_ID)", true, false, CLOCK_PROCESS_CPUTIME_ID},
      {"thread_time", "clock_gettime(CLOCK_THREAD_CPUTIME_ID)", true, false, CLOCK_THREAD_CPUTIME_ID},
  };
  for (const Row& row : kRows) {
    if (!str_equals_ascii(which, row.name)) continue;
    timespec resolution = {};
    ::clock_getres(row.clock, &resolution);
    Object* info = EIDER_TRY(new_instance(t, type(t, TypeId::kSimpleNamespace)));
    auto put = [&](const char* key, Value v) -> Result<void> { return set_attr(t, info->value(), EIDER_TRY(intern(t, key)), v); };
    EIDER_TRY(put("implementation", EIDER_TRY(text_value(t, row.implementation))));
    EIDER_TRY(put("monotonic", Value::from_bool(row.monotonic)));
    EIDER_TRY(put("adjustable", Value::from_bool(row.adjustable)));
    EIDER_TRY(put("resolution", EIDER_TRY(float_value(t, static_cast<double>(resolution.tv_sec) + static_cast<double>(resolution.tv_nsec) * 1e-9))));
    return info;
  }
  return raise(t, TypeId::kValueError, "unknown clock");
}

// --- calendar -----------------------------------------------------------------------------------------------------------------------
Result<Value> from_tm(Thread& t, const tm& p) {
  Value zone = EIDER_TRY(text_value(t, p.tm_zone != nullptr ? p.tm_zone : ""));
  Value items[11];
  int64_t numbers[] = {int64_t{p.tm_year} + 1900, p.tm_mon + 1, p.tm_mday, p.tm_hour, p.tm_min, p.tm_sec, (p.tm_wday + 6) % 7, p.tm_yday + 1, p.tm_isdst};
  for (int i = 0; i < 9; ++i) items[i] = Value::from_small_int(numbers[i]);
  items[9] = zone;
  items[10] = Value::from_small_int(p.tm_gmtoff);
  return struct_seq_new(t, system_modules(t).struct_time, kStructTime, items);
}

/// The moment of an optional argument, rounded down to seconds.
Result<int64_t> moment(Thread& t, Value when) {
  if (when.is_absent() || when.is_none()) return int64_t{::time(nullptr)};
  if (is_float(t, when)) {
    double d = std::floor(float_of(when));
    if (std::isnan(d)) return raise(t, TypeId::kValueError, "Invalid value NaN (not a number)");
    if (!(d >= -9.2e18 && d <= 9.2e18)) return raise(t, TypeId::kOverflowError, "timestamp out of range for platform time_t");
    return static_cast<int64_t>(d);
  }
  return index_int64(t, when, TypeId::kOverflowError, "timestamp out of range for platform time_t");
}
Result<Value> broken_down(Thread& t, Value when, bool local) {
  time_t at = static_cast<time_t>(EIDER_TRY(moment(t, when)));
  tm parts = {};
  errno = 0;
  if ((local ? ::localtime_r(&at, &parts) : ::gmtime_r(&at, &parts)) == nullptr) return raise_errno(t, errno != 0 ? errno : EINVAL);
  return from_tm(t, parts);
}
Result<Value> time_gmtime(Thread& t, Value when) { return broken_down(t, when, false); }
Result<Value> time_localtime(Thread& t, Value when) { return broken_down(t, when, true); }

/// A struct_time or 9-tuple. `zone` keeps what tm_zone points to.
Result<void> to_tm(Thread& t, Value v, const char* function, tm* out, std::string* zone) {
  if (!v.is_heap() || !is_instance(t, v, TypeId::kTuple)) return raise(t, TypeId::kTypeError, "Tuple or struct_time argument required");
  auto* items = v.as<Tuple>();
  if (items->size() != 9) return raise(t, TypeId::kTypeError, "%s(): illegal time tuple argument", function);
  int64_t n[9];
  for (int i = 0; i < 9; ++i) {
    n[i] = EIDER_TRY(index_int64(t, items->items[i].get(), TypeId::kOverflowError, "Python int too large to convert to C int"));
    if (n[i] > INT32_MAX || n[i] < INT32_MIN) {
      return raise(t, TypeId::kOverflowError, "signed integer is %s than %s", n[i] > 0 ? "greater" : "less", n[i] > 0 ? "maximum" : "minimum");
    }
  }
  if (n[0] - 1900 < INT32_MIN) return raise(t, TypeId::kOverflowError, "year out of range");
  *out = {};
  out->tm_year = static_cast<int>(n[0] - 1900);
  out->tm_mon = static_cast<int>(n[1] - 1);
  out->tm_mday = static_cast<int>(n[2]);
  out->tm_hour = static_cast<int>(n[3]);
  out->tm_min = static_cast<int>(n[4]);
  out->tm_sec = static_cast<int>(n[5]);
  out->tm_wday = static_cast<int>((n[6] + 1) % 7);
  out->tm_yday = static_cast<int>(n[7] - 1);
  out->tm_isdst = static_cast<int>(n[8]);
  Type* cls = type_of(t, v);
  if (is_subtype(cls, system_modules(t).struct_time)) {
    Value name_of_zone = struct_seq_item(v, 9), offset = struct_seq_item(v, 10);
    if (!name_of_zone.is_none() && is_instance(t, name_of_zone, TypeId::kStr)) {
      *zone = to_utf8(name_of_zone.as<Str>());
      out->tm_zone = zone->c_str();
    }
    if (offset.is_small_int()) out->tm_gmtoff = offset.small_int();
  }
  return kDone;
}
Result<void> check_tm(Thread& t, tm* p) {
  if (p->tm_mon == -1) {
    p->tm_mon = 0;
  } else if (p->tm_mon < 0 || p->tm_mon > 11) {
    return raise(t, TypeId::kValueError, "month out of range");
  }
  if (p->tm_mday == 0) {
    p->tm_mday = 1;
  } else if (p->tm_mday < 0 || p->tm_mday > 31) {
    return raise(t, TypeId::kValueError, "day of month out of range");
  }
  if (p->tm_hour < 0 || p->tm_hour > 23) return raise(t, TypeId::kValueError, "hour out of range");
  if (p->tm_min < 0 || p->tm_min > 59) return raise(t, TypeId::kValueError, "minute out of range");
  if (p->tm_sec < 0 || p->tm_sec > 61) return raise(t, TypeId::kValueError, "seconds out of range");
  if (p->tm_wday < 0) return raise(t, TypeId::kValueError, "day of week out of range");
  if (p->tm_yday == -1) {
    p->tm_yday = 0;
  } else if (p->tm_yday < 0 || p->tm_yday > 365) {
    return raise(t, TypeId::kValueError, "day of year out of range");
  }
  return kDone;
}

Result<Value> time_mktime(Thread& t, Value tuple) {
  tm parts;
  std::string zone;
  EIDER_TRY(to_tm(t, tuple, "mktime", &parts, &zone));
  parts.tm_wday = -1;
  time_t at = ::mktime(&parts);
  if (at == -1 && parts.tm_wday == -1) return raise(t, TypeId::kOverflowError, "mktime argument out of range");
  return float_value(t, static_cast<double>(at));
}

Result<Value> time_strftime(Thread& t, Str* format, Value tuple) {
  tm parts = {};
  std::string zone;
  if (tuple.is_absent()) {
    time_t now = ::time(nullptr);
    ::localtime_r(&now, &parts);
  } else {
    EIDER_TRY(to_tm(t, tuple, "strftime", &parts, &zone));
    EIDER_TRY(check_tm(t, &parts));
  }
  if (parts.tm_isdst < -1) parts.tm_isdst = -1;
  if (parts.tm_isdst > 1) parts.tm_isdst = 1;
  std::string text = to_utf8(format);
  if (text.find('\0') != std::string::npos) return raise(t, TypeId::kValueError, "embedded null character");
  if (text.empty()) return t.realm->empty_str->value();
  // strftime says 0 both for "does not fit" and for "nothing": a marker in front tells them apart.
  text.insert(0, 1, '+');
  std::vector<char> out(text.size() * 4 + 256);
  for (;;) {
    size_t made = ::strftime(out.data(), out.size(), text.c_str(), &parts);
    if (made != 0) return text_value(t, std::string_view(out.data() + 1, made - 1));
    out.resize(out.size() * 2);
  }
}

Result<Value> format_asctime(Thread& t, const tm& p) {
  static const char kDays[7][4] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  static const char kMonths[12][4] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  return str_format(t, "%s %s%3d %.2d:%.2d:%.2d %d", kDays[p.tm_wday], kMonths[p.tm_mon], p.tm_mday, p.tm_hour, p.tm_min, p.tm_sec, 1900 + p.tm_year);
}
Result<Value> time_asctime(Thread& t, Value tuple) {
  tm parts = {};
  std::string zone;
  if (tuple.is_absent()) {
    time_t now = ::time(nullptr);
    ::localtime_r(&now, &parts);
  } else {
    EIDER_TRY(to_tm(t, tuple, "asctime", &parts, &zone));
    EIDER_TRY(check_tm(t, &parts));
  }
  return format_asctime(t, parts);
}
Result<Value> time_ctime(Thread& t, Value when) {
  time_t at = static_cast<time_t>(EIDER_TRY(moment(t, when)));
  tm parts = {};
  errno = 0;
  if (::localtime_r(&at, &parts) == nullptr) return raise_errno(t, errno != 0 ? errno : EINVAL);
  return format_asctime(t, parts);
}

Result<Value> time_strptime(Thread& t, Value text, Value format) {
  Value module = EIDER_TRY(runtime::import_module(t, "_strptime"));
  Value function = EIDER_TRY(get_attr(t, module, EIDER_TRY(intern(t, "_strptime_time"))));
  if (format.is_absent()) return call1(t, function, text);
  return call2(t, function, text, format);
}

Result<void> set_zone(Thread& t, Module* m) {
  // As CPython: what January and July of this year say.
  constexpr time_t kYear = (365 * 24 + 6) * 3600;
  time_t now = ::time(nullptr);
  time_t january = now / kYear * kYear, july = january + kYear / 2;
  tm a = {}, b = {};
  ::localtime_r(&january, &a);
  ::localtime_r(&july, &b);
  auto zone_name = [](const tm& p) { return p.tm_zone != nullptr ? std::string(p.tm_zone) : std::string("   "); };
  long west_a = -a.tm_gmtoff, west_b = -b.tm_gmtoff;
  bool south = west_a < west_b;  // summer time in January
  EIDER_TRY(set_int(t, m, "timezone", south ? west_b : west_a));
  EIDER_TRY(set_int(t, m, "altzone", south ? west_a : west_b));
  EIDER_TRY(set_int(t, m, "daylight", west_a != west_b));
  Value first = EIDER_TRY(text_value(t, zone_name(south ? b : a)));
  Value second = EIDER_TRY(text_value(t, zone_name(south ? a : b)));
  return module_set(t, m, "tzname", EIDER_TRY(tuple_of(t, first, second))->value());
}
Result<Value> time_tzset(Thread& t, Value module) {
  ::tzset();
  EIDER_TRY(set_zone(t, module.as<Module>()));
  return kNone;
}

constexpr NativeDef kFunctions[] = {
    {"time()", clock_seconds<CLOCK_REALTIME>, Sync::kNone, "Return the current time in seconds since the Epoch."},
    {"time_ns()", clock_int<CLOCK_REALTIME>, Sync::kNone, "Return the current time in nanoseconds since the Epoch."},
    {"monotonic()", clock_seconds<CLOCK_MONOTONIC>, Sync::kNone, "Monotonic clock, cannot go backward."},
    {"monotonic_ns()", clock_int<CLOCK_MONOTONIC>, Sync::kNone, "Monotonic clock, cannot go backward, as nanoseconds."},
    {"perf_counter()", clock_seconds<CLOCK_MONOTONIC>, Sync::kNone, "Performance counter for benchmarking."},
    {"perf_counter_ns()", clock_int<CLOCK_MONOTONIC>, Sync::kNone, "Performance counter for benchmarking as nanoseconds."},
    {"process_time()", clock_seconds<CLOCK_PROCESS_CPUTIME_ID>, Sync::kNone, "Process time for profiling: sum of the kernel and user-space CPU time."},
    {"process_time_ns()", clock_int<CLOCK_PROCESS_CPUTIME_ID>, Sync::kNone, "Process time for profiling as nanoseconds."},
    {"thread_time()", clock_seconds<CLOCK_THREAD_CPUTIME_ID>, Sync::kNone, "Thread time for profiling: sum of the kernel and user-space CPU time."},
    {"thread_time_ns()", clock_int<CLOCK_THREAD_CPUTIME_ID>, Sync::kNone, "Thread time for profiling as nanoseconds."},
    {"sleep(seconds, /)", bind<time_sleep>, Sync::kNone, "Delay execution for a given number of seconds.  The argument may be\na floating point number for subsecond precision."},
    {"clock_gettime(clk_id, /)", bind<time_clock_gettime>, Sync::kNone, "Return the time of the specified clock clk_id.", Texts::kParseTuple},
    {"clock_gettime_ns(clk_id, /)", bind<time_clock_gettime_ns>, Sync::kNone, "Return the time of the specified clock clk_id as nanoseconds.", Texts::kParseTuple},
    {"clock_settime(clk_id, time, /)", bind<time_clock_settime>, Sync::kNone, "Set the time of the specified clock clk_id.", Texts::kParseTuple},
    {"clock_settime_ns(clk_id, time, /)", bind<time_clock_settime_ns>, Sync::kNone, "Set the time of the specified clock clk_id with nanoseconds.", Texts::kParseTuple},
    {"clock_getres(clk_id, /)", bind<time_clock_getres>, Sync::kNone, "Return the resolution (precision) of the specified clock clk_id.", Texts::kParseTuple},
    {"pthread_getcpuclockid(thread_id, /)", bind<time_thread_clock>, Sync::kNone, "Return the clk_id of a thread's CPU time clock.", Texts::kParseTuple},
    {"get_clock_info(name, /)", bind<time_get_clock_info>, Sync::kNone, "Get information of the specified clock.", Texts::kParseTuple},
    {"gmtime(seconds=None, /)", bind<time_gmtime>, Sync::kNone, "Convert seconds since the Epoch to a time tuple expressing UTC (a.k.a.\nGMT).", Texts::kParseTuple},
    {"localtime(seconds=None, /)", bind<time_localtime>, Sync::kNone, "Convert seconds since the Epoch to a time tuple expressing local time.", Texts::kParseTuple},
    {"mktime(tuple, /)", bind<time_mktime>, Sync::kNone, "Convert a time tuple in local time to seconds since the Epoch."},
    {"strftime(format, tuple=None, /)", bind<time_strftime>, Sync::kNone, "Convert a time tuple to a string according to a format specification.", Texts::kParseTuple},
    {"strptime(string, format='%a %b %d %H:%M:%S %Y', /)", bind<time_strptime>, Sync::kNone, "Parse a string to a time tuple according to a format specification.", Texts::kParseTuple},
    {"asctime(tuple=None, /)", bind<time_asctime>, Sync::kNone, "Convert a time tuple to a string, e.g. 'Sat Jun 06 16:26:11 1998'.", Texts::kUnpackTuple},
    {"ctime(seconds=None, /)", bind<time_ctime>, Sync::kNone, "Convert a time in seconds since the Epoch to a string in local time.", Texts::kParseTuple},
    {"tzset(module)", bind<time_tzset>, Sync::kNone, "Initialize, or reinitialize, the local timezone to the value stored in\nos.environ['TZ']."},
};

constexpr IntConstant kClocks[] = {
    {"CLOCK_REALTIME", CLOCK_REALTIME}, {"CLOCK_MONOTONIC", CLOCK_MONOTONIC}, {"CLOCK_MONOTONIC_RAW", CLOCK_MONOTONIC_RAW},
    {"CLOCK_BOOTTIME", CLOCK_BOOTTIME}, {"CLOCK_PROCESS_CPUTIME_ID", CLOCK_PROCESS_CPUTIME_ID},
    {"CLOCK_THREAD_CPUTIME_ID", CLOCK_THREAD_CPUTIME_ID}, {"CLOCK_TAI", CLOCK_TAI},
};

}  // namespace

Result<void> fill_time(Thread& t, Module* m) {
  Type* made = EIDER_TRY(struct_seq_type(t, kStructTime));
  system_modules(t).struct_time = made;
  EIDER_TRY(module_set(t, m, "struct_time", made->value()));
  EIDER_TRY(add_functions(t, m, kFunctions));
  EIDER_TRY(set_ints(t, m, kClocks));
  EIDER_TRY(set_int(t, m, "_STRUCT_TM_ITEMS", 11));
  ::tzset();
  return set_zone(t, m);
}

}  // namespace eider::modules
