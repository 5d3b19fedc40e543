// Which remediation to use, and what that rests on. See conclude/choose/verdict.h.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "report/content/best.h"
#include "statistics/intervals.h"

namespace remedy {

inline constexpr char kNegativeFlipsName[] = "negative flips";  // the one measure that counts

// An eligible setting that is no control: may it be the best?
struct SetMember {
  std::size_t setting = 0;
  double value = 0;
  statistics::Interval to_best{0, 0};  // of the value less the best of the others, constrained
  bool in_set = false;
  std::string worse_in;         // of those in the set: the harm by which it is worse; or empty
  bool as_good = false;         // in the set and not worse
  std::vector<double> figures;  // a mean for each measure
};

struct BestSet {
  double confidence = 0.95;
  std::string measure;    // "retention" or "fix rate"
  std::size_t draws = 0;  // the fewest of any setting that draws change; 0: they change none
  std::size_t images = 0;
  bool other_draws = false;  // whether it holds for draws that were not made
  bool exact = false;        // whether discordant images come from predictions
  std::vector<std::string> measures;
  std::vector<SetMember> settings;  // all that are eligible
};

struct FreeOfChoice {
  double shown = 0;     // the measure of the named setting
  double held_out = 0;  // of the one chosen on half of the images, measured on the other
};

enum class Told { kNo, kImages, kDraws };
const char* to_string(Told told);

// Another remediation with an eligible setting, by its best. NaN: not known.
struct RivalRow {
  std::size_t setting = 0;
  std::optional<double> value;
  double difference = 0;  // rival minus named
  std::size_t shared_draws = 0;
  std::optional<statistics::Interval> interval;  // of 95 % over draws and images
  double p_draws = 0, p_draws_holm = 0;
  double standard_error = 0;  // by images
  double p_images = 0, p_images_holm = 0;
  Told told = Told::kNo;
};

// A remediation that is significantly better than a control.
struct BetterRemediation {
  std::string label;
  std::vector<std::string> in;        // measures
  std::vector<std::size_t> settings;  // those that are
  bool other_draws = true;            // or on these draws alone
};

struct ControlRow {
  std::size_t setting = 0;
  std::vector<BetterRemediation> better;
};

struct Verdict {
  std::optional<std::size_t> run;  // nothing: there is nothing but controls
  std::string label;
  std::optional<std::size_t> setting;
  std::optional<Outcome> outcome;  // that of best[0]
  std::optional<ChosenBy> chosen_by;
  std::optional<BestSet> set;
  std::optional<FreeOfChoice> free_of_choice;
  std::vector<RivalRow> rivals;   // in the order of "best"
  std::vector<std::size_t> tied;  // indices into rivals that have a setting in the set
  std::vector<ControlRow> controls;
  std::vector<std::string> missing_controls;
  std::string headline;            // one line
  std::vector<std::string> brief;  // of three sentences at most, for whoever has little time
  std::string use, breaks, sure;   // sentences, of words
};

}  // namespace remedy
