// Group distributionally robust optimisation (Sagawa et al., ICLR 2020, arXiv 1911.08731): the loss
// is sum q_g loss_g over the groups counterexamples and anchors, and q_g grows as exp(eta loss_g):
// the worse group counts more.
#include <ATen/ATen.h>
#include <remedy/remediation.h>
#include <remedy/training.h>

namespace {

class GroupDro : public remedy::Remediation {
 public:
  explicit GroupDro(const remedy::Parameters& parameters)
      : options_(parameters), eta_(parameters.real("eta")) {}

  void apply(remedy::Model& model, remedy::Context& context) override {
    const at::Tensor groups = context.training_data().groups;
    at::Tensor log_q = at::zeros({2}, context.training_data().images.options());
    remedy::finetune(model, context, options_, [&](remedy::Model& m, const remedy::Batch& batch) {
      const at::Tensor own = groups.index_select(0, batch.rows);
      const at::Tensor member = at::stack({own == remedy::kCounterexample, own == remedy::kAnchor})
                                    .to(at::kFloat);  // [2, n]
      const at::Tensor each =
          -at::log_softmax(remedy::logits(m, batch), 1).gather(1, batch.labels.unsqueeze(1));
      const at::Tensor loss = member.matmul(each).squeeze(1) / member.sum(1).clamp_min(1);
      log_q = at::log_softmax(log_q + eta_ * loss.detach(), 0);
      return (log_q.exp() * loss).sum() * batch.weights.sum();
    });
  }

 private:
  remedy::FinetuneOptions options_;
  double eta_;
};

}  // namespace

REMEDY_REMEDIATION(
    GroupDro, "group_dro", "1.0.0",
    "The mixed fine-tune of the worst group: counterexamples or anchors, as the losses go.",
    remedy::uses::counterexamples | remedy::uses::anchors | remedy::uses::groups |
        remedy::uses::stop,
    remedy::one_group_parameters(),
    remedy::real("eta", 0.01, remedy::non_negative,
                 "step size of the groups' weights; 0.01 in the paper, 0: both count one half"));
