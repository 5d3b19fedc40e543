#include "worker/plugin/conformance.h"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <ATen/core/grad_mode.h>

#include <algorithm>

#include "core/error.h"
#include "core/exception_name.h"
#include "core/text.h"
#include "core/uses.h"
#include "model/weights.h"
#include "worker/plugin/check_context.h"
#include "worker/plugin/trial_state.h"

namespace remedy {
namespace {

bool same_bits(const Model& one, const Model& other) {
  for (std::size_t i = 0; i < one.parameters().size(); ++i) {
    if (!one.parameters()[i].tensor.equal(other.parameters()[i].tensor)) return false;
  }
  for (std::size_t i = 0; i < one.buffers().size(); ++i) {
    if (!one.buffers()[i].tensor.equal(other.buffers()[i].tensor)) return false;
  }
  return true;
}

// One application of a remediation, and what it left.
struct Application {
  std::unique_ptr<Network> network;
  std::unique_ptr<CheckContext> context;
  std::string problem;  // what it threw, or empty
  bool diverged = false;
  std::vector<Leftover> left;
};

// What it left behind in the process, for a person.
std::string describe_left(const std::vector<Leftover>& left) {
  std::vector<std::string> parts;
  for (const Leftover& one : left) {
    parts.push_back(one.what + (one.restored ? "" : " (in a run its worker has to be replaced)"));
  }
  return parts.empty() ? "" : "it left changed: " + join(parts, "; ");
}

class Checks {
 public:
  Checks(const PluginLibrary& plugin, const std::function<void(const std::string&)>& begin,
         const std::function<void(const Finding&)>& tell)
      : plugin_(plugin), begin_(begin), tell_(tell), theta_(residual_check_network()) {
    for (const ParameterInfo& parameter : plugin.info().parameters) {
      defaults_[parameter.name] = parameter.default_value;
    }
  }

  void run() {
    Application first;
    check("runs", [&] {
      first = apply(CheckSetup());
      return first.problem;
    });
    if (!first.problem.empty()) return;
    check("nothing left behind", [&] { return describe_left(first.left); });
    check("training mode restored", [&] {
      return std::string(first.network->is_training() ? "the network was left in training mode"
                                                      : "");
    });
    check("weights are sound", [&] { return unsound(first); });
    check("baseline untouched", [&] {
      return std::string(same_bits(first.context->baseline_copy(), *theta_)
                             ? ""
                             : "context.baseline() was written into");
    });
    check("steps within the limit", [&] {
      const std::int64_t steps = first.context->most_steps;
      return steps <= kCheckSteps
                 ? std::string()
                 : fmt::format("progress() told {} steps, max_steps() is {}", steps, kCheckSteps);
    });
    check("declared and used", [&] { return unused(first); });
    check("deterministic", [&] { return difference(first, CheckSetup(), "the same seed"); });
    check_randomness(first);
    check_supervision(first);
    check_predecessors();
    check_identity();
    CheckSetup small;
    small.threads = 1;
    small.anchors = 1;
    check("one anchor class", [&] { return apply(small).problem; });
    small.anchors = 6;
    small.counterexamples = 1;
    check("one counterexample", [&] { return apply(small).problem; });
    check_transformer();
  }

 private:
  void check(const std::string& name, const std::function<std::string()>& problem) {
    begin_(name);
    const std::string found = problem();
    tell_({name, found.empty() ? Finding::Verdict::kPassed : Finding::Verdict::kFailed, found});
  }

  Application apply(const CheckSetup& setup) const { return apply(setup, defaults_, *theta_); }

  Application apply(const CheckSetup& setup,
                    const std::map<std::string, ParameterValue>& parameters,
                    const Network& theta) const {
    Application result;
    result.network = theta.copy();
    const Uses& uses = plugin_.info().uses;
    CheckSetup whole = setup;
    if (whole.predecessors == 0 && uses.predecessor) whole.predecessors = uses.predecessors ? 2 : 1;
    if (whole.predecessors > 0) alter(*result.network, 0);
    result.context = std::make_unique<CheckContext>(theta, uses, whole);
    at::set_num_threads(setup.threads);
    at::manual_seed(setup.torch_seed);
    TrialState state({});
    try {
      plugin_.create(parameters)->apply(*result.network, *result.context);
    } catch (const Diverged&) {
      result.diverged = true;
    } catch (const std::exception& error) {
      result.problem = std::string(error.what()).substr(0, std::string(error.what()).find('\n'));
    } catch (...) {
      result.problem =
          fmt::format("threw an object of type {}, which is no std::exception", exception_name());
    }
    state.restore();
    result.left = state.left();
    for (std::string& what : plugin_.take_left()) result.left.push_back({std::move(what), true});
    return result;
  }

  std::string unsound(const Application& done) const {
    for (std::size_t i = 0; i < theta_->state().size(); ++i) {
      const at::Tensor& now = done.network->state()[i].tensor;
      const at::Tensor& before = theta_->state()[i].tensor;
      if (now.sizes() != before.sizes() || now.dtype() != before.dtype()) {
        return "changed the shape or type of " + theta_->state()[i].name;
      }
    }
    const std::string bad = first_not_finite(*done.network);
    return bad.empty() || done.diverged ? "" : bad + " is not finite, and Diverged was not thrown";
  }

  std::string unused(const Application& done) const {
    const Uses& uses = plugin_.info().uses;
    if ((uses.counterexamples || uses.anchors) && !done.context->asked_data) {
      return "training images are declared and training_data() was never asked for";
    }
    if (uses.pairs && !done.context->asked_pairs) {
      return "uses::pairs is declared and pairs() was never asked for";
    }
    if (uses.stop && !done.context->asked_stop) {
      return "uses::stop is declared and stop_accuracy() was never asked for";
    }
    if (uses.training && !done.context->asked_training) {
      return "uses::training is declared and training() was never asked for";
    }
    return "";
  }

  std::string difference(const Application& first, const CheckSetup& setup,
                         const char* what) const {
    const Application second = apply(setup);
    if (!second.problem.empty()) return second.problem;
    return same_bits(*first.network, *second.network)
               ? ""
               : fmt::format("two applications with {} differ", what);
  }

  // Where a parameter claims that at one value the baseline comes back.
  void check_identity() {
    const std::string name = "identity where claimed";
    bool claimed = false;
    for (const ParameterInfo& parameter : plugin_.info().parameters) {
      if (!parameter.identity_at) continue;
      claimed = true;
      check(name, [&] {
        auto parameters = defaults_;
        parameters[parameter.name] = *parameter.identity_at;
        const Application done = apply(CheckSetup(), parameters, *theta_);
        if (!done.problem.empty()) return done.problem;
        return same_bits(*done.network, *theta_)
                   ? std::string()
                   : fmt::format("at {} {} the baseline's weights do not come back", parameter.name,
                                 *parameter.identity_at);
      });
    }
    if (!claimed) tell_({name, Finding::Verdict::kSkipped, "no parameter claims it"});
  }

  void check_randomness(const Application& first) {
    const std::string name = "randomness declared";
    if (plugin_.info().uses.randomness) {
      tell_({name, Finding::Verdict::kSkipped, "uses::randomness is declared"});
      return;
    }
    CheckSetup other;
    other.torch_seed = kCheckSeed + 1;
    check(name, [&] {
      return difference(first, other, "another state of torch's generator, undeclared,");
    });
  }

  // Told something else of the images that it does not declare, it has to do the same.
  void check_supervision(const Application& first) {
    const Uses& uses = plugin_.info().uses;
    CheckSetup other;
    other.other_groups = !uses.groups && !uses.pairs && uses.counterexamples && uses.anchors;
    other.other_masks = !uses.masks && uses.pairs;
    const std::string name = "supervision declared";
    if (!other.other_groups && !other.other_masks) {
      tell_({name, Finding::Verdict::kSkipped, "it declares all that it is told of its images"});
      return;
    }
    check(name, [&] {
      return difference(first, other,
                        other.other_groups ? "other groups, and uses::groups undeclared,"
                                           : "other masks, and uses::masks undeclared,");
    });
  }

  void check_predecessors() {
    const std::string name = "several predecessors";
    if (!plugin_.info().uses.predecessors) {
      tell_({name, Finding::Verdict::kSkipped, "uses::predecessors is not declared"});
      return;
    }
    CheckSetup setup;
    setup.predecessors = 3;
    check(name, [&]() -> std::string {
      const Application done = apply(setup);
      if (!done.problem.empty() || done.context->asked_predecessors) return done.problem;
      return "uses::predecessors is declared and predecessors() was never asked for";
    });
  }

  // On a network without batch norm and without places, unless it says that it needs them.
  void check_transformer() {
    const std::string name = "a vision transformer";
    const std::vector<std::string>& needs = plugin_.info().needs;
    for (const char* need : {needs_in_words::kBatchNorm, needs_in_words::kConvolutions}) {
      if (std::find(needs.begin(), needs.end(), need) == needs.end()) continue;
      tell_({name, Finding::Verdict::kSkipped, fmt::format("it needs {}", need)});
      return;
    }
    check(name, [&]() -> std::string {
      const std::string problem =
          apply(CheckSetup(), defaults_, *transformer_check_network()).problem;
      if (problem.empty()) return "";
      return problem +
             " (where it cannot do without batch norm or convolutions, let it declare so: "
             "remedy::needs)";
    });
  }

  const PluginLibrary& plugin_;
  const std::function<void(const std::string&)>& begin_;
  const std::function<void(const Finding&)>& tell_;
  std::unique_ptr<Network> theta_;
  std::map<std::string, ParameterValue> defaults_;
};

}  // namespace

void check_conformance(const PluginLibrary& plugin,
                       const std::function<void(const std::string& check)>& begin,
                       const std::function<void(const Finding& finding)>& tell) {
  Checks(plugin, begin, tell).run();
}

}  // namespace remedy
