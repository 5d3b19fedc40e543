// Mixup (Zhang et al., ICLR 2018, arXiv 1710.09412): trains on lambda x_i + (1 - lambda) x_j with
// the labels mixed alike, lambda from Beta(alpha, alpha), a new one for every step. Partners are
// any images, or images of the same group: of the two ways of LISA (Yao et al., ICML 2022, arXiv
// 2201.00299) the one that mixes labels within a domain.
#include <ATen/ATen.h>
#include <remedy/remediation.h>
#include <remedy/training.h>

namespace {

class Mixup : public remedy::Remediation {
 public:
  explicit Mixup(const remedy::Parameters& parameters)
      : options_(parameters),
        alpha_(parameters.real("alpha")),
        within_(parameters.choice("partners") == "group") {}

  void apply(remedy::Model& model, remedy::Context& context) override {
    const at::Tensor groups = context.training_data().groups;
    remedy::finetune(model, context, options_, [&](remedy::Model& m, const remedy::Batch& batch) {
      double share = 1;
      if (alpha_ > 0) share = at::_sample_dirichlet(at::full({2}, alpha_))[0].item<double>();
      const at::Tensor partners = draw(groups.index_select(0, batch.rows));
      remedy::Batch other = batch;
      other.labels = batch.labels.index_select(0, partners);
      other.weights = batch.weights.index_select(0, partners);
      const at::Tensor mixed =
          share * batch.images + (1 - share) * batch.images.index_select(0, partners);
      const at::Tensor now = m.forward(mixed);
      return share * remedy::weighted_cross_entropy(now, batch) +
             (1 - share) * remedy::weighted_cross_entropy(now, other);
    });
  }

 private:
  // A partner for every image, each image once.
  at::Tensor draw(const at::Tensor& groups) const {
    const auto shuffled = [&](const at::Tensor& rows) {
      return rows.index_select(0, at::randperm(rows.size(0), at::kLong).to(rows.device()));
    };
    at::Tensor partners = at::arange(groups.size(0), groups.options());
    if (!within_) return shuffled(partners);
    for (const std::int64_t group : {remedy::kCounterexample, remedy::kAnchor}) {
      const at::Tensor rows = (groups == group).nonzero().squeeze(1);
      partners.index_copy_(0, rows, shuffled(rows));
    }
    return partners;
  }

  remedy::FinetuneOptions options_;
  double alpha_;
  bool within_;
};

}  // namespace

REMEDY_REMEDIATION(
    Mixup, "mixup", "1.0.0", "The mixed fine-tune on blends of two images and of their labels.",
    remedy::uses::counterexamples | remedy::uses::anchors | remedy::uses::stop |
        remedy::uses::randomness,
    remedy::finetune_parameters(),
    remedy::real("alpha", 2, remedy::non_negative,
                 "of the Beta distribution; large: halves, small: hardly mixed, 0: not at all"),
    remedy::with_uses(remedy::uses::groups, remedy::choice("partners", "any", "any|group",
                                                           "any image, or one of the same group")));
