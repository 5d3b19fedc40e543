#include "worker/plugin/signal_state.h"

#include <signal.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <unistd.h>

#include <array>
#include <cstring>
#include <fstream>
#include <set>

namespace remedy {
namespace {

template <typename T>
bool same_bytes(const T& one, const T& other) {
  return std::memcmp(&one, &other, sizeof one) == 0;
}

constexpr int kRestorerFlag = 0x04000000;
constexpr std::size_t kMaskBytes = (NSIG - 1) / 8;

// sigaction of every signal; the structures' unused bytes are zero.
struct SignalHandlers {
  std::array<struct sigaction, NSIG> actions;

  bool operator==(const SignalHandlers& other) const { return same_bytes(actions, other.actions); }
};

SignalHandlers signal_handlers() {
  SignalHandlers handlers;
  std::memset(static_cast<void*>(&handlers), 0, sizeof handlers);
  for (int number = 1; number < NSIG; ++number) {
    struct sigaction& action = handlers.actions[static_cast<std::size_t>(number)];
    sigaction(number, nullptr, &action);  // fails for the two that libc keeps for itself
    // libc's structure has room for more signals than the kernel fills, and libc adds a flag
    // whenever a handler is set.
    std::memset(reinterpret_cast<char*>(&action.sa_mask) + kMaskBytes, 0,
                sizeof action.sa_mask - kMaskBytes);
    action.sa_flags &= ~kRestorerFlag;
    action.sa_restorer = nullptr;
  }
  return handlers;
}

void set_signal_handlers(const SignalHandlers& handlers) {
  for (int number = 1; number < NSIG; ++number) {
    sigaction(number, &handlers.actions[static_cast<std::size_t>(number)], nullptr);
  }
}

std::set<int> members(const sigset_t& signals) {
  std::set<int> numbers;
  for (int number = 1; number < NSIG; ++number) {
    if (sigismember(&signals, number) == 1) numbers.insert(number);
  }
  return numbers;
}

std::set<int> waiting_signals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigpending(&signals);
  return members(signals);
}

// What waits now and did not wait before; taken, it never reaches a handler.
void take_signals(const std::set<int>& before) {
  const timespec at_once{};
  for (const int number : waiting_signals()) {
    if (before.count(number) > 0) continue;
    sigset_t one;
    sigemptyset(&one);
    sigaddset(&one, number);
    while (sigtimedwait(&one, nullptr, &at_once) == number) {
    }
  }
}

sigset_t signal_mask() {
  sigset_t mask;
  sigemptyset(&mask);
  pthread_sigmask(SIG_SETMASK, nullptr, &mask);
  return mask;
}

// Of setitimer and alarm; the time that is left changes by itself, whether one runs does not.
std::array<bool, 3> interval_timers() {
  std::array<bool, 3> running{};
  for (int which = 0; which < 3; ++which) {
    itimerval value{};
    getitimer(static_cast<__itimer_which>(which), &value);
    running[static_cast<std::size_t>(which)] = value.it_value.tv_sec + value.it_value.tv_usec > 0;
  }
  return running;
}

void stop_interval_timers(const std::array<bool, 3>& before) {
  const itimerval never{};
  for (int which = 0; which < 3; ++which) {
    if (before[static_cast<std::size_t>(which)]) continue;
    setitimer(static_cast<__itimer_which>(which), &never, nullptr);
  }
}

// Of timer_create, by the kernel's number.
std::set<int> posix_timers() {
  std::set<int> timers;
  std::ifstream file("/proc/self/timers");
  for (std::string line; std::getline(file, line);) {
    if (line.rfind("ID: ", 0) == 0) timers.insert(std::atoi(line.c_str() + 4));
  }
  return timers;
}

void delete_posix_timers(const std::set<int>& before) {
  for (const int timer : posix_timers()) {
    if (before.count(timer) == 0) syscall(SYS_timer_delete, timer);
  }
}

struct SignalStack {
  stack_t stack{};

  bool operator==(const SignalStack& other) const {
    return stack.ss_sp == other.stack.ss_sp && stack.ss_size == other.stack.ss_size &&
           stack.ss_flags == other.stack.ss_flags;
  }
};

SignalStack signal_stack() {
  SignalStack result;
  sigaltstack(nullptr, &result.stack);
  return result;
}

}  // namespace

void save_signals(SavedState& state) {
  state.add("a timer (alarm, setitimer)", interval_timers, stop_interval_timers);
  state.add("a timer (timer_create)", posix_timers, delete_posix_timers);
  state.add("signals that wait to be delivered", waiting_signals, take_signals);
  state.add("signal handlers", signal_handlers, set_signal_handlers);
  state.add(
      "the signal mask", [] { return members(signal_mask()); },
      [mask = signal_mask()](const auto&) { pthread_sigmask(SIG_SETMASK, &mask, nullptr); });
  state.add("the signal stack", signal_stack,
            [](const SignalStack& before) { sigaltstack(&before.stack, nullptr); });
}

}  // namespace remedy
