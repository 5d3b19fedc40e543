// What a person sees on stderr during a run.
#pragma once

#include <chrono>
#include <map>
#include <string>

#include "core/plan/plan.h"
#include "core/run/record.h"

namespace remedy {

// One line that is rewritten on a terminal; plain lines otherwise; nothing but problems when quiet.
class ProgressDisplay {
 public:
  ProgressDisplay(std::size_t total, bool quiet);
  ~ProgressDisplay();

  void preparing(const std::string& what, std::size_t done, std::size_t total);
  void started(const Trial& trial);
  void progress(const Trial& trial, std::int64_t steps, const std::string& what);
  void finished(const Trial& trial, const TrialRecord& record);
  // Is not running any more, and will be again.
  void stopped(const Trial& trial);
  // What is going on just now: overwritten by what comes next; not shown where there is no
  // terminal.
  void note(const std::string& text);
  // A line of its own, above the one that is rewritten.
  void say(const std::string& text);

 private:
  void redraw(const std::string& text);
  std::string status() const;

  std::size_t total_;
  bool quiet_;
  bool terminal_;
  bool colour_;
  std::size_t done_ = 0, failed_ = 0;
  std::map<std::string, std::string> running_;  // by trial id: what it is doing
  std::chrono::steady_clock::time_point start_;
  std::string last_prepared_;
  bool drawn_ = false;
};

// "2 min 5 s"
std::string describe_seconds(double seconds);

}  // namespace remedy
