#include "report/page/gallery.h"

#include <openssl/evp.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <map>
#include <optional>
#include <set>

#include "core/error.h"
#include "core/file.h"
#include "core/run/gallery_files.h"
#include "metrics/worst_flips.h"
#include "model/checkpoint/tensor_file.h"
#include "report/page/gallery_json.h"

namespace remedy {
namespace {

std::string base64(const std::string& bytes) {
  std::string text(4 * ((bytes.size() + 2) / 3) + 1, '\0');  // EVP ends it with a zero
  const int length = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()),
                                     reinterpret_cast<const unsigned char*>(bytes.data()),
                                     static_cast<int>(bytes.size()));
  text.resize(static_cast<std::size_t>(length));
  return text;
}

// Throws Error where there is no such tensor of one dimension.
template <typename T>
std::vector<T> values(const StateDict& file, const std::string& name, DType dtype) {
  const StoredTensor* tensor = file.find(name);
  if (tensor == nullptr || tensor->dtype != dtype || tensor->shape.size() != 1) {
    throw Error("there is no {} as this version writes it", name);
  }
  std::vector<T> copy(tensor->bytes / sizeof(T));
  if (!copy.empty()) std::memcpy(copy.data(), tensor->data, tensor->bytes);
  return copy;
}

// All but ranks. Throws Error where the vectors are not all of one length.
Outcomes read_outcomes(const StateDict& file, const std::string& prefix) {
  Outcomes outcomes;
  outcomes.predicted = values<std::int32_t>(file, prefix + "predicted", DType::kInt32);
  outcomes.confidence = values<float>(file, prefix + "confidence", DType::kFloat32);
  outcomes.label_probability = values<float>(file, prefix + "label_probability", DType::kFloat32);
  const std::size_t n = outcomes.predicted.size();
  if (outcomes.confidence.size() != n || outcomes.label_probability.size() != n) {
    throw Error("the lengths differ");
  }
  return outcomes;
}

double rounded(float probability) { return std::round(1e4 * double{probability}) / 1e4; }

Prediction prediction_of(const Outcomes& outcomes, std::size_t i) {
  return {outcomes.predicted[i], rounded(outcomes.confidence[i]),
          rounded(outcomes.label_probability[i])};
}

// A suite as the baseline sees it.
struct SeenSuite {
  std::string name;
  Role role = Role::kFix;
  std::vector<std::int32_t> labels, targets;
  Outcomes before;
  std::vector<std::string> names;
};

bool has_pictures(const std::filesystem::path& folder) {
  std::error_code none;
  const std::filesystem::directory_iterator files(folder, none);
  return std::any_of(begin(files), end(files),
                     [](const auto& file) { return file.path().extension() == ".jpg"; });
}

std::optional<SeenSuite> read_suite(const GalleryFiles& files, const ReportSuite& suite) {
  try {
    // Earlier versions kept none of guards; and where nothing broke there is none.
    if (suite.role == Role::kGuard && !has_pictures(files.folder(suite.name))) return {};
    SeenSuite read;
    read.name = suite.name;
    read.role = suite.role;
    read.names = image_names(files.images(read.name));
    const StateDict baseline = read_checkpoint(files.baseline(read.name));
    read.before = read_outcomes(baseline, "");
    read.labels = values<std::int32_t>(baseline, "label", DType::kInt32);
    if (baseline.find("target_classes") != nullptr) {
      read.targets = values<std::int32_t>(baseline, "target_classes", DType::kInt32);
    }
    if (read.labels.size() != read.before.predicted.size() ||
        read.labels.size() != read.names.size()) {
      return {};
    }
    return read;
  } catch (const std::exception&) {
    return {};
  }
}

// Of one run: what it takes to show a trial.
struct Source {
  explicit Source(const RunData& data) : run(data), files(data.root) {}

  const RunData& run;
  GalleryFiles files;
  std::vector<SeenSuite> suites;
};

class Gatherer {
 public:
  Gatherer(const std::vector<RunData>& runs, const Report& report) : report_(report) {
    for (std::size_t i = 0; i < runs.size(); ++i) {
      if (runs[i].class_names.empty()) continue;  // a run without a gallery
      Source source(runs[i]);
      // What was broken costs most room, so it comes last.
      for (const Role role : {Role::kFix, Role::kTransfer, Role::kGuard, Role::kRetain}) {
        for (const ReportSuite& suite : report.suites) {
          if (suite.role != role) continue;
          if (auto read = read_suite(source.files, suite)) {
            source.suites.push_back(std::move(*read));
          }
        }
      }
      sources_.emplace(i, std::move(source));
    }
  }

  std::optional<Gallery> gather() {
    if (sources_.empty()) return std::nullopt;
    for (const BestEntry& best : report_.best) {
      if (best.setting) add_setting(*best.setting);
    }
    if (gallery_.pictures.empty()) return std::nullopt;
    for (const ReportSuite& suite : report_.suites) {
      const auto shown =
          std::count_if(gallery_.images.begin(), gallery_.images.end(),
                        [&](const GalleryImage& image) { return image.suite == suite.name; });
      if (shown > 0) {
        gallery_.suites.push_back({suite.name, suite.role, static_cast<std::size_t>(shown)});
      }
    }
    gallery_.missing = missing_.size();
    gallery_.left_out = left_out_.size();
    return std::move(gallery_);
  }

 private:
  using Key = std::pair<std::string, std::size_t>;  // suite and index in it

  void add_setting(std::size_t setting) {
    const auto trial = std::find_if(
        report_.trials.begin(), report_.trials.end(),
        [&](const TrialRow& row) { return row.setting == setting && !row.suites.empty(); });
    if (trial == report_.trials.end()) return;
    const auto source = sources_.find(trial->run);
    if (source == sources_.end()) return;
    const Trial& planned = trial->planned;
    ShownSetting entry{setting, planned.draw, planned.seed, {}};
    try {
      const StateDict predictions =
          read_checkpoint(RunDirectory(source->second.run.root).predictions(planned.id));
      for (const SeenSuite& suite : source->second.suites) {
        add_suite(source->second, suite, *trial, predictions, entry);
      }
    } catch (const std::exception&) {
      return;  // predictions that are not there or damaged
    }
    gallery_.settings.push_back(std::move(entry));
  }

  void add_suite(const Source& source, const SeenSuite& suite, const TrialRow& trial,
                 const StateDict& predictions, ShownSetting& to) {
    const Outcomes after = read_outcomes(predictions, suite.name + ".");
    if (after.predicted.size() != suite.labels.size()) return;
    ShownSuite shown;
    shown.suite = suite.name;
    shown.total = suite.labels.size();
    std::vector<std::size_t> chosen;
    if (suite.role == Role::kRetain || suite.role == Role::kGuard) {
      chosen =
          suite.role == Role::kRetain
              ? worst_flips(suite.labels, suite.before, after, kGalleryFlips)
              : broken_of_guard(suite.labels, suite.targets, suite.before, after, kGalleryFlips);
      const SuiteRow* recorded = find_named(trial.suites, suite.name);
      if (recorded != nullptr) shown.flips = recorded->recorded.negative_flips;
    } else {
      for (std::size_t i = 0; i < std::min(suite.labels.size(), kGalleryImages); ++i) {
        chosen.push_back(i);
      }
    }
    for (std::size_t i = 0; i < suite.labels.size(); ++i) {
      shown.right += after.predicted[i] == suite.labels[i];
    }
    for (const std::size_t i : chosen) {
      const auto image = image_of(source, suite, i);
      if (!image) continue;
      name_class(source, suite.name, after.predicted[i]);
      shown.images.push_back({*image, prediction_of(after, i)});
    }
    to.suites.push_back(std::move(shown));
  }

  // Its index in the gallery; nothing where there is no picture or no room.
  std::optional<std::size_t> image_of(const Source& source, const SeenSuite& suite, std::size_t i) {
    const Key key(suite.name, i);
    if (const auto known = known_.find(key); known != known_.end()) return known->second;
    const std::string bytes = picture(source, key);
    if (bytes.empty()) return {};
    const std::string uri = "data:image/jpeg;base64," + base64(bytes);
    if (used_ + uri.size() > kPictureBytes) {
      left_out_.insert(key);
      return {};
    }
    used_ += uri.size();
    name_class(source, suite.name, suite.labels[i]);
    name_class(source, suite.name, suite.before.predicted[i]);
    gallery_.images.push_back({suite.name, i, suite.names[i], suite.labels[i],
                               gallery_.pictures.size(), prediction_of(suite.before, i)});
    gallery_.pictures.push_back(uri);
    known_.emplace(key, gallery_.images.size() - 1);
    return gallery_.images.size() - 1;
  }

  std::string picture(const Source& source, const Key& key) {
    std::string bytes;
    try {
      bytes = read_if_present(source.files.picture(key.first, key.second));
    } catch (const Error&) {
      // As if it were not there.
    }
    if (bytes.empty()) missing_.insert(key);
    return bytes;
  }

  void name_class(const Source& source, const std::string& suite, std::int32_t index) {
    if (!named_.emplace(suite, index).second) return;
    gallery_.classes.push_back({suite, index, source.run.class_name(suite, index)});
  }

  const Report& report_;
  std::map<std::size_t, Source> sources_;  // by run
  std::map<Key, std::size_t> known_;
  std::set<Key> missing_, left_out_;
  std::set<std::pair<std::string, std::int32_t>> named_;  // by suite
  std::size_t used_ = 0;
  Gallery gallery_;
};

}  // namespace

std::optional<Gallery> gather_gallery(const std::vector<RunData>& runs, const Report& report) {
  return Gatherer(runs, report).gather();
}

}  // namespace remedy
