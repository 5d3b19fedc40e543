// From the logits of two models to what happened to each image. No torch: plain arrays, plain
// loops, double precision, so the same on every device and for every thread count.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace remedy {

// What one model says of each image of a suite.
struct Outcomes {
  std::vector<std::int32_t> predicted;  // class with the largest logit; a tie: the lower index
  std::vector<std::int32_t> rank;       // of the label, from 0; a tie: the lower index first
  std::vector<float> confidence;        // probability of the predicted class
  std::vector<float> label_probability;
  std::vector<float> target_probability;  // of the target class alone

  // Whether the model is right on an image: its label, or one of its labels, stands first. Without
  // ranks, as in files of earlier versions, the one label says so.
  bool right(std::size_t image, std::int32_t label) const {
    return rank.empty() ? predicted[image] == label : rank[image] == 0;
  }
};

// logits: [n, classes], row-major. Throws Error naming an image whose logits are not finite.
Outcomes outcomes(const float* logits, const std::vector<std::int32_t>& labels, int classes,
                  int target_class, int threads = 1);

// How far q (remediated) is from p (baseline), for each image, in nats.
struct Divergences {
  std::vector<double> kl;  // sum_c p_c (log p_c - log q_c), baseline first
  std::vector<double> js;  // Jensen-Shannon divergence (Lin, IEEE Trans. Inf. Theory 1991)
};

// Both logits: [n, classes]. Softmax is taken in double; a sum that rounding left below zero
// (more than -1e-9) is zero.
Divergences divergences(const float* baseline, const float* remediated, std::size_t n, int classes,
                        int threads = 1);

}  // namespace remedy
