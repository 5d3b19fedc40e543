#include "report/words/learned_words.h"

#include <fmt/format.h>

#include "report/conclude/sensitivity.h"
#include "report/content/number_text.h"

namespace remedy {
namespace {

const char kRule[] =
    "Rates are averages over draws, with 95 % intervals for further draws and images from four "
    "draws on; fewer draws do not show their spread, and the interval is for these draws. A "
    "matched "
    "difference is the recall after, minus the recall of the baseline with that constant on the "
    "target's logit which has as many false positives: a constant alone has 0. A setting that "
    "fixes "
    "as much as the study accepts generalises where the matched difference of the held-out images "
    "is above 0, while few other images are predicted as target and guard suites keep their "
    "accuracy. It predicts the target more often where more held-out images are right and more "
    "ordinary images are predicted as target, and the matched difference is not above 0: a "
    "constant "
    "does as much. It relies on the cue where guard images are predicted as target, or lose "
    "accuracy. It learned the counterexamples only where nothing is gained on held-out images and "
    "nothing else is predicted as target. Each needs its whole interval on its side; everything "
    "else is inconclusive.";

std::string in_percent(const RateEvidence& rate) {
  return fmt::format("[{}, {}] %", fixed(100 * rate.low, 1), fixed(100 * rate.high, 1));
}

std::string in_points(double low, double high) {
  return fmt::format("[{}, {}] points", fixed(100 * low, 1), fixed(100 * high, 1));
}

std::string ordinary_words(const Learned& f) {
  return "Ordinary images of other classes predicted as target: " + in_percent(*f.retain) + ".";
}

std::string guard_words(const Learned& f) {
  if (!f.has_guard) return "There is no guard suite.";
  if (!f.guard || !f.guard_drop) return "A guard suite has no figure.";
  return fmt::format("Guard images predicted as target: {}; their accuracy falls by {}.",
                     in_percent(*f.guard), in_points(f.guard_drop->low, f.guard_drop->high));
}

std::string held_out_words(const Learned& f) {
  const MatchedRange& matched = *f.transfer_matched;
  return fmt::format("Held-out images right: {}; their matched difference to a constant: {}{}.",
                     in_percent(*f.transfer), in_points(matched.low, matched.high),
                     matched.draws < kDrawsThatTellTheirSpread ? ", for these draws" : "");
}

}  // namespace

std::string learned_rule() { return kRule; }

std::string learned_word(LearnedVerdict verdict) {
  switch (verdict) {
    case LearnedVerdict::kConcept:
      return "generalises";
    case LearnedVerdict::kCounterexamples:
      return "counterexamples only";
    case LearnedVerdict::kLook:
      return "relies on the cue";
    case LearnedVerdict::kSaysTarget:
      return "predicts the target more often";
    case LearnedVerdict::kCannotTell:
      break;
  }
  return "inconclusive";
}

std::string learned_reason(const Learned& f) {
  const std::string bound = fixed(100 * f.accepted_fix, 0) + " %";
  switch (f.because) {
    case LearnedBecause::kNoTarget:
      return "The study has no target.";
    case LearnedBecause::kNoFixFigure:
      return "No figure of a suite of the role fix.";
    case LearnedBecause::kFixesLess:
      return "It fixes less than " + bound + ": " + in_percent(*f.fix) + ".";
    case LearnedBecause::kFixOpen:
      return "Whether it fixes " + bound + " is open: " + in_percent(*f.fix) +
             "; more images of the fix suite would decide.";
    case LearnedBecause::kNoRetainFigure:
      return "No suite to retain shows what else is predicted as target.";
    case LearnedBecause::kCue:
      return guard_words(f) + " " + ordinary_words(f);
    case LearnedBecause::kNoTransferFigure:
      return "No suite of the role transfer has a figure. " + ordinary_words(f);
    case LearnedBecause::kNoMargins:
      return "The predictions of this run hold no target margins, so a constant on the target's "
             "logit may do as much; run the study again with this version to decide. " +
             ordinary_words(f);
    case LearnedBecause::kConstantDoesAsMuch:
      return held_out_words(f) + " " + ordinary_words(f);
    case LearnedBecause::kMoreThanAConstant:
    case LearnedBecause::kNothingHeldOut:
    case LearnedBecause::kOpen:
    case LearnedBecause::kHeldOutOpen:
      break;
  }
  const std::string text = held_out_words(f) + " " + ordinary_words(f) + " " + guard_words(f);
  return f.because == LearnedBecause::kHeldOutOpen ? text + " More held-out images would decide."
                                                   : text;
}

std::string learned_sentence(const Learned& learned) {
  if (learned.because == LearnedBecause::kNoTarget) return "";
  switch (learned.verdict) {
    case LearnedVerdict::kConcept:
      return "What it learned generalises to held-out images.";
    case LearnedVerdict::kCounterexamples:
      return "It learned the counterexamples only.";
    case LearnedVerdict::kLook:
      return "It relies on the cue.";
    case LearnedVerdict::kSaysTarget:
      return "It predicts the target more often, as a constant on the target's logit would.";
    case LearnedVerdict::kCannotTell:
      break;
  }
  return "What it learned is inconclusive: " + learned_reason(learned);
}

}  // namespace remedy
