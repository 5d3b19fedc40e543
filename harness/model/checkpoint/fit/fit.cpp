#include "model/checkpoint/fit/fit.h"

#include <algorithm>
#include <set>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

#include "core/error.h"
#include "core/json.h"
#include "core/text.h"
#include "model/checkpoint/tensor_checks.h"

namespace remedy {
namespace {

constexpr std::size_t kMostPrefixes = 16;  // that are tried in one set

// What training tools leave among the weights: thop counts operations, SWA counts networks, batch
// norm counts batches.
bool known_extra(std::string_view name) {
  const std::size_t dot = name.rfind('.');
  const std::string_view last = dot == std::string_view::npos ? name : name.substr(dot + 1);
  return last == "total_ops" || last == "total_params" || last == "n_averaged" ||
         last == "num_batches_tracked";
}

// The tensors of a set by their names.
class Named {
 public:
  explicit Named(const TensorSet& set) : set_(set) {
    for (std::size_t i = 0; i < set.tensors.size(); ++i) {
      if (!positions_.emplace(set.tensors[i].name, i).second) {
        repeated_.insert(set.tensors[i].name);
      }
    }
  }

  std::optional<std::size_t> find(const std::string& name) const {
    const auto found = positions_.find(name);
    if (found == positions_.end()) return std::nullopt;
    return found->second;
  }
  bool repeated(const std::string& name) const { return repeated_.count(name) > 0; }
  const TensorSet& set() const { return set_; }

 private:
  const TensorSet& set_;
  std::unordered_map<std::string_view, std::size_t> positions_;
  std::unordered_set<std::string_view> repeated_;
};

// What stands before a network's names in a set, if it is in there at all.
std::vector<std::string> prefixes_in(const TensorSet& set, const TensorFamily& family,
                                     const NameFamily& names, const WeightsChoice& choice) {
  if (choice.prefix) return {*choice.prefix};
  std::vector<std::string> prefixes;
  for (const std::string& anchor : family.anchors) {
    const std::string wanted = names.rename(anchor);
    for (const ListedTensor& tensor : set.tensors) {
      if (prefixes.size() >= kMostPrefixes) return prefixes;
      if (!ends_with(tensor.name, wanted)) continue;
      const std::string prefix = tensor.name.substr(0, tensor.name.size() - wanted.size());
      if (!prefix.empty() && prefix.back() != '.') continue;
      if (std::find(prefixes.begin(), prefixes.end(), prefix) == prefixes.end()) {
        prefixes.push_back(prefix);
      }
    }
    if (!prefixes.empty()) break;  // what later anchors would add lacks the better ones
  }
  return prefixes;
}

bool ignored(const std::string& name, const WeightsChoice& choice) {
  return std::any_of(choice.ignore.begin(), choice.ignore.end(),
                     [&](const std::string& pattern) { return matches_glob(pattern, name); });
}

class Fitting {
 public:
  Fitting(const Named& named, const NameFamily& names, std::string prefix,
          const std::vector<ExpectedTensor>& expected, const WeightsChoice& choice)
      : named_(named), expected_(expected), choice_(choice) {
    fit_.key = named.set().key;
    fit_.parts = named.set().parts;
    fit_.names = &names;
    fit_.prefix = std::move(prefix);
    fit_.positions.resize(expected.size());
  }

  Fit run() {
    std::vector<std::size_t> absent;
    for (std::size_t i = 0; i < expected_.size(); ++i) {
      const std::string name = name_of(expected_[i]);
      const auto position = named_.find(name);
      if (position) {
        take(i, *position);
      } else if (!expected_[i].counter) {
        absent.push_back(i);
      }
    }
    if (!find_head(absent)) {
      for (const std::size_t i : absent) fit_.missing.push_back(name_of(expected_[i]));
    }
    sort_the_rest();
    return std::move(fit_);
  }

 private:
  std::string name_of(const ExpectedTensor& tensor) const {
    return fit_.prefix + fit_.names->rename(tensor.name);
  }

  void take(std::size_t i, std::size_t position) {
    const ListedTensor& tensor = named_.set().tensors[position];
    const std::string shown = in_quotes(tensor.name);
    used_.insert(position);
    ++fit_.found;
    if (named_.repeated(tensor.name)) {
      fit_.unreadable.push_back(shown + " is given twice");
    } else if (!tensor.unreadable.empty()) {
      if (!expected_[i].counter) fit_.unreadable.push_back(shown + " " + tensor.unreadable);
    } else if (expected_[i].counter) {
      const auto elements = byte_count(tensor.shape, DType::kUInt8);
      if (elements && *elements == 1) fit_.positions[i] = position;
    } else if (tensor.shape != expected_[i].shape) {
      fit_.misshapen.push_back(fmt::format("{} is {}, expected {}", shown, shape_text(tensor.shape),
                                           shape_text(expected_[i].shape)));
    } else {
      fit_.positions[i] = position;
    }
  }

  // Where nothing but the last layer is absent: the one linear layer of its shape that has another
  // name, as "fc.1" behind dropout or "classifier" beside a backbone.
  bool find_head(const std::vector<std::size_t>& absent) {
    if (absent.size() != 2 || fit_.wrong() > 0) return false;
    if (!expected_[absent[0]].head || !expected_[absent[1]].head) return false;
    std::optional<std::pair<std::size_t, std::size_t>> head;
    std::string head_name;
    for (std::size_t i = 0; i < named_.set().tensors.size(); ++i) {
      const ListedTensor& weight = named_.set().tensors[i];
      if (used_.count(i) > 0 || !ends_with(weight.name, ".weight") || !weight.unreadable.empty() ||
          weight.shape != expected_[absent[0]].shape || ignored(weight.name, choice_)) {
        continue;
      }
      const std::string module = weight.name.substr(0, weight.name.size() - 7);
      const auto bias = named_.find(module + ".bias");
      if (!bias || named_.set().tensors[*bias].shape != expected_[absent[1]].shape) continue;
      if (head) return false;
      head = {i, *bias};
      head_name = module;
    }
    if (!head) return false;
    take(absent[0], head->first);
    take(absent[1], head->second);
    fit_.head = head_name;
    return true;
  }

  void sort_the_rest() {
    const std::vector<ListedTensor>& tensors = named_.set().tensors;
    for (std::size_t i = 0; i < tensors.size(); ++i) {
      const std::string& name = tensors[i].name;
      if (used_.count(i) > 0 || !tensors[i].is_tensor || known_extra(name)) continue;
      const bool inside = name.compare(0, fit_.prefix.size(), fit_.prefix) == 0;
      const bool told = !inside || ignored(name, choice_);
      (told ? fit_.aside : fit_.superfluous).push_back(name);
    }
  }

  const Named& named_;
  const std::vector<ExpectedTensor>& expected_;
  const WeightsChoice& choice_;
  Fit fit_;
  std::unordered_set<std::size_t> used_;
};

// Calls `use` for every dict, way of naming and prefix that may hold a network of the family;
// `together`: for dicts that are taken together in place of single ones.
template <typename Use>
void each_candidate(const Checkpoint& checkpoint, const TensorFamily& family,
                    const WeightsChoice& choice, bool together, const Use& use) {
  for (std::size_t i = 0; i < checkpoint.sets().size(); ++i) {
    const TensorSet& set = checkpoint.sets()[i];
    if (set.parts.empty() == together) continue;
    if (choice.key && set.key != *choice.key) continue;
    const Named named(set);
    for (const NameFamily& names : family.names) {
      for (const std::string& prefix : prefixes_in(set, family, names, choice)) {
        use(i, named, names, prefix);
      }
    }
  }
}

const ExpectedTensor& head_weight(const std::vector<ExpectedTensor>& expected) {
  return expected[expected.size() - 2];
}

// Without a head of the usual name any linear layer of as many features may be it, but for those
// that the network has elsewhere, by their names; find_head() asks for one alone. 0: there is none,
// or there are several.
std::int64_t classes_of_any_head(const TensorSet& set, std::int64_t features,
                                 const std::unordered_set<std::string>& elsewhere) {
  std::set<std::int64_t> classes;
  for (const ListedTensor& tensor : set.tensors) {
    if (tensor.shape.size() == 2 && tensor.shape[1] == features &&
        elsewhere.count(tensor.name) == 0) {
      classes.insert(tensor.shape[0]);
    }
  }
  return classes.size() == 1 ? *classes.begin() : 0;
}

// The network of the family that stands in a set under these names, if it is whole but perhaps for
// a head.
std::optional<Recognised> recognised(const Named& named, const TensorFamily& family,
                                     const NameFamily& names, const std::string& prefix,
                                     const WeightsChoice& choice) {
  std::optional<NetworkShape> shape = family.recognise([&](const std::string& name) {
    const auto position = named.find(prefix + names.rename(name));
    return position ? &named.set().tensors[*position].shape : nullptr;
  });
  if (!shape) return std::nullopt;
  if (shape->classes == 0) {
    const std::vector<ExpectedTensor> plain = tensors_of(*shape);
    std::unordered_set<std::string> elsewhere;
    for (const ExpectedTensor& tensor : plain) elsewhere.insert(prefix + names.rename(tensor.name));
    shape->classes = classes_of_any_head(named.set(), head_weight(plain).shape[1], elsewhere);
  }
  const std::vector<ExpectedTensor> expected = tensors_of(*shape);
  Fit fit = Fitting(named, names, prefix, expected, choice).run();
  const bool headless = fit.missing.size() == 2 && fit.wrong() == 2 &&
                        fit.missing.front() == prefix + names.rename(head_weight(expected).name);
  if (headless) shape->classes = 0;
  if (!fit.complete() && !headless) return std::nullopt;
  return Recognised{*shape, std::move(fit)};
}

}  // namespace

std::vector<Fit> find_fits(const Checkpoint& checkpoint, const NetworkShape& wanted,
                           const WeightsChoice& choice) {
  const std::vector<ExpectedTensor> expected = tensors_of(wanted);
  std::vector<Fit> fits;
  for (const bool together : {false, true}) {
    each_candidate(checkpoint, tensor_family(wanted.architecture), choice, together,
                   [&](std::size_t set, const Named& named, const NameFamily& names,
                       const std::string& prefix) {
                     Fit fit = Fitting(named, names, prefix, expected, choice).run();
                     fit.set = set;
                     if (fit.found > 0) fits.push_back(std::move(fit));
                   });
    std::stable_sort(fits.begin(), fits.end(),
                     [](const Fit& a, const Fit& b) { return a.wrong() < b.wrong(); });
    if (!fits.empty() && fits.front().complete()) break;
  }
  return fits;
}

std::vector<Recognised> recognise(const Checkpoint& checkpoint, const WeightsChoice& choice) {
  std::vector<Recognised> all;
  for (const bool together : {false, true}) {
    for (const TensorFamily* family : tensor_families()) {
      each_candidate(checkpoint, *family, choice, together,
                     [&](std::size_t set, const Named& named, const NameFamily& names,
                         const std::string& prefix) {
                       auto found = recognised(named, *family, names, prefix, choice);
                       // A backbone that lacks a head alone has been found in its own dict.
                       if (!found || (together && found->shape.classes == 0)) return;
                       found->fit.set = set;
                       all.push_back(std::move(*found));
                     });
    }
    if (std::any_of(all.begin(), all.end(),
                    [](const Recognised& one) { return one.shape.classes > 0; })) {
      break;
    }
  }
  std::stable_sort(all.begin(), all.end(),
                   [](const Recognised& a, const Recognised& b) { return a.fit.set < b.fit.set; });
  return all;
}

std::string in_words(const Fit& fit) {
  std::string text = fit.key.empty() ? "the dict at its top" : "dict " + in_quotes(fit.key);
  if (!fit.parts.empty()) {
    std::vector<std::string> shown;
    for (const std::string& part : fit.parts) shown.push_back(in_quotes(part));
    text = fmt::format("dicts {} of {} together", join(shown, ", "), text);
  }
  if (!fit.prefix.empty()) text += fmt::format(" without the prefix {}", in_quotes(fit.prefix));
  return text;
}

}  // namespace remedy
