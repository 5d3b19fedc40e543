// A study with the margins of its images: cows that the baseline misses, and others.
#pragma once

#include <map>
#include <random>
#include <string>
#include <vector>

#include "report/run_builder.h"

namespace remedy::testing {

inline constexpr int kCow = 1;
inline constexpr int kHen = 2;

// What a trial adds to the margins of each suite's images.
using Shifts = std::map<std::string, double>;
inline Shifts cows(double fixed, double held_out, double validation, double others) {
  return {
      {"test_cows", fixed}, {"held_out", held_out}, {"validation", validation}, {"others", others}};
}

// Test Cows and held-out cows, of which the baseline has none right; 900 ordinary images and 300 of
// other classes in the cows' look, of which it has all right. Margins are normal, of deviation 1.
class MarginStudy {
 public:
  MarginStudy() {
    add_suite("test_cows", "fix", 60, kCow, -4);
    add_suite("held_out", "transfer", 60, kCow, -4.5);
    add_suite("validation", "retain", 900, kHen, -6.5);
    add_suite("others", "guard", 300, kHen, -6.5);
  }

  // A trial that shifts every margin of a suite by the same, and its record, from the margins.
  void add(RunBuilder& builder, const Trial& trial, const Shifts& shifts,
           Status status = Status::kCompleted) const {
    std::map<std::string, SuiteCounts> counts;
    for (const auto& [name, suite] : suites_) {
      std::vector<float> margins;
      int as_cow = 0;
      for (const float margin : suite.baseline.margin) {
        margins.push_back(margin + static_cast<float>(shifts.at(name)));
        as_cow += margins.back() > 0;
      }
      const int n = static_cast<int>(margins.size());
      const bool is_cow = suite.labels.front() == kCow;
      counts[name] = {roles_.at(name),
                      n,
                      is_cow ? 0 : n,
                      is_cow ? as_cow : n - as_cow,
                      is_cow ? 0 : as_cow,
                      0.1,
                      static_cast<double>(as_cow) / n};
      builder.run.margins.trials[trial.id][name] = margins;
    }
    Json record = make_record(trial, status, counts);
    for (const char* name : {"validation", "others"}) {
      record["suites"][name]["over_prediction"]["remediated"] = counts[name].said_target;
    }
    builder.run.margins.suites = suites_;
    builder.add(trial, std::move(record));
  }

 private:
  void add_suite(const std::string& name, const std::string& role, std::size_t images, int label,
                 double mean) {
    std::normal_distribution<float> normal(static_cast<float>(mean), 1);
    MarginSuite suite;
    suite.labels.assign(images, label);
    suite.target_classes = {kCow};
    for (std::size_t i = 0; i < images; ++i) {
      suite.baseline.margin.push_back(std::min(normal(random_), -0.1F));
    }
    suite.baseline.target.assign(images, kCow);
    suite.baseline.other.assign(images, kHen);
    roles_[name] = role;
    suites_[name] = std::move(suite);
  }

  std::mt19937 random_{4};
  std::map<std::string, std::string> roles_;
  std::map<std::string, MarginSuite> suites_;
};

}  // namespace remedy::testing
