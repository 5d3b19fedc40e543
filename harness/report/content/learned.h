// What a setting learned, and the evidence.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "report/content/sensitivity.h"
#include "statistics/intervals.h"

namespace remedy {

enum class LearnedVerdict {
  kConcept,          // it generalises
  kCounterexamples,  // alone
  kLook,             // it relies on the cue
  kSaysTarget,       // it predicts the target more often
  kCannotTell,       // inconclusive
};
const char* to_string(LearnedVerdict verdict);

// A rate over all suites of a role, before and after.
struct RateEvidence {
  double before = 0, before_high = 0;
  double low = 0, high = 0;

  bool more_than(double bound) const { return low > bound && risen(); }
  bool risen() const { return low > before_high; }
  bool less_than(double bound) const { return high < bound; }
  // More than the baseline's rate need not be ruled out where that is above the bound already.
  bool not_risen(double bound) const { return high < bound || high < before_high; }
};

// The matched differences of a role's suites, with images to retain as negatives.
struct MatchedRange {
  double low = 1, high = -1;  // over all pairs: the lowest low, the highest high
  double highest_low = -1;
  int draws = 0;
};

// What decided, in the order in which it is asked.
enum class LearnedBecause {
  kNoTarget,  // of which something could be learned
  kNoFixFigure,
  kFixesLess,
  kFixOpen,
  kNoRetainFigure,
  kCue,
  kNoTransferFigure,
  kNoMargins,
  kConstantDoesAsMuch,
  kMoreThanAConstant,
  kNothingHeldOut,
  kOpen,
  kHeldOutOpen,  // more held-out images would decide
};

struct Learned {
  LearnedVerdict verdict = LearnedVerdict::kCannotTell;
  LearnedBecause because = LearnedBecause::kOpen;
  std::optional<RateEvidence> fix, transfer, guard, retain;
  std::optional<statistics::Interval> guard_drop;        // of accuracy
  std::optional<std::vector<MatchedOverDraws>> matched;  // nothing without margins
  std::optional<MatchedRange> fix_matched, transfer_matched;
  bool has_guard = false;
  double accepted_fix = 0;
  std::string reason;  // a sentence, of words/learned_words.h
};

}  // namespace remedy
