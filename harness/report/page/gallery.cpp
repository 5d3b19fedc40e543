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
#include "report/content/fields.h"

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

Json rounded(float probability) { return std::round(1e4 * double{probability}) / 1e4; }

// A suite as the baseline sees it.
struct Suite {
  std::string name, role;
  std::vector<std::int32_t> labels;
  Outcomes before;
  std::vector<std::string> names;
};

std::optional<Suite> read_suite(const GalleryFiles& files, const Json& suite) {
  try {
    Suite read;
    read.name = suite["name"];
    read.role = suite["role"];
    read.names = read_json(files.images(read.name)).at("names").get<std::vector<std::string>>();
    const StateDict baseline = read_checkpoint(files.baseline(read.name));
    read.before = read_outcomes(baseline, "");
    read.labels = values<std::int32_t>(baseline, "label", DType::kInt32);
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
  explicit Source(const std::filesystem::path& root) : files(root) {}

  GalleryFiles files;
  std::vector<std::string> classes;
  std::vector<Suite> suites;
};

class Gatherer {
 public:
  Gatherer(const std::vector<RunData>& runs, const Json& report) : report_(report) {
    const std::vector<std::string> names = run_names(runs);
    for (std::size_t i = 0; i < runs.size(); ++i) {
      runs_.emplace(names[i], &runs[i]);
      Source source(runs[i].root);
      try {
        source.classes = read_json(source.files.classes()).get<std::vector<std::string>>();
      } catch (const std::exception&) {
        continue;  // a run without a gallery
      }
      // What was broken costs most room, so it comes last.
      for (const char* role : {"fix", "transfer", "retain"}) {
        for (const Json& suite : report["suites"]) {
          if (suite["role"] != role) continue;
          if (auto read = read_suite(source.files, suite)) source.suites.push_back(*read);
        }
      }
      sources_.emplace(names[i], std::move(source));
    }
  }

  Json gather() {
    if (sources_.empty()) return nullptr;
    for (const Json& best : report_["best"]) {
      if (!best["setting"].is_null()) add_setting(best["setting"]);
    }
    if (pictures_.empty()) return nullptr;
    Json suites = Json::array();
    for (const Json& suite : report_["suites"]) {
      const auto shown = std::count_if(images_.begin(), images_.end(), [&](const Json& image) {
        return image["suite"] == suite["name"];
      });
      if (shown > 0) {
        suites.push_back({{"name", suite["name"]}, {"role", suite["role"]}, {"images", shown}});
      }
    }
    return {{"classes", classes_},         {"pictures", pictures_},
            {"images", images_},           {"suites", suites},
            {"settings", settings_},       {"missing", missing_.size()},
            {"left_out", left_out_.size()}};
  }

 private:
  using Key = std::pair<std::string, std::size_t>;  // suite and index in it

  void add_setting(std::size_t setting) {
    for (const Json& trial : report_["trials"]) {
      if (trial["setting"] != setting || trial["suites"].empty()) continue;
      const auto source = sources_.find(trial["run"]);
      if (source == sources_.end()) return;
      Json entry = {{"setting", setting},
                    {"draw", trial["design"]["draw"]},
                    {"seed", trial["design"]["seed"]},
                    {"suites", Json::array()}};
      const auto file =
          RunDirectory(runs_.at(trial["run"])->root).predictions(trial["id"].get<std::string>());
      try {
        const StateDict predictions = read_checkpoint(file);
        for (const Suite& suite : source->second.suites) {
          add_suite(source->second, suite, trial, predictions, entry["suites"]);
        }
      } catch (const std::exception&) {
        return;  // predictions that are not there or damaged
      }
      settings_.push_back(std::move(entry));
      return;
    }
  }

  void add_suite(const Source& source, const Suite& suite, const Json& trial,
                 const StateDict& predictions, Json& to) {
    const Outcomes after = read_outcomes(predictions, suite.name + ".");
    if (after.predicted.size() != suite.labels.size()) return;
    const bool retain = suite.role == "retain";
    std::vector<std::size_t> chosen;
    if (retain) {
      chosen = worst_flips(suite.labels, suite.before, after, kGalleryFlips);
    } else {
      for (std::size_t i = 0; i < std::min(suite.labels.size(), kGalleryImages); ++i) {
        chosen.push_back(i);
      }
    }
    std::size_t right = 0;
    for (std::size_t i = 0; i < suite.labels.size(); ++i) {
      right += after.predicted[i] == suite.labels[i];
    }
    Json shown = Json::array();
    for (const std::size_t i : chosen) {
      const auto image = image_of(source, suite, i);
      if (!image) continue;
      name_class(source, after.predicted[i]);
      shown.push_back({*image, after.predicted[i], rounded(after.confidence[i]),
                       rounded(after.label_probability[i])});
    }
    const Json* recorded = find_member(trial["suites"], suite.name);
    to.push_back({{"suite", suite.name},
                  {"flips", retain && recorded ? or_null(count_at(*recorded, "negative_flips"))
                                               : Json(nullptr)},
                  {"right", right},
                  {"total", suite.labels.size()},
                  {"images", std::move(shown)}});
  }

  // Its index in images_; nothing where there is no picture or no room.
  std::optional<std::size_t> image_of(const Source& source, const Suite& suite, std::size_t i) {
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
    name_class(source, suite.labels[i]);
    name_class(source, suite.before.predicted[i]);
    images_.push_back(
        {{"suite", suite.name},
         {"index", i},
         {"name", suite.names[i]},
         {"label", suite.labels[i]},
         {"picture", pictures_.size()},
         {"before", Json::array({suite.before.predicted[i], rounded(suite.before.confidence[i]),
                                 rounded(suite.before.label_probability[i])})}});
    pictures_.push_back(uri);
    known_.emplace(key, images_.size() - 1);
    return images_.size() - 1;
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

  void name_class(const Source& source, std::int32_t index) {
    const std::string key = std::to_string(index);
    if (classes_.contains(key)) return;
    const bool known = index >= 0 && static_cast<std::size_t>(index) < source.classes.size();
    classes_[key] = known ? source.classes[static_cast<std::size_t>(index)] : "class " + key;
  }

  const Json& report_;
  std::map<std::string, const RunData*> runs_;
  std::map<std::string, Source> sources_;
  std::map<Key, std::size_t> known_;
  std::set<Key> missing_, left_out_;
  std::size_t used_ = 0;
  Json classes_ = Json::object(), pictures_ = Json::array(), images_ = Json::array(),
       settings_ = Json::array();
};

}  // namespace

Json gather_gallery(const std::vector<RunData>& runs, const Json& report) {
  return Gatherer(runs, report).gather();
}

}  // namespace remedy
