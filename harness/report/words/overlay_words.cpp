#include "report/words/overlay_words.h"

#include <fmt/format.h>

#include "core/text.h"
#include "report/words/cells.h"

namespace remedy {
namespace {

const char kUnknowable[] =
    "What these figures cannot say: whether a run learned the target or predicts it more often. A "
    "constant on the target's logit, with nothing trained, raises held-out accuracy as well, "
    "lowers "
    "top-1 and raises KL. The two differ in the false positives on ordinary images, or in the "
    "target "
    "margins of every image (sensitivity and criterion), and neither was published. So there is no "
    "matched difference and no diagnosis for these runs; and no retention, where the baseline's "
    "accuracy is not given.";

std::string correlations(const Json& entry) {
  std::vector<std::string> parts;
  for (const Json& one : entry["against"]) {
    const Json& rho = one["spearman"]["rho"];
    parts.push_back(fmt::format("{} {}", one["column"] == "kl" ? "KL" : "top-1",
                                rho.is_null() ? "–" : signed_fixed(rho, 2)));
  }
  return join(parts, ", ");
}

std::string seen(const Json& entry) {
  std::string text = fmt::format("Held-out accuracy of the {} runs: {} to {} %",
                                 entry["runs"].dump(), number_cell(&entry["lowest"], Unit::kShare),
                                 number_cell(&entry["highest"], Unit::kShare));
  if (!entry["images"].is_null()) {
    text += fmt::format(" of {} images (95 % intervals of the lowest {} and of the highest {}). ",
                        entry["images"].dump(), interval_cell(&entry["lowest_interval"]),
                        interval_cell(&entry["highest_interval"]));
    const double p = entry["smallest_p"];
    text += fmt::format(
        "With so few images {}: even where the highest has right all that the lowest has, "
        "McNemar's "
        "p is {}.",
        p > 0.05 ? "no two runs differ significantly" : "some runs may differ significantly",
        number_cell(&entry["smallest_p"], Unit::kP));
  } else {
    text += ".";
  }
  return text + fmt::format(
                    " Spearman's correlation with it over all runs: {}. The runs share draws and "
                    "images, so that no p belongs to it.",
                    correlations(entry));
}

}  // namespace

std::vector<std::string> held_out_sentences(const Json& held_out) {
  return {seen(held_out), kUnknowable};
}

}  // namespace remedy
