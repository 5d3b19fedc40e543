// The fixed words of a report, as programs read them.
#include "report/content/report.h"

namespace remedy {

const char* to_string(HoldsFor what) {
  switch (what) {
    case HoldsFor::kDraws:
      return "draws";
    case HoldsFor::kImages:
      return "images";
    case HoldsFor::kDrawsAndImages:
      break;
  }
  return "draws and images";
}

const char* to_string(Over over) {
  switch (over) {
    case Over::kDraws:
      return "draws";
    case Over::kSeeds:
      return "seeds";
    case Over::kTrial:
      break;
  }
  return "trial";
}

const char* to_string(Outcome outcome) {
  switch (outcome) {
    case Outcome::kReached:
      return "reached";
    case Outcome::kNotFixed:
      return "not_fixed";
    case Outcome::kPartlyReached:
      return "partly_reached";
    case Outcome::kNotReached:
      return "not_reached";
    case Outcome::kNoResult:
      return "no_result";
    case Outcome::kNotJudged:
      break;
  }
  return "not_judged";
}

const char* to_string(ChosenBy what) {
  return what == ChosenBy::kRetention ? "retention" : "fix rate";
}

const char* to_string(LearnedVerdict verdict) {
  switch (verdict) {
    case LearnedVerdict::kConcept:
      return "concept";
    case LearnedVerdict::kCounterexamples:
      return "counterexamples";
    case LearnedVerdict::kLook:
      return "look";
    case LearnedVerdict::kSaysTarget:
      return "says_target";
    case LearnedVerdict::kCannotTell:
      break;
  }
  return "cannot_tell";
}

const char* to_string(TrendVerdict verdict) {
  switch (verdict) {
    case TrendVerdict::kRises:
      return "rises";
    case TrendVerdict::kFalls:
      return "falls";
    case TrendVerdict::kNoneShown:
      return "none_shown";
    case TrendVerdict::kTooFewDraws:
      break;
  }
  return "too_few_draws";
}

const char* to_string(Foreseen verdict) {
  switch (verdict) {
    case Foreseen::kPredictable:
      return "predictable";
    case Foreseen::kInPart:
      return "in_part";
    case Foreseen::kNotShown:
      return "not_shown";
    case Foreseen::kTooFewDraws:
      break;
  }
  return "too_few_draws";
}

const char* to_string(Told told) {
  switch (told) {
    case Told::kDraws:
      return "draws";
    case Told::kImages:
      return "images";
    case Told::kNo:
      break;
  }
  return "no";
}

const char* to_string(OverlayFigure figure) {
  switch (figure) {
    case OverlayFigure::kTop1:
      return "top1";
    case OverlayFigure::kTop5:
      return "top5";
    case OverlayFigure::kKl:
      return "kl";
    case OverlayFigure::kHeldOut:
      break;
  }
  return "held_out";
}

}  // namespace remedy
