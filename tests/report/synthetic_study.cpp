#include "report/synthetic_study.h"

#include <algorithm>
#include <cmath>

#include "core/run/gallery_files.h"
#include "model/checkpoint/tensor_file.h"
#include "statistics/normal.h"

namespace remedy::testing {
namespace {

constexpr std::size_t kNormals = 1 << 16;  // standard normal numbers, drawn from at random
constexpr std::int32_t kTarget = 1, kOther = 2;

ImageFlags slice(const ImageFlags& all, std::size_t first, std::size_t count) {
  const auto begin = all.begin() + static_cast<std::ptrdiff_t>(first);
  return {begin, begin + static_cast<std::ptrdiff_t>(count)};
}

int hits(const ImageFlags& flags) {
  return static_cast<int>(std::count(flags.begin(), flags.end(), 1));
}

SuiteCounts counts_of(const std::string& role, const ImageFlags& before,
                      const RunOutcomes::After& after) {
  int negative = 0;
  for (std::size_t i = 0; i < before.size(); ++i) negative += before[i] && !after.right[i];
  const auto n = static_cast<double>(before.size());
  return {role, static_cast<int>(before.size()), hits(before), hits(after.right), negative,
          0.1,  hits(after.as_target) / n};
}

}  // namespace

SyntheticStudy::SyntheticStudy(const SyntheticDesign& design, std::uint64_t seed)
    : design_(design), random_(seed), builder_("synthetic") {
  std::normal_distribution<double> normal;
  for (std::size_t i = 0; i < kNormals; ++i)
    normals_.push_back(static_cast<float>(normal(random_)));
  images_ = part();
  {
    const Part own = part();
    const double bound = statistics::normal_quantile(0.8);
    ImageFlags right;
    for (std::size_t i = 0; i < images_.size(); ++i) {
      right.push_back(std::sqrt(design.image) * images_[i] + std::sqrt(1 - design.image) * own[i] <
                      bound);
    }
    const auto n = static_cast<std::size_t>(design.images);
    builder_.run.outcomes.suites["validation"] = {slice(right, 0, n), ImageFlags(n), {}};
    builder_.run.outcomes.suites["others"] = {slice(right, n, n / 10), ImageFlags(n / 10), {}};
  }
  std::vector<double> shared;
  for (int draw = 0; draw < design.draws; ++draw) {
    shared.push_back(design.shared * normal(random_));
  }
  int method_number = 0;
  for (const SyntheticMethod& method : design.methods) {
    const std::string label = "method" + std::to_string(method_number++);
    const Part by_method = part();
    std::vector<double> draws = shared;
    for (double& effect : draws) effect += method.scatter * design.by_method * normal(random_);
    for (int setting = 0; setting < method.settings; ++setting) {
      const Part by_setting = part();
      Truth truth{label, design.accuracy - method.loss, 0};
      for (int draw = 0; draw < design.draws; ++draw) {
        const double accuracy = truth.accuracy + draws[static_cast<std::size_t>(draw)] +
                                method.scatter * design.by_setting * normal(random_);
        truth.in_these_draws += accuracy / design.draws;
        const Trial trial =
            make_trial(label + "s" + std::to_string(setting) + "d" + std::to_string(draw), label,
                       0.001 * (setting + 1), 100, draw);
        add_trial(trial, accuracy, {&by_method, &by_setting});
      }
      truth_.push_back(truth);
    }
  }
  if (!design.control) return;
  Trial control = make_trial("control", "logit_shift", 0.001, std::nullopt, std::nullopt);
  const Part by_method = part(), by_setting = part();
  add_trial(control, design.accuracy, {&by_method, &by_setting});
  truth_.push_back({"logit_shift", design.accuracy, design.accuracy});
}

SyntheticStudy::Part SyntheticStudy::part() {
  Part values(static_cast<std::size_t>(design_.images + design_.images / 10));
  for (std::size_t i = 0; i < values.size();) {
    std::uint64_t bits = random_();
    for (int k = 0; k < 4 && i < values.size(); ++k, bits >>= 16)
      values[i++] = normals_[bits % kNormals];
  }
  return values;
}

void SyntheticStudy::add_trial(const Trial& trial, double accuracy,
                               const std::vector<const Part*>& parts) {
  const SyntheticDesign& d = design_;
  const Part own = part();
  const auto weight = [](double share) { return static_cast<float>(std::sqrt(share)); };
  const float image = weight(d.image), method = weight(d.image_method),
              setting = weight(d.image_setting),
              rest = weight(1 - d.image - d.image_method - d.image_setting);
  const auto bound = static_cast<float>(statistics::normal_quantile(accuracy)),
             usual = static_cast<float>(statistics::normal_quantile(d.accuracy));
  const auto n = static_cast<std::size_t>(d.images);
  ImageFlags right, as_target;
  for (std::size_t i = 0; i < images_.size(); ++i) {
    const float score =
        image * images_[i] + method * (*parts[0])[i] + setting * (*parts[1])[i] + rest * own[i];
    right.push_back(score < (i < n ? bound : usual));
    as_target.push_back(false);
  }
  // Of those that are wrong, so many as to make the rate.
  const double share = std::min(1.0, d.false_positives / (1 - accuracy));
  for (std::size_t i = 0; i < right.size(); ++i) {
    const double uniform = static_cast<double>(random_() >> 11) * 0x1p-53;
    as_target[i] = !right[i] && uniform < share;
  }
  auto& suites = builder_.run.outcomes.trials[trial.id];
  suites["validation"] = {slice(right, 0, n), slice(as_target, 0, n)};
  suites["others"] = {slice(right, n, n / 10), slice(as_target, n, n / 10)};
  std::map<std::string, SuiteCounts> counts = {{"test_cows", {"fix", 50, 0, 48, 0, 1.0, 0.96}}};
  for (const auto& [name, role] :
       {std::pair("validation", "retain"), std::pair("others", "guard")}) {
    counts[name] = counts_of(role, builder_.run.outcomes.suites[name].right, suites[name]);
  }
  Json record = make_record(trial, Status::kCompleted, counts);
  for (const char* name : {"validation", "others"}) {
    record["suites"][name]["over_prediction"]["remediated"] = counts[name].said_target;
  }
  builder_.add(trial, std::move(record));
}

void SyntheticStudy::write(const std::filesystem::path& root) const {
  std::vector<Json> records;
  for (const auto& [id, record] : run().records) records.push_back(to_json(record));
  write_run(root, run().plan, records);
  using Values = std::vector<std::int32_t>;
  const auto tensor = [](const std::string& name, const Values& values) {
    return StoredTensor{name,
                        DType::kInt32,
                        {static_cast<std::int64_t>(values.size())},
                        reinterpret_cast<const std::uint8_t*>(values.data()),
                        values.size() * sizeof(std::int32_t)};
  };
  for (const auto& [name, before] : run().outcomes.suites) {
    Values label(before.right.size(), 0), predicted, classes = {kTarget};
    for (const auto right : before.right) predicted.push_back(right ? 0 : kOther);
    write_safetensors(GalleryFiles(root).baseline(name),
                      {tensor("label", label), tensor("predicted", predicted),
                       tensor("target_classes", classes)});
  }
  for (const auto& [id, suites] : run().outcomes.trials) {
    std::map<std::string, Values> kept;
    for (const auto& [name, after] : suites) {
      for (std::size_t i = 0; i < after.right.size(); ++i) {
        kept[name + ".rank"].push_back(after.right[i] ? 0 : 1);
        kept[name + ".predicted"].push_back(after.right[i]       ? 0
                                            : after.as_target[i] ? kTarget
                                                                 : kOther);
      }
    }
    std::vector<StoredTensor> tensors;
    for (const auto& [name, values] : kept) tensors.push_back(tensor(name, values));
    write_safetensors(RunDirectory(root).predictions(id), tensors);
  }
}

}  // namespace remedy::testing
