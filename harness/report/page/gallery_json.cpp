#include "report/page/gallery_json.h"

#include "report/content/json/values_json.h"

namespace remedy {
namespace {

Json verdict_json(const Prediction& one) {
  return Json::array({one.predicted, one.confidence, one.label_probability});
}

Json images_json(const Gallery& gallery) {
  Json images = Json::array();
  for (const GalleryImage& image : gallery.images) {
    images.push_back({{"suite", image.suite},
                      {"index", image.index},
                      {"name", image.name},
                      {"label", image.label},
                      {"picture", image.picture},
                      {"before", verdict_json(image.before)}});
  }
  return images;
}

Json shown_json(const ShownSuite& suite) {
  Json images = Json::array();
  for (const ShownImage& one : suite.images) {
    Json image = Json::array({one.image});
    for (Json& part : verdict_json(one.after)) image.push_back(std::move(part));
    images.push_back(std::move(image));
  }
  return {{"suite", suite.suite},
          {"flips", or_null(suite.flips)},
          {"right", suite.right},
          {"total", suite.total},
          {"images", std::move(images)}};
}

Json settings_json(const Gallery& gallery) {
  Json settings = Json::array();
  for (const ShownSetting& setting : gallery.settings) {
    Json suites = Json::array();
    for (const ShownSuite& suite : setting.suites) suites.push_back(shown_json(suite));
    settings.push_back({{"setting", setting.setting},
                        {"draw", or_null(setting.draw)},
                        {"seed", or_null(setting.seed)},
                        {"suites", std::move(suites)}});
  }
  return settings;
}

}  // namespace

Json gallery_json(const std::optional<Gallery>& gallery) {
  if (!gallery) return nullptr;
  Json classes = Json::object(), suites = Json::array();
  for (const NamedClass& one : gallery->classes) {
    classes[one.suite][std::to_string(one.index)] = one.name;
  }
  for (const GallerySuite& suite : gallery->suites) {
    suites.push_back(
        {{"name", suite.name}, {"role", to_string(suite.role)}, {"images", suite.images}});
  }
  return {{"classes", std::move(classes)},       {"pictures", gallery->pictures},
          {"images", images_json(*gallery)},     {"suites", std::move(suites)},
          {"settings", settings_json(*gallery)}, {"missing", gallery->missing},
          {"left_out", gallery->left_out}};
}

std::vector<std::string> image_names(const std::filesystem::path& file) {
  return read_json(file).at("names").get<std::vector<std::string>>();
}

}  // namespace remedy
