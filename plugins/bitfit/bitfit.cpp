// BitFit (Ben Zaken et al., ACL 2022, arXiv 2106.10199): the biases learn, everything else stays.
// In a network of convolutions and batch norm most biases are those of batch norm; `norm` lets
// the scales of norms learn too (Frankle et al., ICLR 2021, arXiv 2003.00152).
#include <ATen/ATen.h>
#include <remedy/remediation.h>
#include <remedy/training.h>

#include <set>

namespace {

class Bitfit : public remedy::Remediation {
 public:
  explicit Bitfit(const remedy::Parameters& parameters)
      : options_(parameters), scales_(parameters.choice("which") == "norm") {}

  void apply(remedy::Model& model, remedy::Context& context) override {
    std::set<std::string> vectors;  // one number a channel: biases and scales
    for (const auto& one : model.parameters()) {
      if (one.tensor.dim() == 1) vectors.insert(one.name);
    }
    options_.trains = [&](const std::string& name) {
      // ".bias", "in_proj_bias"
      const bool bias = name.size() > 4 && name.compare(name.size() - 4, 4, "bias") == 0;
      return bias || (scales_ && vectors.count(name) > 0);
    };
    remedy::finetune(model, context, options_);
  }

 private:
  remedy::FinetuneOptions options_;
  bool scales_;
};

}  // namespace

REMEDY_REMEDIATION(Bitfit, "bitfit", "1.0.0", "The mixed fine-tune of the biases alone.",
                   remedy::uses::counterexamples | remedy::uses::anchors | remedy::uses::stop,
                   remedy::finetune_parameters(),
                   remedy::choice("which", "bias", "bias|norm",
                                  "biases alone, or with them the scales of norms"));
