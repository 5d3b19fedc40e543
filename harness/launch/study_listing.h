// The files that a study names, listed and hashed: all that a plan needs to know of them. Neither
// torch nor image decoding.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/plan/plan.h"
#include "core/study/study.h"
#include "data/class_list.h"
#include "data/listing.h"
#include "data/suite_space.h"

namespace remedy {

struct StudyListing {
  StudyListing(ClassList all, std::shared_ptr<const GlyphSet> shared_glyphs)
      : classes(std::move(all)), glyphs(std::move(shared_glyphs)) {}

  ClassList classes;
  std::shared_ptr<const GlyphSet> glyphs;  // where the classes are those of the generated images
  std::vector<int> target_classes;         // the target first, then `also`; or none
  std::optional<Listing> counterexamples;
  // Only those anchors that some draw of the design takes, of which there may be far fewer than
  // images in the folder.
  std::optional<Listing> anchors;
  // Position in `anchors` of each image of the whole folder that was drawn.
  std::map<std::size_t, std::size_t> anchor_position;
  std::vector<int> anchor_labels;  // of every image of the folder
  std::int64_t anchors_per_class = 1;
  std::optional<Listing> stop;
  std::vector<Listing> suites;  // in the order of the study
  // Of each suite; nothing where it is scored in the network's own classes.
  std::vector<std::optional<SuiteSpace>> spaces;
  // What the counterexamples were made of, and where they were changed, in their order.
  std::optional<Listing> originals;
  std::optional<Listing> masks;
  std::optional<Listing> training;

  // Positions in `anchors` of the images of one point of the design, in the order of the draw.
  std::vector<std::size_t> draw(std::int64_t classes_drawn, std::int64_t draw) const;
};

// Throws Error naming the folder, the class or the image that is wrong.
StudyListing list_study(const Study& study);

// `weights` is the hash of the baseline's tensors, `device` the kind it runs on.
Fingerprints fingerprints(const Study& study, const StudyListing& listing,
                          const std::string& weights, const std::string& device);

}  // namespace remedy
