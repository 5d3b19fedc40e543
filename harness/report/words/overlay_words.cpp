#include "report/words/overlay_words.h"

#include <fmt/format.h>

#include <cmath>
#include <vector>

#include "core/text.h"
#include "report/words/cells.h"

namespace remedy {
namespace {

const char kWarning[] =
    "Published figures are shown as they stand in the file. Series that share draws of classes and "
    "images are no independent blocks: Page's p is then too small.";

const char kUnknowable[] =
    "What these figures cannot say: whether a run learned the target or predicts it more often. A "
    "constant on the target's logit, with nothing trained, raises held-out accuracy as well, "
    "lowers "
    "top-1 and raises KL. The two differ in the false positives on ordinary images, or in the "
    "target "
    "margins of every image (sensitivity and criterion), and neither was published. So there is no "
    "matched difference and no diagnosis for these runs; and no retention, where the baseline's "
    "accuracy is not given.";

std::string correlations(const OverlayHeldOut& held_out) {
  std::vector<std::string> parts;
  for (const HeldOutAgainst& one : held_out.against) {
    parts.push_back(fmt::format("{} {}", one.figure == OverlayFigure::kKl ? "KL" : "top-1",
                                std::isfinite(one.rho) ? signed_fixed(one.rho, 2) : kNone));
  }
  return join(parts, ", ");
}

std::string seen(const Overlay& overlay) {
  const OverlayHeldOut& held_out = *overlay.held_out;
  std::string text = fmt::format("Held-out accuracy of the {} runs: {} to {} %", held_out.runs,
                                 number_cell(held_out.lowest, Unit::kShare),
                                 number_cell(held_out.highest, Unit::kShare));
  if (overlay.held_out_images) {
    text += fmt::format(" of {} images (95 % intervals of the lowest {} and of the highest {}). ",
                        *overlay.held_out_images, interval_cell(held_out.lowest_interval),
                        interval_cell(held_out.highest_interval));
    text += fmt::format(
        "With so few images {}: even where the highest has right all that the lowest has, "
        "McNemar's p is {}.",
        held_out.smallest_p > 0.05 ? "no two runs differ significantly"
                                   : "some runs may differ significantly",
        number_cell(held_out.smallest_p, Unit::kP));
  } else {
    text += ".";
  }
  return text + fmt::format(
                    " Spearman's correlation with it over all runs: {}. The runs share draws and "
                    "images, so that no p belongs to it.",
                    correlations(held_out));
}

}  // namespace

void add_words(Overlay& overlay) {
  overlay.warning = kWarning;
  if (overlay.held_out) overlay.held_out->sentences = {seen(overlay), kUnknowable};
}

}  // namespace remedy
