// Editing a prediction rule (Santurkar et al., NeurIPS 2021, arXiv 2112.01008, after Bau et al.,
// ECCV 2020): the first convolution of one block is a memory that maps keys, patches of its input,
// to values. One rank-one change makes the keys of the counterexamples, where their look was
// changed, give the values of their originals: W <- W + strength * l d^T. The direction d is the
// one in which these keys stand out most from those of ordinary images: the largest sum (d^T k)^2
// under d^T C d = 1, C the second moment of the anchors' keys; so ordinary keys change least. Given
// d, l solves least squares in closed form, where the papers descend.
//
// On the images of configs/remedies.yaml it stays short of the stop rule, for want of rank and not
// of strength. With the values of the originals in the last block all counterexamples are right,
// but one rank holds 55 % of what their values lack, and the best such change, with no regard to
// anchors, puts half of them right. In the blocks before, the skip connection carries the changed
// look past the convolution. A strength of 2 overshoots to 58 % of the stop set; 8 ends at none.
#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>
#include <remedy/remediation.h>

#include <map>
#include <stdexcept>
#include <string>
#include <utility>

namespace {

constexpr int kPowerSteps = 100;

// The patches that a convolution like `weight` (float [out, in, k, k]) sees of `input` (float
// [n, in, h, w]) with stride 1: double [n * h * w, in * k * k].
at::Tensor keys(const at::Tensor& input, const at::Tensor& weight) {
  const std::int64_t k = weight.size(2);
  const at::Tensor patches = at::im2col(input.contiguous(), {k, k}, {1, 1}, {k / 2, k / 2}, {1, 1});
  return patches.transpose(1, 2).reshape({-1, patches.size(1)}).to(at::kDouble);
}

// Rows of keys() that lie where the masks (float [n, 1, H, W]) cover most of the place or, of an
// image where they cover that much nowhere, cover it most.
at::Tensor masked_rows(const at::Tensor& masks, const at::Tensor& input) {
  const at::Tensor cover =
      at::adaptive_avg_pool2d(masks, {input.size(2), input.size(3)}).flatten(1);
  const at::Tensor enough = cover.amax(1, /*keepdim=*/true).clamp_max(0.5);
  return (cover >= enough).flatten().nonzero().squeeze(1);
}

// argmax |keys d|^2 under d^T moment d = 1 by power iteration on whitened keys: double [in k k].
at::Tensor salient_direction(const at::Tensor& keys, const at::Tensor& moment) {
  const at::Tensor root = at::linalg_cholesky(moment);
  const at::Tensor whitened =
      std::get<0>(at::triangular_solve(keys.t(), root, /*upper=*/false)).t();  // [places, in k k]
  at::Tensor u = whitened.mean(0);
  for (int step = 0; step < kPowerSteps; ++step) {
    u = whitened.t().matmul(whitened.matmul(u));
    u = u / u.norm();
  }
  return std::get<0>(at::triangular_solve(u.unsqueeze(1), root, /*upper=*/false,
                                          /*transpose=*/true))
      .squeeze(1);
}

class RankOneEdit : public remedy::Remediation {
 public:
  explicit RankOneEdit(const remedy::Parameters& p)
      : block_(p.integer("block")), strength_(p.real("strength")), ridge_(p.real("ridge")) {}

  void apply(remedy::Model& model, remedy::Context& context) override {
    const at::NoGradGuard no_grad;
    const auto [stage, weight] = find_convolution(model);
    const at::Tensor images = context.training_data().images;
    const remedy::Pairs& pairs = context.pairs();
    const std::int64_t count = pairs.originals.size(0);

    const at::Tensor input = model.run(images.narrow(0, 0, count), 0, stage);
    const at::Tensor rows = masked_rows(pairs.masks, input);
    const at::Tensor changed = keys(input, weight).index_select(0, rows);
    const at::Tensor clean =
        keys(model.run(pairs.originals, 0, stage), weight).index_select(0, rows);

    at::Tensor moment = at::zeros({changed.size(1), changed.size(1)}, changed.options());
    for (std::int64_t i = count; i < images.size(0); ++i) {
      const at::Tensor k = keys(model.run(images.narrow(0, i, 1), 0, stage), weight);
      moment.addmm_(k.t(), k, 1, 1.0 / static_cast<double>(k.size(0) * (images.size(0) - count)));
      context.progress(0, "keys of anchor " + std::to_string(i - count + 1));
    }
    moment.diagonal().add_(moment.diagonal().mean() * ridge_);

    const at::Tensor d = salient_direction(changed, moment);
    const at::Tensor along = changed.matmul(d);  // [places]
    const at::Tensor missing =
        (clean - changed).matmul(weight.flatten(1).to(at::kDouble).t());  // [places, out]
    const at::Tensor l = along.matmul(missing) / along.square().sum();
    weight.add_((at::outer(l, d) * strength_).view(weight.sizes()).to(weight.scalar_type()));
  }

 private:
  // Of a block whose input that convolution sees as it is, and its batch norm behind it: a residual
  // one. A DenseNet's layers normalise before.
  std::pair<std::size_t, at::Tensor> find_convolution(const remedy::Model& model) const {
    std::map<std::string, at::Tensor> parameters;
    for (const auto& one : model.parameters()) parameters.emplace(one.name, one.tensor);
    std::int64_t blocks = 0;
    for (std::size_t stage = model.stages().size(); stage-- > 0;) {
      const auto found = parameters.find(model.stages()[stage] + ".conv1.weight");
      if (found == parameters.end()) continue;
      if (parameters.count(model.stages()[stage] + ".bn1.weight") == 0) continue;
      if (++blocks == block_) return {stage, found->second};
    }
    throw std::invalid_argument("block " + std::to_string(block_) + ": the network has " +
                                std::to_string(blocks) +
                                " residual blocks, whose first convolution this method rewrites");
  }

  std::int64_t block_;
  double strength_, ridge_;
};

}  // namespace

REMEDY_REMEDIATION(
    RankOneEdit, "rank_one_edit", "1.0.0",
    "Rewrites one layer, by one rank, so that counterexamples look to it as their originals do.",
    remedy::uses::counterexamples | remedy::uses::anchors | remedy::uses::pairs |
        remedy::uses::masks,
    remedy::needs::convolutions,
    remedy::integer("block", 1, remedy::at_least(1), "which block, counted from the head"),
    remedy::identity_at(0, remedy::real("strength", 1, remedy::non_negative,
                                        "share of the least-squares change that is made")),
    remedy::real("ridge", 0.1, remedy::positive,
                 "added to the keys' second moment, as a share of its mean diagonal: few anchors "
                 "leave directions of which they say nothing"));
