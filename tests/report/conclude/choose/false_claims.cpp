#include "report/conclude/choose/false_claims.h"

#include <algorithm>
#include <string>
#include <vector>

#include "report/analysed.h"

namespace remedy::testing {
namespace {

constexpr double kSame = 1e-12;

void count_set(const Json& verdict, const std::vector<SyntheticStudy::Truth>& truth,
               Claims& claims) {
  // With draws that say nothing of others the claim is of these.
  const bool others = verdict["set"]["other_draws"];
  const auto value = [&](const Json& row) {
    const auto& one = truth[row["setting"].get<std::size_t>()];
    return others ? one.accuracy : one.in_these_draws;
  };
  double best = 0;
  for (const Json& row : verdict["set"]["settings"]) best = std::max(best, value(row));
  bool found = false, dropped = false;
  for (const Json& row : verdict["set"]["settings"]) {
    const bool in_set = row["in_set"], is_best = value(row) >= best - kSame;
    (is_best ? claims.best : claims.worse_settings) += 1;
    if (!in_set) (is_best ? claims.best_dropped : claims.worse_dropped) += 1;
    found = found || (is_best && in_set);
    dropped = dropped || (is_best && !in_set);
  }
  claims.set_without_best += !found;
  claims.some_best_dropped += dropped;
}

void count_rivals(const Json& verdict, const std::vector<SyntheticStudy::Truth>& truth,
                  Claims& claims) {
  bool worse = false, on_these = false;
  const auto& named = truth[verdict["setting"].get<std::size_t>()];
  for (const Json& rival : verdict["rivals"]) {
    SyntheticStudy::Truth best;
    for (const auto& one : truth) {
      if (one.label != rival["label"]) continue;
      best.accuracy = std::max(best.accuracy, one.accuracy);
      best.in_these_draws = std::max(best.in_these_draws, one.in_these_draws);
    }
    const std::string told = rival["told"];
    worse = worse || (told == "draws" && best.accuracy >= named.accuracy - kSame);
    on_these = on_these || (told == "images" && best.in_these_draws >= named.in_these_draws);
    if (best.accuracy >= named.accuracy - kSame) continue;
    claims.worse_methods += 1;
    claims.worse_methods_told += told == "draws";
  }
  claims.worse += worse;
  claims.worse_on_these += on_these;
}

// Every method is as good as the control or worse, and no more harmful.
void count_controls(const Json& verdict, const std::vector<SyntheticStudy::Truth>& truth,
                    Claims& claims) {
  bool more = false;
  for (const Json& control : verdict["controls"]) {
    for (const Json& better : control["better"]) {
      const bool by_retention =
          std::all_of(better["in"].begin(), better["in"].end(),
                      [](const Json& in) { return in == "retention" || in == "negative flips"; });
      const bool true_here =
          by_retention && better["other_draws"] == false &&
          std::any_of(better["settings"].begin(), better["settings"].end(), [&](const Json& i) {
            return truth[i.get<std::size_t>()].in_these_draws > truth.back().in_these_draws;
          });
      more = more || !true_here;
    }
  }
  claims.more_than_control += more;
}

}  // namespace

Claims claims_of(const SyntheticDesign& design, int studies, std::uint64_t seed) {
  Claims claims;
  for (int i = 0; i < studies; ++i) {
    const SyntheticStudy study(design, seed + static_cast<std::uint64_t>(i));
    const Json verdict = testing::analysed({study.run()})["verdict"];
    ++claims.studies;
    count_set(verdict, study.truth(), claims);
    count_rivals(verdict, study.truth(), claims);
    count_controls(verdict, study.truth(), claims);
    const auto& named = study.truth()[verdict["setting"].get<std::size_t>()];
    // Of images, for the draws that were made: in points of retention.
    const double truth = 100 * named.in_these_draws / 0.8;
    claims.optimism += 100 * verdict["free_of_choice"]["shown"].get<double>() - truth;
    claims.optimism_left += 100 * verdict["free_of_choice"]["held_out"].get<double>() - truth;
  }
  return claims;
}

}  // namespace remedy::testing
