#include "core/study/pretrained/pretrained_config.h"

#include <algorithm>
#include <cmath>

#include "core/error.h"
#include "core/json.h"
#include "core/study/architectures.h"

namespace remedy {
namespace {

constexpr double kLeastCrop = 0.1;    // of the resized side
constexpr double kMostPixels = 8192;  // along a side

// A member of a JSON object, or null.
const Json& member(const Json& object, const char* key) {
  static const Json null;
  const auto found = object.is_object() ? object.find(key) : object.end();
  return found == object.end() ? null : *found;
}

class ConfigReader {
 public:
  ConfigReader(const std::filesystem::path& file, std::string section, const Json& json)
      : file_(file), section_(std::move(section)), json_(json) {}

  const Json& get(const char* key) const { return member(json_, key); }

  [[noreturn]] void fail(const char* key, const std::string& expected) const {
    const std::string found = get(key).dump(-1, ' ', true, Json::error_handler_t::replace);
    throw Error("{}: {}{} is {}, expected {}; give the preprocessing by hand", file_.string(),
                section_, key, found.substr(0, 100), expected);
  }

  double real(const char* key, double low, double high) const {
    const Json& value = get(key);
    if (!value.is_number() || !(value.get<double>() >= low) || !(value.get<double>() <= high)) {
      fail(key, fmt::format("a number from {} to {}", low, high));
    }
    return value.get<double>();
  }

  // Kept as they are where the key is absent.
  void channels(const char* key, double least, std::vector<double>& values) const {
    const Json& given = get(key);
    if (given.is_null()) return;
    const bool three = given.is_array() && given.size() == 3 &&
                       std::all_of(given.begin(), given.end(), [&](const Json& value) {
                         return value.is_number() && value.get<double>() >= least;
                       });
    if (!three) fail(key, "three numbers, of red, green and blue");
    values = given.get<std::vector<double>>();
  }

  // timm: floor(size / crop_pct); the same as transformers' int() of it.
  static int resized(double size, double crop) { return static_cast<int>(std::floor(size / crop)); }

 private:
  const std::filesystem::path& file_;
  const std::string section_;
  const Json& json_;
};

constexpr double kLeastStd = 1e-6;

Preprocess timm_preprocess(const std::filesystem::path& file, const Json& json) {
  const ConfigReader config(file, "pretrained_cfg.", json);
  Preprocess result;
  const Json& size = config.get("input_size");
  const bool square = size.is_array() && size.size() == 3 && size[0] == 3 && size[1] == size[2] &&
                      size[1].is_number_integer() && size[1] > 0 && size[1] <= kMostPixels;
  if (!square) config.fail("input_size", "[3, size, size]: square images with three channels");
  result.crop = size[1].get<int>();
  const double crop =
      config.get("crop_pct").is_null() ? 0.875 : config.real("crop_pct", kLeastCrop, 1);
  result.resize = ConfigReader::resized(result.crop, crop);
  const Json& interpolation = config.get("interpolation");
  if (interpolation == "bicubic") {
    result.interpolation = Interpolation::kBicubic;
  } else if (!interpolation.is_null() && interpolation != "bilinear") {
    config.fail("interpolation", "\"bilinear\" or \"bicubic\"");
  }
  const Json& mode = config.get("crop_mode");
  if (!mode.is_null() && mode != "center") config.fail("crop_mode", "\"center\"");
  config.channels("mean", -1e6, result.mean);
  config.channels("std", kLeastStd, result.std);
  return result;
}

Preprocess transformers_preprocess(const std::filesystem::path& file, const Json& json) {
  const ConfigReader config(file, "", json);
  Preprocess result;
  const Json& size = config.get("size");
  const Json& side = size.is_object() ? member(size, "shortest_edge") : size;
  constexpr int kNoCropFrom = 384;  // ConvNextImageProcessor squashes images from here on
  if (!side.is_number_integer() || side < 1 || side >= kNoCropFrom) {
    config.fail("size", fmt::format("{{\"shortest_edge\": 1 to {}}}", kNoCropFrom - 1));
  }
  result.crop = side.get<int>();
  const double crop =
      config.get("crop_pct").is_null() ? 0.875 : config.real("crop_pct", kLeastCrop, 1);
  result.resize = ConfigReader::resized(result.crop, crop);
  constexpr int kPillowBilinear = 2, kPillowBicubic = 3;
  const Json& resample = config.get("resample");
  if (resample == kPillowBicubic) {
    result.interpolation = Interpolation::kBicubic;
  } else if (!resample.is_null() && resample != kPillowBilinear) {
    config.fail("resample", "2 (bilinear) or 3 (bicubic)");
  }
  config.channels("image_mean", -1e6, result.mean);
  config.channels("image_std", kLeastStd, result.std);
  return result;
}

// What timm calls the first convolution and the last layer.
std::pair<const char*, const char*> first_and_last(const ArchitectureInfo* info) {
  if (info != nullptr && info->transformer() != nullptr) return {"patch_embed.proj", "head"};
  if (info != nullptr && info->dense() != nullptr) return {"features.conv0", "classifier"};
  return {"conv1", "fc"};
}

}  // namespace

std::optional<PretrainedConfig> pretrained_config(const std::filesystem::path& weights) {
  std::error_code ignored;
  const std::filesystem::path folder = weights.parent_path();
  const std::filesystem::path timm = folder / "config.json";
  if (std::filesystem::is_regular_file(timm, ignored)) {
    const Json json = read_json(timm);
    const Json& section = member(json, "pretrained_cfg");
    if (section.is_object()) return PretrainedConfig{timm, timm_preprocess(timm, section)};
  }
  const std::filesystem::path other = folder / "preprocessor_config.json";
  if (std::filesystem::is_regular_file(other, ignored)) {
    return PretrainedConfig{other, transformers_preprocess(other, read_json(other))};
  }
  return std::nullopt;
}

Json timm_config(const Baseline& baseline, std::int64_t classes) {
  const Preprocess& preprocess = baseline.preprocess;
  const ArchitectureInfo* info = find_architecture(baseline.architecture);
  const bool transformer = info != nullptr && info->transformer() != nullptr;
  const std::string name =
      info == nullptr ? baseline.architecture : timm_name(*info, preprocess.crop);
  Json config = {{"architecture", name},
                 {"num_classes", classes},
                 {"pretrained_cfg",
                  {{"input_size", {3, preprocess.crop, preprocess.crop}},
                   {"fixed_input_size", transformer},
                   {"interpolation", to_string(preprocess.interpolation)},
                   {"crop_mode", "center"},
                   {"mean", preprocess.mean},
                   {"std", preprocess.std},
                   {"num_classes", classes},
                   {"first_conv", first_and_last(info).first},
                   {"classifier", first_and_last(info).second}}}};
  if (info != nullptr && info->scripted()) {
    config["pretrained_cfg"].erase("first_conv");
    config["pretrained_cfg"]["classifier"] = baseline.head;
  }
  if (!only_resizes_and_crops(preprocess)) return config;
  double crop = static_cast<double>(preprocess.crop) / preprocess.resize;
  // Rounding must not cost a pixel where the quotient is taken back.
  while (crop > kLeastCrop && ConfigReader::resized(preprocess.crop, crop) < preprocess.resize) {
    crop = std::nextafter(crop, 0.0);
  }
  config["pretrained_cfg"]["crop_pct"] = crop;
  return config;
}

std::string difference(const Preprocess& given, const Preprocess& expected) {
  std::string text;
  const auto compare = [&](const char* key, const std::string& has, const std::string& wanted) {
    if (has == wanted) return;
    text += fmt::format("{}{} is {}, not {}", text.empty() ? "" : "; ", key, has, wanted);
  };
  if (only_resizes_and_crops(given)) {
    compare("resize", std::to_string(given.resize), std::to_string(expected.resize));
  } else {
    compare("the way to the pixels", geometry_text(given), geometry_text(expected));
  }
  compare("crop", std::to_string(given.crop), std::to_string(expected.crop));
  compare("interpolation", to_string(given.interpolation), to_string(expected.interpolation));
  compare("mean", fmt::format("[{}]", fmt::join(given.mean, ", ")),
          fmt::format("[{}]", fmt::join(expected.mean, ", ")));
  compare("std", fmt::format("[{}]", fmt::join(given.std, ", ")),
          fmt::format("[{}]", fmt::join(expected.std, ", ")));
  return text;
}

}  // namespace remedy
