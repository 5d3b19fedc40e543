#include "cli/terminal/progress.h"

#include <unistd.h>

#include <cstdio>
#include <cstdlib>

#include "core/error.h"

namespace remedy {
namespace {

// A terminal, and no NO_COLOR.
bool use_colour(int descriptor) {
  const char* no_colour = std::getenv("NO_COLOR");
  return isatty(descriptor) == 1 && (no_colour == nullptr || *no_colour == '\0');
}

}  // namespace

std::string describe_seconds(double seconds) {
  const auto whole = static_cast<long>(seconds + 0.5);
  if (whole < 60) return fmt::format("{} s", whole);
  if (whole < 3600) return fmt::format("{} min {} s", whole / 60, whole % 60);
  return fmt::format("{} h {} min", whole / 3600, whole % 3600 / 60);
}

ProgressDisplay::ProgressDisplay(std::size_t total, bool quiet)
    : total_(total),
      quiet_(quiet),
      terminal_(isatty(STDERR_FILENO) == 1),
      colour_(use_colour(STDERR_FILENO)),
      start_(std::chrono::steady_clock::now()) {}

ProgressDisplay::~ProgressDisplay() {
  if (drawn_) std::fputs("\r\033[K", stderr);
}

void ProgressDisplay::redraw(const std::string& text) {
  if (quiet_ || !terminal_) return;
  std::fprintf(stderr, "\r\033[K%s", text.substr(0, 150).c_str());
  std::fflush(stderr);
  drawn_ = true;
}

void ProgressDisplay::note(const std::string& text) { redraw(text); }

void ProgressDisplay::say(const std::string& text) {
  if (quiet_) return;
  if (drawn_) std::fputs("\r\033[K", stderr);
  drawn_ = false;
  std::fprintf(stderr, "%s\n", text.c_str());
  std::fflush(stderr);
}

void ProgressDisplay::preparing(const std::string& what, std::size_t done, std::size_t total) {
  const std::string text = fmt::format("preparing {}: {} of {}", what, done, total);
  if (terminal_) {
    redraw(text);
  } else if (what != last_prepared_) {
    say(fmt::format("preparing {}: {} images", what, total));
  }
  last_prepared_ = what;
}

std::string ProgressDisplay::status() const {
  std::string text = fmt::format("{} of {} trials done, {} running, {} failed", done_, total_,
                                 running_.size(), failed_);
  if (done_ > 0 && done_ < total_) {
    const double elapsed =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
    text += fmt::format(", about {} left", describe_seconds(elapsed / static_cast<double>(done_) *
                                                            static_cast<double>(total_ - done_)));
  }
  for (const auto& [id, what] : running_) text += "  [" + what + "]";
  return text;
}

void ProgressDisplay::started(const Trial& trial) {
  running_[trial.id] = describe_trial(trial);
  redraw(status());
}

void ProgressDisplay::progress(const Trial& trial, std::int64_t steps, const std::string& what) {
  running_[trial.id] = fmt::format("{}: step {}, {}", describe_trial(trial), steps, what);
  redraw(status());
}

void ProgressDisplay::stopped(const Trial& trial) {
  running_.erase(trial.id);
  redraw(status());
}

void ProgressDisplay::finished(const Trial& trial, const TrialRecord& record) {
  running_.erase(trial.id);
  ++done_;
  const TrialResult& result = record.result;
  const bool failed = !has_result(result.status);
  failed_ += failed;
  const char* colour = failed                                 ? "\033[31m"
                       : result.status == Status::kNotReached ? "\033[33m"
                                                              : "\033[32m";
  std::string line =
      fmt::format("[{}/{}] {}{}{}  {}", done_, total_, colour_ ? colour : "",
                  to_string(result.status), colour_ ? "\033[0m" : "", describe_trial(trial));
  const double* apply = find_named(result.seconds, "apply");
  const double* evaluate = find_named(result.seconds, "evaluate");
  if (apply != nullptr && evaluate != nullptr) {
    line += "  " + describe_seconds(*apply + *evaluate);
  }
  if (!result.reason.empty()) line += "  (" + result.reason + ")";
  say(line);
  if (done_ < total_) redraw(status());
}

}  // namespace remedy
