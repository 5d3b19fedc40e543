#include <pybind11/stl.h>

#include "worker/python/host/bindings.h"

namespace remedy {
namespace {

double stop_accuracy(const LeasedContext& context, const LeasedModel& model) {
  Context& asked = context.get();
  Model& network = model.get();
  const py::gil_scoped_release released;
  return asked.stop_accuracy(network);
}

void progress(const LeasedContext& context, std::int64_t steps, const std::string& what) {
  Context& told = context.get();
  const py::gil_scoped_release released;
  told.progress(steps, what);
}

std::vector<LeasedModel> predecessors(const LeasedContext& context) {
  Context& asked = context.get();
  const std::vector<std::unique_ptr<Model>>* models = nullptr;
  {
    const py::gil_scoped_release released;
    models = &asked.predecessors();
  }
  std::vector<LeasedModel> result;
  for (const auto& model : *models) result.emplace_back(*model, context.lease());
  return result;
}

// `function` of the context, computed without the GIL.
template <typename Function>
auto computed(Function function) {
  return [function](const LeasedContext& context) {
    Context& asked = context.get();
    const py::gil_scoped_release released;
    return function(asked);
  };
}

}  // namespace

void bind_context(py::module_& module) {
  py::class_<TrainingData>(module, "TrainingData", py::module_local())
      .def_readonly("images", &TrainingData::images)
      .def_readonly("labels", &TrainingData::labels)
      .def_readonly("groups", &TrainingData::groups);
  py::class_<Pairs>(module, "Pairs", py::module_local())
      .def_readonly("originals", &Pairs::originals)
      .def_readonly("masks", &Pairs::masks);
  py::class_<TrainingSource>(module, "TrainingSource", py::module_local())
      .def_readonly("labels", &TrainingSource::labels)
      .def_readonly("groups", &TrainingSource::groups)
      .def_readonly("group_names", &TrainingSource::group_names)
      .def(
          "images",
          [](const TrainingSource& one, const at::Tensor& rows) {
            const py::gil_scoped_release released;
            return one.images(rows);
          },
          py::arg("rows"));
  py::class_<LeasedContext>(module, "Context", py::module_local(),
                            "What may be learned from: see remedy/context.h.")
      .def("training_data", computed([](Context& one) { return one.training_data(); }))
      .def("training", computed([](Context& one) { return one.training(); }))
      .def("pairs", computed([](Context& one) { return one.pairs(); }))
      .def("baseline",
           [](const LeasedContext& one) { return LeasedModel(one.get().baseline(), one.lease()); })
      .def("predecessors", predecessors)
      .def("baseline_logits", computed([](Context& one) { return one.baseline_logits(); }))
      .def("stop_accuracy", stop_accuracy, py::arg("model"))
      .def("stop_above", [](const LeasedContext& one) { return one.get().stop_above(); })
      .def("max_steps", [](const LeasedContext& one) { return one.get().max_steps(); })
      .def("seed", [](const LeasedContext& one) { return one.get().seed(); })
      .def("device",
           [](const LeasedContext& one) {
             return py::module_::import("torch").attr("device")(one.get().device().str());
           })
      .def("normalisation",
           [](const LeasedContext& one) {
             const Normalisation of = one.get().normalisation();
             return py::make_tuple(of.mean, of.std);
           })
      .def("target_class", [](const LeasedContext& one) { return one.get().target_class(); })
      .def("target_classes", [](const LeasedContext& one) { return one.get().target_classes(); })
      .def("progress", progress, py::arg("steps"), py::arg("what") = "")
      .def(
          "log",
          [](const LeasedContext& one, const std::string& name, double value) {
            one.get().log(name, value);
          },
          py::arg("name"), py::arg("value"));
}

}  // namespace remedy
