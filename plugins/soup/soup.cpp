// A model soup (Wortsman et al., ICML 2022, arXiv 2203.05482): the mean of the weights of several
// fine-tunes of one network, the uniform soup. The members differ in their learning rates, from
// learning_rate down by a factor each; every one goes on until the stop rule. Takes as long as they
// do together; the record's steps are the last member's. Where a study names several
// remediations by `after:`, they are the members: their mean is taken and nothing is trained.
#include <remedy/remediation.h>
#include <remedy/training.h>
#include <remedy/weights.h>

namespace {

class Soup : public remedy::Remediation {
 public:
  explicit Soup(const remedy::Parameters& parameters)
      : options_(parameters),
        members_(parameters.integer("members")),
        factor_(parameters.real("factor")) {}

  void apply(remedy::Model& model, remedy::Context& context) override {
    const auto& given = context.predecessors();
    if (given.size() > 1) {
      for (std::size_t i = 0; i < given.size(); ++i) add(model, *given[i], i);
    } else {
      const std::unique_ptr<remedy::Model> start = model.clone();
      for (std::int64_t i = 0; i < members_; ++i) {
        const std::unique_ptr<remedy::Model> member = start->clone();
        remedy::finetune(*member, context, options_);
        add(model, *member, static_cast<std::size_t>(i));
        options_.learning_rate *= factor_;
      }
    }
    if (options_.batch_norm == remedy::BatchNorm::kRecalibrate) {
      remedy::recalibrate_batch_norm(model, context.training_data().images, options_.micro_batch);
    }
  }

 private:
  // Makes the mean of `before` members that of one more; the first is taken as it is.
  static void add(remedy::Model& mean, const remedy::Model& member, std::size_t before) {
    remedy::interpolate(mean, member,
                        static_cast<double>(before) / static_cast<double>(before + 1));
  }

  remedy::FinetuneOptions options_;
  std::int64_t members_;
  double factor_;
};

}  // namespace

REMEDY_REMEDIATION(Soup, "soup", "1.0.0",
                   "The mean of the weights of mixed fine-tunes at several rates, or of several "
                   "remediations.",
                   remedy::uses::counterexamples | remedy::uses::anchors | remedy::uses::stop |
                       remedy::uses::predecessors,
                   remedy::finetune_parameters(),
                   remedy::integer("members", 3, remedy::at_least(1),
                                   "fine-tunes that are averaged"),
                   remedy::real("factor", 0.5, remedy::positive,
                                "the rate of a member over that of the one before"));
