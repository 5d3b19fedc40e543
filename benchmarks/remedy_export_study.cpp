// remedy_export_study STUDY.yaml DIR: writes DIR/manifest.json, which tells another program what
// the study consists of: files, labels, preprocessing, network, draws and trials. Generated images,
// which are no files, are written below DIR/images as PNG. What benchmarks/peer reads.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <opencv2/imgcodecs.hpp>
#include <set>

#include "core/error.h"
#include "core/file.h"
#include "core/json.h"
#include "opened_study.h"

namespace remedy::bench {
namespace {

namespace fs = std::filesystem;

constexpr int kManifestSchema = 2;

// The prepared pixels of image `i`: lossless, so that whoever reads them gets the same bytes.
void write_png(const fs::path& file, const PreparedSet& set, std::size_t i) {
  const int side_h = set.height(), side_w = set.width();
  cv::Mat bgr(side_h, side_w, CV_8UC3);
  const std::uint8_t* rgb = set.image(i);
  for (int k = 0; k < side_h * side_w; ++k, rgb += 3) {
    bgr.at<cv::Vec3b>(k / side_w, k % side_w) = cv::Vec3b(rgb[2], rgb[1], rgb[0]);
  }
  if (!cv::imwrite(file.string(), bgr)) throw Error("{}: cannot be written", file.string());
}

Json describe(const BenchSet& set, const fs::path& folder) {
  const bool generated = set.listing->glyphs != nullptr;
  Json json;
  json["prepared"] = generated;  // resized and cropped already
  json["files"] = Json::array();
  if (generated) fs::create_directories(folder);
  for (std::size_t i = 0; i < set.prepared.size(); ++i) {
    fs::path file = set.listing->root / set.listing->images[i].path;
    if (generated) {
      file = folder / fmt::format("{:06}.png", i);
      write_png(file, set.prepared, i);
    }
    json["files"].push_back(fs::absolute(file).string());
  }
  json["labels"] = set.prepared.labels();
  return json;
}

Json describe(const Geometry& geometry) {
  const auto& pooling = geometry.stem.pooling;
  return {{"kernel", geometry.stem.kernel},
          {"stride", geometry.stem.stride},
          {"pool",
           pooling ? Json{{"padding", pooling->padding}, {"ceil", pooling->ceil}} : Json(nullptr)},
          {"stride_in", to_string(geometry.stride_in)},
          {"batch_norm_eps", geometry.batch_norm_eps}};
}

// The rows of "anchors" that every point of the plan's design trains on.
Json draws(const OpenedStudy& study) {
  std::set<std::pair<std::int64_t, std::int64_t>> points;
  for (const Trial& trial : study.planned().plan.trials) {
    if (trial.anchor_classes) points.insert({*trial.anchor_classes, trial.draw.value_or(0)});
  }
  Json json = Json::array();
  for (const auto& [classes, draw] : points) {
    json.push_back({{"anchor_classes", classes},
                    {"draw", draw},
                    {"rows", study.listing().draw(classes, draw)}});
  }
  return json;
}

void export_study(const StudyArguments& arguments, const fs::path& out, int threads) {
  OpenedStudy opened(arguments, threads);
  const Baseline& baseline = opened.planned().study.baseline;
  Json json;
  json["schema"] = kManifestSchema;
  json["study"] = opened.planned().study.name;
  json["architecture"] = {{"name", baseline.architecture},
                          {"base_width", baseline.base_width},
                          {"classes", opened.listing().classes.size()},
                          {"geometry", describe(baseline.geometry)}};
  json["weights"] = fs::absolute(baseline.weights).string();
  json["preprocess"] = {{"resize", baseline.preprocess.resize},
                        {"crop", baseline.preprocess.crop},
                        {"mean", baseline.preprocess.mean},
                        {"std", baseline.preprocess.std}};
  json["target_classes"] = opened.listing().target_classes;
  json["training"] = Json::object();
  for (const BenchSet& set : opened.training()) {
    json["training"][set.name] = describe(set, out / "images" / ("training." + set.name));
  }
  json["suites"] = Json::object();
  for (const BenchSet& set : opened.suites()) {
    json["suites"][set.name] = describe(set, out / "images" / set.name);
  }
  json["draws"] = draws(opened);
  json["trials"] = Json::array();
  for (const Trial& trial : opened.planned().plan.trials) json["trials"].push_back(to_json(trial));
  write_file(out / "manifest.json", json.dump());
}

}  // namespace
}  // namespace remedy::bench

int main(int argc, char** argv) {
  CLI::App program("Writes what a study consists of, for a program in another language");
  remedy::StudyArguments arguments;
  std::string study, out;
  int threads = 2;
  program.add_option("STUDY", study)->required();
  program.add_option("DIR", out)->required();
  program.add_option("--set", arguments.overrides, "key.path=value of the study");
  program.add_option("--only", arguments.only, "trials of these labels or ids");
  program.add_option("--threads", threads)->check(CLI::PositiveNumber);
  CLI11_PARSE(program, argc, argv);
  arguments.file = study;
  arguments.device = "cpu";
  try {
    remedy::bench::export_study(arguments, std::filesystem::absolute(out), threads);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 2;
  }
  return 0;
}
