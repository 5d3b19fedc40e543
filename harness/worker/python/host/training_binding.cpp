#include <pybind11/stl.h>

#include "remedy/augmentation.h"
#include "remedy/training.h"
#include "remedy/weights.h"
#include "worker/python/host/bindings.h"

namespace remedy {
namespace {

Trained parse_trained(const std::string& text) {
  if (text == "all") return Trained::kAll;
  if (text == "head") return Trained::kHead;
  if (text == "features") return Trained::kFeatures;
  throw py::value_error("trained: \"" + text + "\", expected all, head or features");
}

// Of Parameters, or of a dict.
py::dict values_of(const py::object& parameters) {
  if (py::isinstance<py::dict>(parameters)) return parameters;
  return parameters.attr("values")();
}

// finetune() with a loss of the script, called as loss(model, batch).
void finetune_with(const LeasedModel& model, const LeasedContext& context,
                   const py::object& parameters, const py::object& loss,
                   const py::object& after_step, std::optional<std::int64_t> steps,
                   const std::string& trained) {
  FinetuneOptions options(from_python(values_of(parameters)));
  options.trained = parse_trained(trained);
  options.steps = steps;
  if (!after_step.is_none()) {
    options.after_step = [&](Model& network) {
      const py::gil_scoped_acquire acquired;
      after_step(LeasedModel(network, model.lease()));
    };
  }
  Model& network = model.get();
  Context& asked = context.get();
  const py::gil_scoped_release released;
  if (loss.is_none()) return finetune(network, asked, options);
  finetune(network, asked, options, [&](Model& trained_network, const Batch& batch) {
    const py::gil_scoped_acquire acquired;
    return py::cast<at::Tensor>(loss(LeasedModel(trained_network, model.lease()), batch));
  });
}

// Of the rows of remedy/training.h.
py::tuple use_names(std::uint32_t bits) {
  return bits == uses::groups ? py::make_tuple("groups") : py::tuple();
}

py::list rows_of(const std::vector<ParameterSpec>& rows) {
  const py::object row = py::module_::import("remedy._declaration").attr("Row");
  const char* const kinds[] = {"real", "integer", "flag", "choice", "text", "numbers"};
  py::list result;
  for (const ParameterSpec& one : rows) {
    py::object value = py::none();
    if (!one.optional) {
      if (one.kind == ParameterKind::kReal) value = py::float_(one.number);
      if (one.kind == ParameterKind::kInteger) value = py::int_(static_cast<long>(one.number));
      if (one.kind == ParameterKind::kFlag) value = py::bool_(one.number != 0);
      if (one.kind == ParameterKind::kChoice || one.kind == ParameterKind::kText) {
        value = py::str(one.text);
      }
    }
    const py::object choices =
        one.choices == nullptr ? py::object(py::tuple()) : py::str(one.choices).attr("split")("|");
    result.append(row(one.name, kinds[static_cast<int>(one.kind)], value, one.low, one.high,
                      one.low_open, one.high_open, py::tuple(choices), one.documentation,
                      one.identity_at, use_names(one.uses)));
  }
  return result;
}

at::Tensor features_of(const Batch& batch) { return batch.features; }

}  // namespace

void bind_training(py::module_& module) {
  py::class_<Batch>(module, "Batch", py::module_local(), "See remedy/training.h.")
      .def_readonly("images", &Batch::images)
      .def_readonly("labels", &Batch::labels)
      .def_readonly("weights", &Batch::weights)
      .def_readonly("rows", &Batch::rows)
      .def_property_readonly("features", features_of);
  module.def("finetune_parameters", [] { return rows_of(finetune_parameters()); });
  module.def("one_group_parameters", [] { return rows_of(one_group_parameters()); });
  module.def("head_parameters", [] { return rows_of(head_parameters()); });
  module.def("finetune", finetune_with, py::arg("model"), py::arg("context"), py::arg("p"),
             py::arg("loss") = py::none(), py::kw_only(), py::arg("after_step") = py::none(),
             py::arg("steps") = py::none(), py::arg("trained") = "all",
             "The full-batch loop with the study's stop rule: see remedy/training.h.");
  module.def("augmentation_parameters", [] { return rows_of(augmentation_parameters()); });
  module.def(
      "augmented",
      [](const at::Tensor& images, const py::object& parameters) {
        return augmented(images, Augmentation(from_python(values_of(parameters))));
      },
      py::arg("images"), py::arg("p"), "See remedy/augmentation.h; `p` has crop and flip.");
  module.def("cropped", &cropped, py::arg("images"), py::arg("boxes"), py::arg("mirrored"),
             "See remedy/augmentation.h.");
  module.def("weighted_cross_entropy", &weighted_cross_entropy, py::arg("logits"),
             py::arg("batch"));
  module.def("image_weights", &image_weights, py::arg("data"),
             py::arg("counterexample_weight") = py::none());
  module.def(
      "recalibrate_batch_norm",
      [](const LeasedModel& model, const at::Tensor& images, std::int64_t batch) {
        const py::gil_scoped_release released;
        recalibrate_batch_norm(model.get(), images, batch);
      },
      py::arg("model"), py::arg("images"), py::arg("batch") = 0);
  module.def(
      "extract_features",
      [](const LeasedModel& model, const at::Tensor& images, std::int64_t batch) {
        const py::gil_scoped_release released;
        return extract_features(model.get(), images, batch);
      },
      py::arg("model"), py::arg("images"), py::arg("batch") = 64);
  module.def(
      "pull_towards",
      [](const LeasedModel& model, const LeasedModel& reference, double rate, double strength,
         const std::vector<at::Tensor>& importance) {
        pull_towards(model.get(), reference.get(), rate, strength, importance);
      },
      py::arg("model"), py::arg("reference"), py::arg("rate"), py::arg("strength"),
      py::arg("importance") = std::vector<at::Tensor>());
  module.def(
      "fisher_diagonal",
      [](const LeasedModel& model, const at::Tensor& images, std::int64_t draws) {
        const py::gil_scoped_release released;
        return fisher_diagonal(model.get(), images, draws);
      },
      py::arg("model"), py::arg("images"), py::arg("draws"));
  module.def(
      "interpolate",
      [](const LeasedModel& model, const LeasedModel& reference, double alpha) {
        interpolate(model.get(), reference.get(), alpha);
      },
      py::arg("model"), py::arg("reference"), py::arg("alpha"));
}

}  // namespace remedy
