#include "model/architectures/recompute.h"

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>
#include <torch/csrc/autograd/autograd.h>
#include <torch/csrc/autograd/custom_function.h>

#include <utility>

namespace remedy {
namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

struct Stage : torch::CustomClassHolder {
  explicit Stage(StageFunction f) : run(std::move(f)) {}
  StageFunction run;
};

class Recomputed : public torch::autograd::Function<Recomputed> {
 public:
  static at::Tensor forward(AutogradContext* context, const at::Tensor& input,
                            at::TensorList parameters,  // the engine sees no gradients in vectors
                            const c10::intrusive_ptr<Stage>& stage) {
    variable_list saved = {input};
    saved.insert(saved.end(), parameters.begin(), parameters.end());
    context->save_for_backward(saved);
    context->saved_data["stage"] = c10::IValue::make_capsule(stage);
    return stage->run(input, /*again=*/false);
  }

  static variable_list backward(AutogradContext* context, const variable_list& gradients) {
    const auto stage =
        c10::static_intrusive_pointer_cast<Stage>(context->saved_data["stage"].toCapsule());
    variable_list wanted = context->get_saved_variables();
    const bool input_wanted = wanted[0].requires_grad();
    const at::Tensor input = wanted[0].detach().requires_grad_(input_wanted);
    at::Tensor output;
    {
      const at::AutoGradMode grad(true);
      output = stage->run(input, /*again=*/true);
    }
    wanted[0] = input;
    if (!input_wanted) wanted.erase(wanted.begin());
    variable_list result = torch::autograd::grad({output}, wanted, gradients);
    if (!input_wanted) result.insert(result.begin(), at::Tensor());
    result.emplace_back();  // of `stage`
    return result;
  }
};

}  // namespace

at::Tensor recomputed(const at::Tensor& input, const std::vector<at::Tensor>& parameters,
                      StageFunction stage) {
  return Recomputed::apply(input, at::TensorList(parameters),
                           c10::make_intrusive<Stage>(std::move(stage)));
}

}  // namespace remedy
