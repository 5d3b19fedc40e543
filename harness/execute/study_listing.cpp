#include "execute/study_listing.h"

#include <algorithm>
#include <set>

#include "core/draw.h"
#include "core/error.h"
#include "core/hash.h"

namespace remedy {
namespace {

// Every anchor that the design's largest N takes in any draw; smaller N take a part of them.
void list_anchors(const Study& study, StudyListing& listing) {
  Listing all = scan_images(*study.data.anchors, listing.classes);
  for (const ListedImage& image : all.images) listing.anchor_labels.push_back(image.label);
  std::set<std::size_t> drawn;
  const std::int64_t most =
      *std::max_element(study.design.anchor_classes.begin(), study.design.anchor_classes.end());
  for (std::int64_t draw = 0; draw < study.design.draws; ++draw) {
    const auto rows = draw_anchors(listing.anchor_labels, most, draw);
    drawn.insert(rows.begin(), rows.end());
  }
  std::vector<ListedImage> kept;
  for (const std::size_t i : drawn) {
    listing.anchor_position[i] = kept.size();
    kept.push_back(std::move(all.images[i]));
  }
  all.images = std::move(kept);
  hash_images(all);
  listing.anchors = std::move(all);
}

}  // namespace

std::vector<std::size_t> StudyListing::draw(std::int64_t classes_drawn, std::int64_t draw) const {
  std::vector<std::size_t> rows = draw_anchors(anchor_labels, classes_drawn, draw);
  for (std::size_t& row : rows) row = anchor_position.at(row);
  return rows;
}

StudyListing list_study(const Study& study) {
  StudyListing listing{ClassList(study.baseline.classes), {}, {}, {}, {}, {}, {}, {}};
  listing.target_classes.push_back(
      listing.classes.require(study.target.class_id, study.file.string() + ": target.class"));
  for (const std::string& also : study.target.also) {
    listing.target_classes.push_back(
        listing.classes.require(also, study.file.string() + ": target.also"));
  }
  const auto list = [&](const ImageSet& images) { return list_images(images, listing.classes); };
  if (study.data.counterexamples) listing.counterexamples = list(*study.data.counterexamples);
  if (study.data.anchors) list_anchors(study, listing);
  if (study.data.stop) listing.stop = list(*study.data.stop);
  for (const Suite& suite : study.suites) listing.suites.push_back(list(suite.images));
  return listing;
}

Fingerprints fingerprints(const Study& study, const StudyListing& listing,
                          const std::string& weights, const std::string& device) {
  Fingerprints prints;
  prints.baseline = sha256(fmt::format("{} {} {} {}", study.baseline.architecture,
                                       study.baseline.base_width, listing.classes.size(), weights));
  prints.target_classes = listing.target_classes;
  if (listing.counterexamples) {
    prints.counterexamples = listing.counterexamples->content;
    prints.counterexample_count = listing.counterexamples->images.size();
  }
  prints.anchor_labels = listing.anchor_labels;
  prints.anchor_contents.resize(listing.anchor_labels.size());
  for (const auto& [row, position] : listing.anchor_position) {
    prints.anchor_contents[row] = listing.anchors->images[position].content;
  }
  if (listing.stop) prints.stop_sets["stop"] = listing.stop->content;
  for (std::size_t i = 0; i < study.suites.size(); ++i) {
    prints.suites[study.suites[i].name] = listing.suites[i].content;
    prints.stop_sets[study.suites[i].name] = listing.suites[i].content;
  }
  prints.device = device;
  return prints;
}

}  // namespace remedy
