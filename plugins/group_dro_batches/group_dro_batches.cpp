// Group distributionally robust optimisation as published (Sagawa et al., ICLR 2020, arXiv
// 1911.08731): mini-batches from the training source with every group equally often, the loss is
// sum q_g loss_g over its groups, and q_g grows as exp(eta loss_g). group_dro has the same
// objective over two groups, counterexamples and anchors, in full batches.
#include <ATen/ATen.h>
#include <remedy/remediation.h>
#include <remedy/source_training.h>

#include <stdexcept>

namespace {

class GroupDroBatches : public remedy::Remediation {
 public:
  explicit GroupDroBatches(const remedy::Parameters& p)
      : options_(p), augmentation_(p), eta_(p.real("eta")), batch_(p.integer("batch")) {}

  void apply(remedy::Model& model, remedy::Context& context) override {
    const remedy::TrainingSource& source = context.training();
    if (!source.groups.defined()) {
      throw std::runtime_error("needs groups; name them under data.training.groups");
    }
    const auto count = static_cast<std::int64_t>(source.group_names.size());
    const at::Tensor all = at::arange(count, source.groups.options()).unsqueeze(1);  // [groups, 1]
    at::Tensor log_q = at::zeros({count}, source.groups.options().dtype(at::kFloat));
    const auto loss = [&](const at::Tensor& logits, const at::Tensor& labels,
                          const at::Tensor& rows) {
      const at::Tensor own = source.groups.index_select(0, rows);
      const at::Tensor member = (own.unsqueeze(0) == all).to(at::kFloat);  // [groups, k]
      const at::Tensor each = -at::log_softmax(logits, 1).gather(1, labels.unsqueeze(1));
      const at::Tensor of_group = member.matmul(each).squeeze(1) / member.sum(1).clamp_min(1);
      log_q = at::log_softmax(log_q + eta_ * of_group.detach(), 0);
      return (log_q.exp() * of_group).sum();
    };
    remedy::finetune_on_source(model, context, options_, batch_,
                               remedy::images_alike(source.groups).reciprocal(), loss,
                               augmentation_);
  }

 private:
  remedy::FinetuneOptions options_;
  remedy::Augmentation augmentation_;
  double eta_;
  std::int64_t batch_;
};

}  // namespace

REMEDY_REMEDIATION(GroupDroBatches, "group_dro_batches", "1.1.0",
                   "Fine-tunes on the training source for its worst group, in mini-batches.",
                   remedy::uses::training | remedy::uses::stop | remedy::uses::randomness,
                   remedy::source_parameters(),
                   remedy::real("eta", 0.01, remedy::non_negative,
                                "step size of the groups' weights; 0.01 in the paper"));
