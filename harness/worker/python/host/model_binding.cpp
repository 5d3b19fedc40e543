#include <pybind11/stl.h>

#include "worker/python/host/bindings.h"

namespace remedy {
namespace {

using Names = std::vector<std::pair<std::string, at::Tensor>>;

Names named(const std::vector<NamedTensor>& tensors) {
  Names result;
  for (const NamedTensor& one : tensors) result.emplace_back(one.name, one.tensor);
  return result;
}

std::vector<at::Tensor> unnamed(const std::vector<NamedTensor>& tensors) {
  std::vector<at::Tensor> result;
  for (const NamedTensor& one : tensors) result.push_back(one.tensor);
  return result;
}

at::Tensor run(const LeasedModel& model, const at::Tensor& input, std::size_t first,
               std::size_t last) {
  Model& network = model.get();
  const std::size_t stages = network.stages().size();
  if (first > last || last > stages) {
    throw py::value_error("run(input, " + std::to_string(first) + ", " + std::to_string(last) +
                          "): the model has stages 0 to " + std::to_string(stages));
  }
  const py::gil_scoped_release released;
  return network.run(input, first, last);
}

at::Tensor forward(const LeasedModel& model, const at::Tensor& images) {
  return run(model, images, 0, model.get().stages().size());
}

at::Tensor features(const LeasedModel& model, const at::Tensor& images) {
  return run(model, images, 0, model.get().stages().size() - 1);
}

at::Tensor head(const LeasedModel& model, const at::Tensor& input) {
  const std::size_t stages = model.get().stages().size();
  return run(model, input, stages - 1, stages);
}

LeasedModel clone(const LeasedModel& model) {
  const Model& network = model.get();
  const py::gil_scoped_release released;
  const std::shared_ptr<Model> copy = network.clone();
  return {*copy, model.lease(), copy};
}

struct Statistics {
  LeasedModel model;
};

py::object batch_norm(const LeasedModel& model) {
  if (model.get().batch_norm() == nullptr) return py::none();
  return py::cast(Statistics{model});
}

}  // namespace

void bind_model(py::module_& module) {
  py::class_<Statistics>(module, "BatchNormStatistics", py::module_local())
      .def("set_momentum", [](const Statistics& one, double momentum) {
        one.model.get().batch_norm()->set_momentum(momentum);
      });
  py::class_<LeasedModel>(module, "Model", py::module_local(),
                          "The classifier: see remedy/model.h, whose names it has.")
      .def("stages", [](const LeasedModel& model) { return model.get().stages(); })
      .def("run", run, py::arg("input"), py::arg("first"), py::arg("last"))
      .def("forward", forward, py::arg("images"))
      .def("__call__", forward, py::arg("images"))
      .def("features", features, py::arg("images"))
      .def("head", head, py::arg("features"))
      .def("parameters", [](const LeasedModel& model) { return unnamed(model.get().parameters()); })
      .def("named_parameters",
           [](const LeasedModel& model) { return named(model.get().parameters()); })
      .def("buffers", [](const LeasedModel& model) { return unnamed(model.get().buffers()); })
      .def("named_buffers", [](const LeasedModel& model) { return named(model.get().buffers()); })
      .def(
          "train", [](const LeasedModel& model, bool on) { model.get().train(on); },
          py::arg("on") = true)
      .def("eval", [](const LeasedModel& model) { model.get().eval(); })
      .def("is_training", [](const LeasedModel& model) { return model.get().is_training(); })
      .def("batch_norm", batch_norm)
      .def("clone", clone);
}

}  // namespace remedy
