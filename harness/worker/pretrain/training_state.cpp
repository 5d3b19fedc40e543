#include "worker/pretrain/training_state.h"

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

#include "core/error.h"
#include "core/hash.h"
#include "core/json.h"
#include "model/stored_tensors.h"

namespace remedy {
namespace {

at::Tensor as_bytes(const std::string& text) {
  return at::tensor(std::vector<std::int64_t>(text.begin(), text.end()), at::kByte);
}

}  // namespace

std::string recipe_identity(const Baseline& baseline, const std::vector<int>& excepted,
                            const std::string& glyphs) {
  const Pretraining& recipe = *baseline.pretrain;
  Json json = {{"architecture", baseline.architecture},
               {"base_width", baseline.base_width},
               {"small_stem", baseline.geometry.stem == Stem::kSmall},
               {"mean", baseline.preprocess.mean},
               {"std", baseline.preprocess.std},
               {"epochs", recipe.epochs},
               {"per_class", recipe.per_class},
               {"batch", recipe.batch},
               {"learning_rate", recipe.learning_rate},
               {"momentum", recipe.momentum},
               {"weight_decay", recipe.weight_decay},
               {"bfloat16", recipe.bfloat16},
               {"rainbow_share", recipe.rainbow_share},
               {"except", excepted},
               {"seed", recipe.seed},
               {"glyphs", glyphs}};
  if (const std::string more = hidden_identity_of(baseline.geometry); !more.empty()) {
    json["geometry"] = more;
  }
  return sha256(canonical(json));
}

void TrainingState::save(const Network& network, const std::vector<at::Tensor>& momentum,
                         const TrainingProgress& progress) const {
  TensorList tensors;
  for (const NamedTensor& own : network.state()) tensors.add("model." + own.name, own.tensor);
  for (std::size_t i = 0; i < momentum.size(); ++i) {
    tensors.add("momentum." + network.parameters()[i].name, momentum[i]);
  }
  tensors.add("step", at::scalar_tensor(progress.step, at::kLong));
  tensors.add("loss_sum", at::scalar_tensor(progress.loss_sum, at::kDouble));
  tensors.add("epoch_loss", at::scalar_tensor(progress.epoch_loss, at::kDouble));
  tensors.add("recipe", as_bytes(recipe_));
  write_safetensors(file_, tensors.views());
}

std::optional<TrainingProgress> TrainingState::restore(Network& network,
                                                       std::vector<at::Tensor>& momentum) const {
  if (!std::filesystem::exists(file_)) return std::nullopt;
  const StateDict state = read_checkpoint(file_);
  const auto stored = [&](const std::string& name) {
    const StoredTensor* tensor = state.find(name);
    if (tensor == nullptr) {
      throw Error("{}: {} is missing; remove the file to begin anew", file_.string(), name);
    }
    return to_tensor(*tensor);
  };
  if (!stored("recipe").equal(as_bytes(recipe_))) {
    throw Error(
        "{}: was left by a training with another recipe, network or font; remove the file to "
        "begin anew, or give another --out",
        file_.string());
  }
  const at::NoGradGuard no_grad;
  for (const NamedTensor& own : network.state()) own.tensor.copy_(stored("model." + own.name));
  for (std::size_t i = 0; i < momentum.size(); ++i) {
    momentum[i].copy_(stored("momentum." + network.parameters()[i].name));
  }
  return TrainingProgress{stored("step").item<std::int64_t>(), stored("loss_sum").item<double>(),
                          stored("epoch_loss").item<double>()};
}

}  // namespace remedy
