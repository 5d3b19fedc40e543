#include "worker/python/host/python_script.h"

#include <pybind11/stl.h>

#include <deque>
#include <new>
#include <optional>

#include "worker/python/host/bindings.h"

namespace remedy {
namespace {

// MemoryError, with what it says.
class PythonOutOfMemory : public std::bad_alloc {
 public:
  explicit PythonOutOfMemory(std::string text) : text_(std::move(text)) {}
  const char* what() const noexcept override { return text_.c_str(); }

 private:
  std::string text_;
};

// A Python object that may be let go of by a thread without the GIL.
using Shared = std::shared_ptr<py::object>;

Shared shared(py::object object) {
  return {new py::object(std::move(object)), [](py::object* held) {  // NOLINT: see the deleter
            const py::gil_scoped_acquire acquired;
            delete held;  // NOLINT(cppcoreguidelines-owning-memory)
          }};
}

class PythonRemediation final : public Remediation {
 public:
  PythonRemediation(Shared script, Parameters parameters)
      : script_(std::move(script)), parameters_(std::move(parameters)) {}

  void apply(Model& model, Context& context) override {
    std::optional<std::pair<std::string, std::string>> wrong;
    {
      const py::gil_scoped_acquire acquired;
      const Lease lease = std::make_shared<bool>(true);
      try {
        wrong = py::cast<decltype(wrong)>(script_->attr("apply")(
            LeasedModel(model, lease), LeasedContext(context, lease), to_python(parameters_)));
      } catch (const py::error_already_set& error) {
        wrong = {"failed", error.what()};
      }
      *lease = false;
    }
    if (!wrong) return;
    if (wrong->first == "diverged") throw Diverged(wrong->second);
    if (wrong->first == "memory") throw PythonOutOfMemory(wrong->second);
    throw std::runtime_error(wrong->second);
  }

 private:
  Shared script_;
  Parameters parameters_;
};

using Word = std::pair<const char*, std::uint32_t>;

constexpr Word kUses[] = {{"counterexamples", uses::counterexamples},
                          {"anchors", uses::anchors},
                          {"stop", uses::stop},
                          {"randomness", uses::randomness},
                          {"pairs", uses::pairs},
                          {"predecessor", uses::predecessor},
                          {"predecessors", uses::predecessors},
                          {"groups", uses::groups},
                          {"masks", uses::masks},
                          {"training", uses::training}};

constexpr Word kNeeds[] = {{"batch_norm", needs::batch_norm},
                           {"linear_head", needs::linear_head},
                           {"convolutions", needs::convolutions}};

template <std::size_t count>
std::uint32_t bits_of(const py::handle& names, const Word (&known)[count]) {
  std::uint32_t bits = 0;
  for (const py::handle name : names) {
    for (const auto& [word, bit] : known) {
      if (py::cast<std::string>(name) == word) bits |= bit;
    }
  }
  return bits;
}

class PythonScript final : public Script {
 public:
  // With the GIL; `script` is a Script of remedy/_script.py.
  explicit PythonScript(const py::object& script) : script_(shared(script)) {
    const py::object declaration = script.attr("declaration");
    descriptor_.uses = bits_of(declaration.attr("uses"), kUses);
    descriptor_.needs = bits_of(declaration.attr("needs"), kNeeds);
    for (const py::handle row : declaration.attr("rows")) add_row(row);
    descriptor_.size = sizeof(PluginDescriptor);
    descriptor_.interface_version = kInterfaceVersion;
    descriptor_.build_tag = kBuildTag;
    descriptor_.id = keep(declaration.attr("id"));
    descriptor_.version = keep(declaration.attr("version"));
    descriptor_.summary = keep(declaration.attr("summary"));
    descriptor_.parameter_count = static_cast<std::uint32_t>(rows_.size());
    descriptor_.parameters = rows_.data();
    for (const py::handle file : script.attr("files")()) {
      const auto pair = py::cast<std::pair<std::string, py::bytes>>(file);
      files_.push_back({pair.first, std::string(pair.second)});
    }
  }

  const PluginDescriptor& descriptor() const override { return descriptor_; }
  const std::vector<ScriptFile>& files() const override { return files_; }
  std::unique_ptr<Remediation> create(const Parameters& parameters) const override {
    return std::make_unique<PythonRemediation>(script_, parameters);
  }
  std::vector<std::string> take_left() const override {
    const py::gil_scoped_acquire acquired;
    return py::cast<std::vector<std::string>>(script_->attr("take_left")());
  }

 private:
  const char* keep(const py::handle& text) {
    texts_.push_back(py::cast<std::string>(py::str(text)));
    return texts_.back().c_str();
  }

  void add_row(const py::handle& row) {
    ParameterSpec spec;
    const auto kind = py::cast<std::string>(row.attr("kind"));
    spec.kind = kind == "integer"   ? ParameterKind::kInteger
                : kind == "flag"    ? ParameterKind::kFlag
                : kind == "choice"  ? ParameterKind::kChoice
                : kind == "text"    ? ParameterKind::kText
                : kind == "numbers" ? ParameterKind::kNumbers
                                    : ParameterKind::kReal;
    spec.name = keep(row.attr("name"));
    const py::object value = row.attr("default");
    spec.optional = value.is_none();
    if (spec.kind == ParameterKind::kChoice) {
      spec.text = keep(value);
      spec.choices = keep(py::str("|").attr("join")(row.attr("choices")));
    } else if (spec.kind == ParameterKind::kText) {
      spec.text = keep(value);
    } else if (spec.kind == ParameterKind::kNumbers) {
      spec.text = keep(py::str(" ").attr("join")(
          py::module_::import("builtins")
              .attr("map")(py::module_::import("builtins").attr("repr"), value)));
    } else if (!spec.optional) {
      spec.number = py::cast<double>(value);
    }
    spec.low = py::cast<double>(row.attr("low"));
    spec.high = py::cast<double>(row.attr("high"));
    spec.low_open = py::cast<bool>(row.attr("low_open"));
    spec.high_open = py::cast<bool>(row.attr("high_open"));
    spec.documentation = keep(row.attr("documentation"));
    spec.identity_at = py::cast<double>(row.attr("identity_at"));
    spec.uses = bits_of(row.attr("uses"), kUses);
    rows_.push_back(spec);
  }

  Shared script_;
  std::deque<std::string> texts_;  // what the descriptor points to
  std::vector<ParameterSpec> rows_;
  PluginDescriptor descriptor_{};
  std::vector<ScriptFile> files_;
};

}  // namespace

std::unique_ptr<Script> open_python_script(const std::string& file) {
  const py::gil_scoped_acquire acquired;
  std::string wrong;
  try {
    const py::object script = py::module_::import("remedy._script").attr("open_script")(file);
    if (!py::isinstance<py::str>(script)) return std::make_unique<PythonScript>(script);
    wrong = py::cast<std::string>(script);
  } catch (const py::error_already_set& error) {
    wrong = error.what();
  }
  throw std::runtime_error(wrong);
}

}  // namespace remedy
