#include "launch/study_listing.h"

#include <algorithm>
#include <set>

#include "core/error.h"
#include "core/hash.h"
#include "core/plan/draw.h"
#include "data/grouped_source.h"
#include "data/image_source.h"

namespace remedy {
namespace {

// Every anchor that the design's largest N takes in any draw; smaller N take a part of them.
void list_anchors(const Study& study, StudyListing& listing) {
  Listing all = scan_images(*study.data.anchors, listing.classes, listing.glyphs);
  for (const ListedImage& image : all.images) listing.anchor_labels.push_back(image.label);
  listing.anchors_per_class = study.design.anchors_per_class;
  std::set<std::size_t> drawn;
  const std::int64_t most =
      *std::max_element(study.design.anchor_classes.begin(), study.design.anchor_classes.end());
  for (std::int64_t draw = 0; draw < study.design.draws; ++draw) {
    const auto rows = draw_anchors(listing.anchor_labels, most, draw, listing.anchors_per_class);
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

void list_pairs(const ImageSet& set, StudyListing& listing) {
  if (!set.has_originals()) return;
  const auto source = make_image_source(set, listing.classes, listing.glyphs);
  listing.originals = source->originals(*listing.counterexamples);
  listing.masks = source->masks(*listing.counterexamples);
}

void list_suite(const Study& study, const Suite& suite, StudyListing& listing) {
  if (suite.label_space.empty()) {
    listing.suites.push_back(list_images(suite.images, listing.classes, listing.glyphs));
    listing.spaces.emplace_back();
    return;
  }
  const LabelSpace& space = *study.find_label_space(suite.label_space);
  SuiteSpace resolved =
      resolve(space, listing.classes, study.file.string() + ": label_spaces." + suite.label_space);
  Listing images = list_images(
      suite.images, space.has_own_labels() ? resolved.classes : listing.classes, listing.glyphs);
  relabel(images, resolved, listing.classes);
  listing.suites.push_back(std::move(images));
  listing.spaces.emplace_back(std::move(resolved));
}

// The same images in other groups are another set.
std::string with_groups(const std::string& content, const Listing& listing) {
  if (listing.groupings.empty()) return content;
  Sha256 hash;
  hash.update(content + "\n");
  for (const ImageGrouping& grouping : listing.groupings) {
    hash.update(fmt::format("{}\n", grouping.name));
    for (const ImageGroup& group : grouping.groups) {
      hash.update(fmt::format("{} {} {}\n", group.name, group.prevalence.value_or(-1),
                              fmt::join(group.images, " ")));
    }
  }
  return hash.hex();
}

}  // namespace

std::vector<std::size_t> StudyListing::draw(std::int64_t classes_drawn, std::int64_t draw) const {
  std::vector<std::size_t> rows =
      draw_anchors(anchor_labels, classes_drawn, draw, anchors_per_class);
  for (std::size_t& row : rows) row = anchor_position.at(row);
  return rows;
}

StudyListing list_study(const Study& study) {
  std::shared_ptr<const GlyphSet> glyphs;
  const bool grouped = study.baseline.classes == kGroupsGenerator;
  if (grouped || study.baseline.classes == kGenerator) glyphs = std::make_shared<GlyphSet>();
  StudyListing listing(grouped  ? animal_classes()
                       : glyphs ? ClassList(*glyphs)
                                : ClassList(study.baseline.classes),
                       glyphs);
  if (!study.target.class_id.empty())
    listing.target_classes.push_back(
        listing.classes.require(study.target.class_id, study.file.string() + ": target.class"));
  for (const std::string& also : study.target.also) {
    listing.target_classes.push_back(
        listing.classes.require(also, study.file.string() + ": target.also"));
  }
  const auto list = [&](const ImageSet& images) {
    return list_images(images, listing.classes, glyphs);
  };
  if (study.data.counterexamples) listing.counterexamples = list(*study.data.counterexamples);
  if (study.data.counterexamples) list_pairs(*study.data.counterexamples, listing);
  if (study.data.anchors) list_anchors(study, listing);
  if (study.data.stop) listing.stop = list(*study.data.stop);
  if (study.data.training) listing.training = list(*study.data.training);
  for (const Suite& suite : study.suites) list_suite(study, suite, listing);
  return listing;
}

Fingerprints fingerprints(const Study& study, const StudyListing& listing,
                          const std::string& weights, const std::string& device) {
  Fingerprints prints;
  prints.baseline =
      sha256(fmt::format("{} {} {} {}{}{}", study.baseline.architecture, study.baseline.base_width,
                         listing.classes.size(), weights, identity_of(study.baseline.geometry),
                         study.baseline.head.empty() ? "" : " head " + study.baseline.head));
  // Which samples the baseline gets wrong depends on its weights.
  const auto content = [&](const ImageSet& images, const Listing& listed) {
    if (!images.depends_on_baseline()) return listed.content;
    return sha256(listed.content + " misclassified by " + prints.baseline);
  };
  prints.target_classes = listing.target_classes;
  if (listing.counterexamples) {
    prints.counterexamples = content(*study.data.counterexamples, *listing.counterexamples);
    prints.counterexample_count = listing.counterexamples->images.size();
  }
  if (listing.originals) {
    prints.pairs = sha256(prints.counterexamples + " " + listing.originals->content + " " +
                          (listing.masks ? listing.masks->content : "no masks"));
  }
  prints.anchor_labels = listing.anchor_labels;
  prints.anchor_contents.resize(listing.anchor_labels.size());
  for (const auto& [row, position] : listing.anchor_position) {
    prints.anchor_contents[row] = listing.anchors->images[position].content;
  }
  if (listing.anchors) prints.anchors = listing.anchors->content;
  if (listing.training) {
    prints.training = with_groups(listing.training->content, *listing.training);
    prints.training_count = listing.training->images.size();
  }
  if (listing.stop) prints.stop_sets["stop"] = content(*study.data.stop, *listing.stop);
  for (std::size_t i = 0; i < study.suites.size(); ++i) {
    const Suite& suite = study.suites[i];
    prints.suites[suite.name] = content(suite.images, listing.suites[i]);
    prints.suites[suite.name] = with_groups(prints.suites[suite.name], listing.suites[i]);
    if (const auto& space = listing.spaces[i]) {
      prints.suites[suite.name] =
          sha256(fmt::format("{} {} {}", prints.suites[suite.name], to_string(space->space.rule),
                             fmt::join(space->of_model, " ")));
    }
    if (suite.preprocess) {
      prints.suites[suite.name] =
          sha256(prints.suites[suite.name] + " " + geometry_text(*suite.preprocess));
    }
    prints.stop_sets[suite.name] = prints.suites[suite.name];
  }
  prints.device = device;
  return prints;
}

}  // namespace remedy
