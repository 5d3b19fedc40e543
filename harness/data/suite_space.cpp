#include "data/suite_space.h"

#include <algorithm>
#include <charconv>
#include <set>

#include "core/error.h"
#include "core/json.h"
#include "core/text.h"

namespace remedy {
namespace {

// "294-297" between two indices, or nothing.
std::vector<int> range_of(const std::string& text, int classes) {
  int first = 0, last = 0;
  const char* end = text.data() + text.size();
  const auto [dash, code] = std::from_chars(text.data(), end, first);
  if (code != std::errc() || dash == end || *dash != '-') return {};
  const auto [stop, again] = std::from_chars(dash + 1, end, last);
  if (again != std::errc() || stop != end || first > last || last >= classes) return {};
  std::vector<int> indices;
  for (int c = first; c <= last; ++c) indices.push_back(c);
  return indices;
}

std::vector<int> members_of(const std::vector<std::string>& texts, const ClassList& network,
                            const std::string& where) {
  std::vector<int> members;
  for (const std::string& text : texts) {
    const std::vector<int> range = range_of(text, network.size());
    members.insert(members.end(), range.begin(), range.end());
    if (range.empty()) members.push_back(network.require(text, where));
  }
  return members;
}

class Resolver {
 public:
  Resolver(const ClassList& network, const std::string& where)
      : network_(network), where_(where), of_model_(network.size(), -1) {}

  void add(int member, int to, const std::string& name) {
    if (member < 0 || member >= network_.size()) {
      throw Error("{}: class {}: {} is no index below {} of {}", where_, name, member,
                  network_.size(), network_.file().string());
    }
    std::int32_t& now = of_model_[static_cast<std::size_t>(member)];
    if (now >= 0 && now != to) {
      throw Error(
          "{}: {} ({}) stands in two classes, \"{}\" among them; a class of the network has "
          "one place at most",
          where_, member, network_.name(member), name);
    }
    now = to;
  }

  // {"class": [indices]} or {"index": class}.
  std::vector<SpaceClass> read(const LabelSpace& space) {
    const Json json = read_json(space.file);
    const std::string file = space.file.string();
    if (!json.is_object() || json.empty()) {
      throw Error("{}: expected a JSON object: {{\"class\": [indices]}} or {{\"index\": class}}",
                  file);
    }
    return json.begin()->is_array() ? read_members(json, space, file)
                                    : read_indices(json, space, file);
  }

  std::vector<std::int32_t> take() { return std::move(of_model_); }

 private:
  std::vector<SpaceClass> read_members(const Json& json, const LabelSpace& space,
                                       const std::string& file) {
    std::vector<SpaceClass> classes = space.classes;
    if (classes.empty()) {
      for (const auto& [name, members] : json.items()) classes.push_back({name, {}});
    }
    for (std::size_t c = 0; c < classes.size(); ++c) {
      const auto members = json.find(classes[c].name);
      if (members == json.end() || !members->is_array()) {
        throw Error("{}: no list for the class \"{}\"", file, classes[c].name);
      }
      for (const Json& member : *members) {
        add(integer(member, file), static_cast<int>(c), classes[c].name);
      }
    }
    return classes;
  }

  std::vector<SpaceClass> read_indices(const Json& json, const LabelSpace& space,
                                       const std::string& file) {
    int most = -1;
    for (const auto& [index, to] : json.items()) most = std::max(most, integer(to, file));
    std::vector<SpaceClass> classes = space.classes;
    if (!classes.empty() && classes.size() != static_cast<std::size_t>(most) + 1) {
      throw Error("{}: has the classes 0 to {}, and {} names {}", file, most, where_,
                  classes.size());
    }
    for (int c = 0; classes.size() <= static_cast<std::size_t>(most); ++c) {
      classes.push_back({std::to_string(c), {}});
    }
    for (const auto& [index, to] : json.items()) {
      const int c = integer(to, file);
      int member = 0;
      const auto [stop, code] = std::from_chars(index.data(), index.data() + index.size(), member);
      if (code != std::errc() || stop != index.data() + index.size()) {
        throw Error("{}: the key \"{}\" is no index", file, index);
      }
      if (c >= 0) add(member, c, classes[static_cast<std::size_t>(c)].name);
    }
    return classes;
  }

  static int integer(const Json& json, const std::string& file) {
    if (json.is_number_integer()) return json.get<int>();
    throw Error("{}: found {}, expected a whole number", file, json.dump());
  }

  const ClassList& network_;
  const std::string& where_;
  std::vector<std::int32_t> of_model_;
};

std::vector<int> kept_classes(const std::set<int>& kept, std::vector<std::int32_t>& of_model) {
  std::vector<int> order(kept.begin(), kept.end());
  std::fill(of_model.begin(), of_model.end(), -1);
  for (std::size_t i = 0; i < order.size(); ++i) {
    of_model[static_cast<std::size_t>(order[i])] = static_cast<std::int32_t>(i);
  }
  return order;
}

}  // namespace

SuiteSpace resolve(const LabelSpace& space, const ClassList& network, const std::string& where) {
  if (!space.has_own_labels()) {
    SuiteSpace result{space, network, {}};
    for (int c = 0; c < network.size(); ++c) result.of_model.push_back(c);
    if (space.rule == LabelRule::kRestrict && !space.classes.empty()) {
      const auto members = members_of(space.classes.front().members, network, where);
      result.classes = network.subset(
          kept_classes(std::set<int>(members.begin(), members.end()), result.of_model));
    }
    return result;
  }
  Resolver resolver(network, where);
  std::vector<SpaceClass> classes = space.classes;
  if (!space.file.empty()) {
    classes = resolver.read(space);
  } else {
    for (std::size_t c = 0; c < classes.size(); ++c) {
      for (const int member :
           members_of(classes[c].members, network, where + "." + classes[c].name)) {
        resolver.add(member, static_cast<int>(c), classes[c].name);
      }
    }
  }
  std::vector<std::string> names;
  for (const SpaceClass& one : classes) names.push_back(one.name);
  SuiteSpace result{space, ClassList(names, where), resolver.take()};
  for (std::size_t c = 0; c < names.size(); ++c) {
    if (std::count(result.of_model.begin(), result.of_model.end(), static_cast<std::int32_t>(c)) >
        0)
      continue;
    throw Error("{}: the class \"{}\" has no member among the {} classes of {}", where, names[c],
                network.size(), network.file().string());
  }
  return result;
}

void relabel(Listing& listing, SuiteSpace& space, const ClassList& network) {
  if (space.space.rule != LabelRule::kRestrict) return;
  if (space.space.classes.empty()) {
    std::set<int> kept;
    for (const ListedImage& image : listing.images) {
      kept.insert(image.label);
      kept.insert(image.also.begin(), image.also.end());
    }
    space.classes = network.subset(kept_classes(kept, space.of_model));
  }
  const auto to_space = [&](int label, const ListedImage& image) {
    const std::int32_t c = space.of_model.at(static_cast<std::size_t>(label));
    if (c >= 0) return c;
    throw Error("{}: is of class {} ({}), which the label space {} leaves out",
                (listing.root / image.path).string(), network.id(label), network.name(label),
                space.space.name);
  };
  for (ListedImage& image : listing.images) {
    image.label = to_space(image.label, image);
    for (int& also : image.also) also = to_space(also, image);
  }
}

}  // namespace remedy
