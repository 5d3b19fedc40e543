// The classes that lose more under a setting than chance allows.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "report/content/setting.h"
#include "report/input/trial_rows.h"

namespace remedy {

// Claims about classes: at most this share of them is wrong, on average.
inline constexpr double kFalseDiscoveries = 0.05;

// One class in all trials that tell of it.
struct ClassTally {
  std::int64_t class_index = 0, images = 0, before = 0;
  std::optional<std::string> name;
  double after = 0, negative_flips = 0, p = 0;  // sums over trials
  int trials = 0;

  void add(std::int64_t right_after, std::int64_t lost);
  // Twice the mean p over all trials; those that do not tell of the class have 1.
  double joined(std::size_t of_trials) const;
};

using ClassTallies = std::map<std::int64_t, ClassTally>;  // by class

// Counts what the baselines have right once for all settings.
class LostClasses {
 public:
  // Of one suite, of a setting's trials: nothing where neither predictions nor records tell of
  // classes; else the classes that lost significantly more than they gained, ten at most, smallest
  // p first.
  //
  // Of each trial and class p is McNemar's, exact and one-sided, of its negative against its
  // positive flips: were the model no worse there, either would be as likely. Several trials
  // predict the same images, and their p are joined by twice their mean (L. Rueschendorf 1982; V.
  // Vovk and R. Wang, Biometrika 107 (2020) 791-808), which holds whatever they share. Benjamini
  // and Hochberg's correction is over all classes with an image in the suite. Without predictions
  // the records' lists of the classes that lose most are tested: a class that a trial does not list
  // has p = 1 there, and there are at most as many classes as images.
  std::optional<std::vector<LostClass>> of(const TrialRows& rows,
                                           const std::vector<std::size_t>& trials,
                                           const std::string& suite, std::size_t images);

 private:
  struct Baseline {
    const RunOutcomes::Before* kept = nullptr;
    std::size_t most = 0;  // the largest label
    ClassTallies classes;  // their images, and how many of them are right
  };
  // Nothing where the run does not keep the baseline's labels.
  const std::optional<Baseline>& baseline(const RunData& run, const std::string& suite);

  std::map<std::pair<const RunData*, std::string>, std::optional<Baseline>> baselines_;
};

}  // namespace remedy
