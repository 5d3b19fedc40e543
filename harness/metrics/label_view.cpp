#include "metrics/label_view.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>

#include "core/error.h"
#include "core/parallel.h"

namespace remedy {
namespace {

constexpr std::size_t kPart = 64;

// One row of logits in a label space.
class SpaceRow {
 public:
  explicit SpaceRow(const LabelView& view) : view_(view), counts_(view.classes, 0) {
    for (const std::int32_t c : view.of_model) {
      if (c >= 0) ++counts_[static_cast<std::size_t>(c)];
    }
  }

  void take(const float* logits, std::size_t image) {
    const std::size_t classes = view_.of_model.size();
    for (std::size_t c = 0; c < classes; ++c) {
      if (!std::isfinite(logits[c])) {
        throw Error("the logit of class {} for image {} is {}", c, image, logits[c]);
      }
    }
    logits_ = logits;
    if (view_.rule == LabelRule::kAggregateMax || view_.rule == LabelRule::kRestrict) {
      take_largest();
      normalise_scores();
    } else {
      take_masses();
    }
  }

  // Of the prediction. Under kMap classes of the network are ranked, else those of the space.
  std::int32_t predicted() const {
    if (view_.rule != LabelRule::kMap) return best(scores_);
    const auto first = std::max_element(logits_, logits_ + view_.of_model.size());
    return view_.of_model[static_cast<std::size_t>(first - logits_)];
  }

  template <typename IsRight>
  std::int32_t rank(IsRight is_right) const {
    if (view_.rule == LabelRule::kMap) {
      return rank_among(logits_, view_.of_model.size(),
                        [&](std::size_t c) { return is_right(view_.of_model[c]); });
    }
    return rank_among(scores_.data(), scores_.size(),
                      [&](std::size_t c) { return is_right(static_cast<std::int32_t>(c)); });
  }

  // Of a class of the space; of -1 that of all that map to none.
  double probability(std::int32_t c) const {
    return c < 0 ? outside_ : probabilities_[static_cast<std::size_t>(c)];
  }
  // Of every class, and last what is outside.
  void distribution(std::vector<double>& to) const {
    to = probabilities_;
    to.push_back(outside_);
  }

 private:
  static std::int32_t best(const std::vector<double>& scores) {
    return static_cast<std::int32_t>(std::max_element(scores.begin(), scores.end()) -
                                     scores.begin());
  }

  // How many entries stand before the first that is right: larger ones, and equal ones before it.
  template <typename Value, typename IsRight>
  static std::int32_t rank_among(const Value* values, std::size_t count, IsRight is_right) {
    std::size_t own = count;
    for (std::size_t c = 0; c < count; ++c) {
      if (is_right(c) && (own == count || values[c] > values[own])) own = c;
    }
    if (own == count) return static_cast<std::int32_t>(count);
    std::int32_t rank = 0;
    for (std::size_t c = 0; c < count; ++c) {
      rank += values[c] > values[own] || (values[c] == values[own] && c < own);
    }
    return rank;
  }

  void take_largest() {
    scores_.assign(counts_.size(), -std::numeric_limits<double>::infinity());
    for (std::size_t c = 0; c < view_.of_model.size(); ++c) {
      if (view_.of_model[c] < 0) continue;
      double& score = scores_[static_cast<std::size_t>(view_.of_model[c])];
      score = std::max(score, double{logits_[c]});
    }
  }

  void normalise_scores() {
    const double largest = *std::max_element(scores_.begin(), scores_.end());
    double sum = 0;
    probabilities_.resize(scores_.size());
    for (std::size_t c = 0; c < scores_.size(); ++c) {
      probabilities_[c] = std::exp(scores_[c] - largest);
      sum += probabilities_[c];
    }
    for (double& probability : probabilities_) probability /= sum;
    outside_ = 0;
  }

  // Sums of the network's probabilities, and means where the rule says so.
  void take_masses() {
    const std::size_t classes = view_.of_model.size();
    const double largest = *std::max_element(logits_, logits_ + classes);
    weights_.resize(classes);
    double sum = 0;
    for (std::size_t c = 0; c < classes; ++c) {
      weights_[c] = std::exp(logits_[c] - largest);
      sum += weights_[c];
    }
    scores_.assign(counts_.size(), 0);
    outside_ = 0;
    for (std::size_t c = 0; c < classes; ++c) {
      const double probability = weights_[c] / sum;
      const std::int32_t to = view_.of_model[c];
      (to < 0 ? outside_ : scores_[static_cast<std::size_t>(to)]) += probability;
    }
    if (view_.rule == LabelRule::kAggregateMean) {
      double all = 0;
      for (std::size_t c = 0; c < scores_.size(); ++c) {
        scores_[c] /= counts_[c];
        all += scores_[c];
      }
      probabilities_ = scores_;
      for (double& probability : probabilities_) probability /= all;
      outside_ = 0;
    } else {
      probabilities_ = scores_;
      if (view_.rule != LabelRule::kMap) scores_.assign(logits_, logits_ + classes);
    }
  }

  const LabelView& view_;
  std::vector<int> counts_;  // of each class of the space, how many of the network belong to it
  const float* logits_ = nullptr;
  std::vector<double> weights_, scores_, probabilities_;
  double outside_ = 0;
};

double divergence(const std::vector<double>& p, const std::vector<double>& q) {
  double sum = 0;
  for (std::size_t c = 0; c < p.size(); ++c) {
    if (p[c] > 0) sum += p[c] * (std::log(p[c]) - std::log(std::max(q[c], 1e-300)));
  }
  return std::max(sum, 0.0);
}

double jensen_shannon(const std::vector<double>& p, const std::vector<double>& q) {
  double sum = 0;
  for (std::size_t c = 0; c < p.size(); ++c) {
    const double middle = 0.5 * (p[c] + q[c]);
    if (p[c] > 0) sum += 0.5 * p[c] * std::log(p[c] / middle);
    if (q[c] > 0) sum += 0.5 * q[c] * std::log(q[c] / middle);
  }
  return std::max(sum, 0.0);
}

}  // namespace

LabelView LabelView::own(int classes) {
  LabelView view;
  view.classes = classes;
  for (int c = 0; c < classes; ++c) view.of_model.push_back(c);
  return view;
}

Outcomes outcomes(const LabelView& view, const float* logits, const SpaceLabels& labels,
                  int target_class, int threads) {
  const std::size_t n = labels.label.size();
  const std::size_t classes = view.of_model.size();
  Outcomes result;
  result.predicted.resize(n);
  result.rank.resize(n);
  result.confidence.resize(n);
  result.label_probability.resize(n);
  result.target_probability.resize(n);
  parallel_for((n + kPart - 1) / kPart, threads, [&](std::size_t part) {
    SpaceRow row(view);
    for (std::size_t i = part * kPart; i < std::min(n, (part + 1) * kPart); ++i) {
      row.take(logits + i * classes, i);
      const std::int32_t label = labels.label[i];
      const auto is_right = [&](std::int32_t c) {
        if (c == label) return true;
        if (labels.also.empty()) return false;
        return std::find(labels.also[i].begin(), labels.also[i].end(), c) != labels.also[i].end();
      };
      result.predicted[i] = row.predicted();
      result.rank[i] = row.rank(is_right);
      result.confidence[i] = static_cast<float>(row.probability(result.predicted[i]));
      double right = row.probability(label);
      if (!labels.also.empty()) {
        for (const int c : labels.also[i]) right += row.probability(c);
      }
      result.label_probability[i] = static_cast<float>(std::min(right, 1.0));
      result.target_probability[i] =
          target_class < 0 ? 0.0F : static_cast<float>(row.probability(target_class));
    }
  });
  return result;
}

Divergences divergences(const LabelView& view, const float* baseline, const float* remediated,
                        std::size_t n, int threads) {
  const std::size_t classes = view.of_model.size();
  Divergences result;
  result.kl.resize(n);
  result.js.resize(n);
  parallel_for((n + kPart - 1) / kPart, threads, [&](std::size_t part) {
    SpaceRow before(view), after(view);
    std::vector<double> p, q;
    for (std::size_t i = part * kPart; i < std::min(n, (part + 1) * kPart); ++i) {
      before.take(baseline + i * classes, i);
      after.take(remediated + i * classes, i);
      before.distribution(p);
      after.distribution(q);
      result.kl[i] = divergence(p, q);
      result.js[i] = jensen_shannon(p, q);
    }
  });
  return result;
}

}  // namespace remedy
