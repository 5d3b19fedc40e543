#include "worker/plugin/process_state.h"

#include <locale.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <array>
#include <cfenv>
#include <clocale>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <filesystem>
#include <iostream>
#include <locale>
#include <new>
#include <tuple>
#include <vector>

#if defined(__x86_64__)
#include <xmmintrin.h>
#endif

namespace remedy {
namespace {

using LimitPairs = std::array<std::pair<rlim_t, rlim_t>, RLIM_NLIMITS>;

LimitPairs resource_limits() {
  LimitPairs limits{};
  for (int which = 0; which < RLIM_NLIMITS; ++which) {
    rlimit limit{};
    getrlimit(static_cast<__rlimit_resource>(which), &limit);
    limits[static_cast<std::size_t>(which)] = {limit.rlim_cur, limit.rlim_max};
  }
  return limits;
}

void set_resource_limits(const LimitPairs& limits) {
  for (int which = 0; which < RLIM_NLIMITS; ++which) {
    const auto& [soft, hard] = limits[static_cast<std::size_t>(which)];
    const rlimit limit{soft, hard};
    setrlimit(static_cast<__rlimit_resource>(which), &limit);
  }
}

std::string working_directory() {
  std::error_code gone;
  return std::filesystem::current_path(gone).string();
}

mode_t file_mask() {
  const mode_t mask = umask(0);
  umask(mask);
  return mask;
}

std::vector<std::string> environment_strings() {
  std::vector<std::string> strings;
  for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
    strings.emplace_back(*entry);
  }
  return strings;
}

void set_environment(const std::vector<std::string>& strings) {
  clearenv();
  for (const std::string& string : strings) {
    const std::size_t equals = string.find('=');
    if (equals == std::string::npos || equals == 0) continue;
    setenv(string.substr(0, equals).c_str(), string.c_str() + equals + 1, /*overwrite=*/1);
  }
  tzset();
}

using Locales = std::tuple<std::string, locale_t, std::locale>;

Locales locales() { return {setlocale(LC_ALL, nullptr), uselocale(nullptr), std::locale()}; }

void set_locales(const Locales& before) {
  const auto& [of_c, of_thread, of_cpp] = before;
  std::locale::global(of_cpp);  // may change C's
  setlocale(LC_ALL, of_c.c_str());
  uselocale(of_thread);
}

// How a stream of C++ writes, and where to.
using StreamSettings =
    std::tuple<std::streambuf*, std::ios_base::fmtflags, std::streamsize, std::streamsize, char,
               std::ios_base::iostate, std::ios_base::iostate, std::locale>;

std::array<std::ios*, 4> standard_streams() {
  return {&std::cin, &std::cout, &std::cerr, &std::clog};
}

std::array<StreamSettings, 4> stream_settings() {
  std::array<StreamSettings, 4> settings;
  std::size_t at = 0;
  for (std::ios* stream : standard_streams()) {
    settings[at++] = {stream->rdbuf(), stream->flags(),      stream->precision(), stream->width(),
                      stream->fill(),  stream->exceptions(), stream->rdstate(),   stream->getloc()};
  }
  return settings;
}

void set_stream_settings(const std::array<StreamSettings, 4>& settings) {
  std::size_t at = 0;
  for (std::ios* stream : standard_streams()) {
    const auto& [buffer, flags, precision, width, fill, exceptions, status, locale] =
        settings[at++];
    stream->exceptions(std::ios_base::goodbit);
    stream->rdbuf(buffer);
    stream->clear(status);
    stream->exceptions(exceptions);
    stream->flags(flags);
    stream->precision(precision);
    stream->width(width);
    stream->fill(fill);
    stream->imbue(locale);
  }
}

// The state of rand() and random(): where it lies, and what lies there.
struct RandomState {
  char* place = nullptr;
  std::string content;
};

RandomState random_state() {
  char other[8];
  RandomState result;
  // The first word says which of five sizes it has.
  constexpr std::array<std::size_t, 5> kSizes = {8, 32, 64, 128, 256};
  result.place = initstate(1, other, sizeof other);
  std::int32_t first = 0;
  std::memcpy(&first, result.place, sizeof first);
  result.content.assign(result.place, kSizes[static_cast<std::size_t>(first % 5)]);
  setstate(result.place);
  return result;
}

void set_random_state(const RandomState& state) {
  std::memcpy(state.place, state.content.data(), state.content.size());
  setstate(state.place);
}

using Random48 = std::array<unsigned short, 3>;

void set_random48(Random48 state) { seed48(state.data()); }

Random48 random48() {
  Random48 state{};
  unsigned short none[3] = {};
  std::memcpy(state.data(), seed48(none), sizeof none);
  set_random48(state);
  return state;
}

std::array<int, 4> process_flags() {
  int end_signal = 0, reaper = 0;
  prctl(PR_GET_PDEATHSIG, &end_signal);
  prctl(PR_GET_CHILD_SUBREAPER, &reaper);
  return {end_signal, reaper, prctl(PR_GET_DUMPABLE), prctl(PR_GET_TIMERSLACK)};
}

void set_process_flags(const std::array<int, 4>& flags) {
  const std::array<int, 4> setters = {PR_SET_PDEATHSIG, PR_SET_CHILD_SUBREAPER, PR_SET_DUMPABLE,
                                      PR_SET_TIMERSLACK};
  for (std::size_t i = 0; i < setters.size(); ++i) {
    prctl(setters[i], static_cast<unsigned long>(flags[i]), 0UL, 0UL, 0UL);
  }
}

// Whose process it is, which group it is killed with, and what it sees as "/".
auto identity_of_process() {
  struct stat root {};
  stat("/", &root);
  return std::make_tuple(getuid(), geteuid(), getgid(), getegid(), getpgrp(), getsid(0),
                         root.st_dev, root.st_ino, prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0));
}

}  // namespace

// The flags of what has happened (inexact and so on) are left out.
std::uint64_t arithmetic_control() {
#if defined(__x86_64__)
  std::uint16_t x87 = 0;
  __asm__ volatile("fnstcw %0" : "=m"(x87));
  return std::uint64_t{x87} << 32 | (_mm_getcsr() & ~0x3Fu);
#elif defined(__aarch64__)
  std::uint64_t control = 0;
  __asm__ volatile("mrs %0, fpcr" : "=r"(control));
  return control;
#else
  return static_cast<std::uint64_t>(std::fegetround());
#endif
}

void set_arithmetic_control(std::uint64_t control) {
#if defined(__x86_64__)
  const auto x87 = static_cast<std::uint16_t>(control >> 32);
  __asm__ volatile("fnclex\n\tfldcw %0" : : "m"(x87));
  _mm_setcsr(static_cast<unsigned>(control));
#elif defined(__aarch64__)
  __asm__ volatile("msr fpcr, %0" : : "r"(control));
#else
  std::fesetround(static_cast<int>(control));
#endif
}

void save_arithmetic(SavedState& state) {
  state.add("rounding, denormal numbers or floating-point traps", arithmetic_control,
            set_arithmetic_control);
}

void save_limits(SavedState& state) {
  state.add("resource limits (ulimit)", resource_limits, set_resource_limits);
}

void save_process(SavedState& state) {
  state.add("the working directory", working_directory,
            [](const std::string& before) { (void)!chdir(before.c_str()); });
  state.add("the umask", file_mask, umask);
  state.add("environment variables", environment_strings, set_environment);
  state.add("the locale", locales, set_locales);
  state.add("C++'s standard streams", stream_settings, set_stream_settings);
  state.add("the handler of std::terminate", std::get_terminate, std::set_terminate);
  state.add("the handler of new", std::get_new_handler, std::set_new_handler);
  state.check([before = random_state()](auto&) { set_random_state(before); });
  state.check([before = random48()](auto&) { set_random48(before); });
  state.add("what the kernel keeps of the process (prctl)", process_flags, set_process_flags);
  state.watch("user, process group, session or root folder", identity_of_process);
}

}  // namespace remedy
