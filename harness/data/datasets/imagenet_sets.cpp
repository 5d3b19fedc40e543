#include "core/error.h"
#include "core/text.h"
#include "data/datasets/readers.h"
#include "data/datasets/sets.h"

namespace remedy {
namespace {

namespace fs = std::filesystem;

// A class of a label space and the indices of ImageNet's classes that belong to it.
struct IndexedClass {
  const char* name;
  const char* members;
};

template <std::size_t count>
std::vector<std::pair<std::string, std::string>> pairs(const IndexedClass (&classes)[count]) {
  std::vector<std::pair<std::string, std::string>> result;
  for (const IndexedClass& one : classes) result.emplace_back(one.name, one.members);
  return result;
}

// The other 630 belong to none, domestic cats among them.
constexpr IndexedClass kNine[] = {
    {"00_dog", "151-170, 173-268"},
    {"01_bird", "7-24, 87-100, 127-146"},
    {"02_wheeled vehicle",
     "407-408, 428, 436, 444, 468, 511, 547, 555, 561, 565, 569, 573, 586, 603, 609, 612, 627, "
     "656, "
     "661, 665, 670-671, 675, 690, 705, 717, 734, 751, 757, 791, 802-803, 817, 820, 829, 847, 864, "
     "866-867, 870, 880"},
    {"03_reptile", "33-68"},
    {"04_carnivore", "269-280, 286-299, 356-362, 387-388"},
    {"05_insect", "300-326"},
    {"06_musical instrument",
     "401-402, 420, 432, 486, 494, 513, 541, 546, 558, 566, 577, 579, 593-594, 641-642, 683-684, "
     "687, "
     "699, 776, 822, 875, 881, 889"},
    {"07_primate", "365-384"},
    {"08_fish", "0-6, 389-397"},
};

Dataset imagenet9() {
  Dataset set;
  set.id = "imagenet-9";
  set.summary = "foregrounds on other backgrounds (Xiao et al., ICLR 2021)";
  set.source = "the archive of the repository backgrounds_challenge";
  set.layout =
      "{original,mixed_same,mixed_rand,mixed_next,only_fg,no_fg,only_bg_b,only_bg_t}/val/"
      "{00_dog,...,08_fish}/*.JPEG";
  for (const IndexedClass& one : kNine) set.classes.emplace_back(one.name);
  set.metric = "accuracy of each suite, and the background gap mixed_same - mixed_rand";
  set.notes = {
      "images are 224 x 224 as they lie and are not resized",
      "a network of 1000 classes is scored by mapping its prediction; what maps to none of the "
      "nine is wrong, domestic cats among it. An evaluation that compares the prediction of 1000 "
      "classes with the nine labels directly is mistaken",
      "the challenge (is any background enough to mislead the network?) is another figure and is "
      "not computed; fg_mask is passed over"};
  set.suites = {{"original", "retain"},         {"mixed_same", "retain"},
                {"mixed_rand", "transfer"},     {"mixed_next", "transfer", false},
                {"only_fg", "transfer", false}, {"no_fg", "guard", false},
                {"only_bg_b", "guard", false},  {"only_bg_t", "guard", false}};
  set.suite_keys = ", label_space: nine, preprocess: {resize: none, crop: 224}";
  set.sections = [](const fs::path&) {
    return label_space_section("nine", "rule: map", pairs(kNine)) +
           "derived:\n  background_gap: mixed_same.top1 - mixed_rand.top1\n";
  };
  FolderLayout layout;
  layout.patterns = {"{split}/val/{label}/*.JPEG", "bg_challenge/{split}/val/{label}/*.JPEG"};
  for (const std::string& name : set.classes) layout.labels[name] = name;
  set.read = folder_reader(layout);
  return set;
}

// ImageNet-A and -R: 200 of the thousand classes, by their folders.
Dataset of_two_hundred(const std::string& id, const std::string& suite, const std::string& summary,
                       const std::string& source) {
  Dataset set;
  set.id = id;
  set.summary = summary;
  set.source = source;
  set.layout = "<wnid>/*.jpg, 200 folders, in the folder itself or in " + id;
  set.metric = "accuracy among the 200 classes";
  set.notes = {
      "the largest logit among the 200 classes counts, not the largest of all 1000: an evaluation "
      "that compares the prediction of 1000 classes with 0 to 199 is mistaken",
      "the classes are those that have a folder, by their WordNet ids; class lists in the order of "
      "ImageNet's indices sort alike"};
  set.suites = {{suite, "transfer"}};
  set.suite_keys = ", label_space: two_hundred";
  set.whole = 200;
  set.sections = [](const fs::path&) {
    return std::string(
        "label_spaces:\n"
        "  two_hundred: {rule: restrict}  # to the classes that the suite has images of\n"
        "# For the gap to ImageNet's own validation images of the same classes, add a suite with\n"
        "# their folder, `labels: folders` and the same classes under a label space of its own.\n");
  };
  FolderLayout layout;
  for (const std::string& below : {std::string(), id + "/"}) {
    for (const char* kind : {"jpg", "JPEG", "png"}) {
      layout.patterns.push_back(below + "{label}/*." + kind);
    }
  }
  layout.split = suite;
  set.read = folder_reader(layout);
  return set;
}

constexpr IndexedClass kSixteen[] = {
    {"airplane", "404"},
    {"bear", "294-297"},
    {"bicycle", "444, 671"},
    {"bird", "8, 10-16, 18-20, 22-24, 80-83, 87-96, 98-100, 127-133, 135-145"},
    {"boat", "472, 554, 625, 814, 914"},
    {"bottle", "440, 720, 737, 898, 899, 901, 907"},
    {"car", "436, 511, 817"},
    {"cat", "281-286"},
    {"chair", "423, 559, 765, 857"},
    {"clock", "409, 530, 892"},
    {"dog", "152-191, 193-203, 205-226, 228-241, 243-250, 252-257, 259, 261-263, 265-268"},
    {"elephant", "385, 386"},
    {"keyboard", "508, 878"},
    {"knife", "499"},
    {"oven", "766"},
    {"truck", "555, 569, 656, 675, 717, 734, 864, 867"},
};

Dataset cue_conflict() {
  Dataset set;
  set.id = "cue-conflict";
  set.summary = "shapes with the texture of another class (Geirhos et al., ICLR 2019)";
  set.source = "the repository texture-vs-shape: stimuli/style-transfer-preprocessed-512";
  set.layout =
      "<shape>/<shape>#-<texture>#.png, such as cat/cat7-elephant1.png; in the folder "
      "itself or in stimuli/style-transfer-preprocessed-512";
  for (const IndexedClass& one : kSixteen) set.classes.emplace_back(one.name);
  set.attributes = {"texture"};
  set.metric = "shape bias: decisions for the shape among those for shape or texture";
  set.notes = {
      "a decision is the largest mean probability over the members of each of the sixteen classes, "
      "not the class of the largest of 1000 logits",
      "images whose texture is of the same class do not count; the share of images that are "
      "decided "
      "either way belongs beside the bias"};
  set.suites = {{"cue_conflict", "transfer"}};
  set.suite_keys = ", label_space: sixteen, groups: {texture: [texture]}";
  set.whole = 16;
  set.sections = [](const fs::path&) {
    return label_space_section("sixteen", "rule: aggregate\n    by: mean", pairs(kSixteen)) +
           "derived:\n  shape_bias: {shape_bias: cue_conflict, by: texture}\n";
  };
  FolderLayout layout;
  for (const char* below :
       {"", "style-transfer-preprocessed-512/", "stimuli/style-transfer-preprocessed-512/"}) {
    layout.patterns.push_back(std::string(below) + "{label}/{label}#-{texture}#.png");
  }
  layout.split = "cue_conflict";
  layout.attributes = {"texture"};
  for (const std::string& name : set.classes) {
    layout.labels[name] = name;
    layout.attribute_names["texture"][name] = name;
  }
  set.read = folder_reader(layout);
  return set;
}

Dataset imagenet_w() {
  Dataset set;
  set.id = "imagenet-w";
  set.summary = "ImageNet's validation images under a watermark (Li et al., CVPR 2023)";
  set.source = "ImageNet's validation images in folders by class; the mark is written on them here";
  set.layout = "<wnid>/*.JPEG, in the folder itself or in val";
  set.metric = "the watermark gap: accuracy under the mark minus accuracy without it";
  set.notes = {
      "the mark is written on the prepared crop, in Noto Serif CJK ExtraLight (the package "
      "fonts-noto-cjk-extra), the design of the paper's Source Han Serif under another name: "
      "figures are near the published ones and not equal",
      "the paper's carton gap is the rise of class 478 among its 50 images, in steps of 2 points: "
      "see the groups of the suites"};
  set.suites = {{"plain", "retain"}};
  set.suite_keys = ", pair_by: file_name";
  set.more_suites = "  watermarked: {role: transfer, use: plain, transform: [watermark]}\n";
  set.whole = 1000;
  set.sections = [](const fs::path&) {
    return std::string("derived:\n  watermark_gap: watermarked.top1 - plain.top1\n");
  };
  FolderLayout layout;
  layout.patterns = {"{label}/*.JPEG", "val/{label}/*.JPEG"};
  layout.split = "plain";
  set.read = folder_reader(layout);
  return set;
}

}  // namespace

std::string label_space_section(const std::string& name, const std::string& rule,
                                const std::vector<std::pair<std::string, std::string>>& classes) {
  std::string text = fmt::format("label_spaces:\n  {}:\n    {}\n    classes:\n", name, rule);
  for (const auto& [label, members] : classes) {
    text += fmt::format("      {}: [{}]\n", yaml_quoted(label), members);
  }
  return text;
}

std::vector<Dataset> imagenet_sets() {
  return {imagenet9(),
          of_two_hundred("imagenet-a", "imagenet_a",
                         "natural images that networks of 2019 got wrong (Hendrycks et al., CVPR "
                         "2021)",
                         "the archive imagenet-a of the repository natural-adv-examples"),
          of_two_hundred("imagenet-r", "imagenet_r",
                         "renditions: art, cartoons, toys (Hendrycks et al., ICCV 2021)",
                         "the archive imagenet-r of the repository imagenet-r"),
          cue_conflict(),
          imagenet_w(),
          objectnet()};
}

}  // namespace remedy
