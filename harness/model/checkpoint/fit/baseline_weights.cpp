#include "model/checkpoint/fit/baseline_weights.h"

#include <algorithm>

#include "core/error.h"
#include "core/hash.h"
#include "core/json.h"
#include "core/study/architectures.h"
#include "core/text.h"
#include "model/checkpoint/fit/other_network.h"

namespace remedy {
namespace {

constexpr std::size_t kNamesShown = 12;
const std::string kTop = ".";  // as a key: what the file holds at its top

std::string listed(const std::vector<std::string>& items) {
  std::vector<std::string> shown(
      items.begin(),
      items.begin() + static_cast<std::ptrdiff_t>(std::min(items.size(), kNamesShown)));
  if (items.size() > kNamesShown) shown.push_back(fmt::format("... ({} in all)", items.size()));
  return join(shown, ", ");
}

NetworkShape shape_of(const Baseline& baseline, std::size_t classes) {
  NetworkShape shape{baseline.architecture, static_cast<std::int64_t>(classes), {}};
  const ArchitectureInfo* info = find_architecture(baseline.architecture);
  if (info != nullptr && info->transformer() != nullptr) {
    shape.of_family = TransformerShape{baseline.preprocess.crop};
  } else if (info != nullptr && info->dense() != nullptr) {
    shape.of_family = DenseShape{};
  } else {
    shape.of_family = ResidualShape{baseline.base_width, baseline.geometry.stem.kernel};
  }
  return shape;
}

// "key: model_ema, prefix: backbone." of a study's `weights:`.
std::string by_hand(const std::string& file, const Fit& fit) {
  return fmt::format("weights: {{file: {}, key: {}, prefix: {}}}", file,
                     in_quotes(fit.key.empty() ? kTop : fit.key), in_quotes(fit.prefix));
}

std::string problems_of(const Fit& fit) {
  std::string text;
  if (!fit.missing.empty()) text += "\n  missing: " + listed(fit.missing);
  if (!fit.misshapen.empty()) text += "\n  of another shape: " + listed(fit.misshapen);
  if (!fit.unreadable.empty()) text += "\n  not to be read: " + listed(fit.unreadable);
  if (!fit.superfluous.empty()) text += "\n  superfluous: " + listed(fit.superfluous);
  return text;
}

// The file is one of several: "model-00001-of-00003.safetensors".
std::string hint_of_shard(const std::string& file) {
  const std::size_t of = file.rfind("-of-");
  if (of == std::string::npos || of < 6 || file[of - 6] != '-') return "";
  return "\nthe file is one of several shards: give their index, such as "
         "model.safetensors.index.json";
}

// It may be a network of another kind.
std::string hint_of_other(const Checkpoint& checkpoint) {
  for (const TensorSet& set : checkpoint.sets()) {
    const std::string other = other_network(set);
    if (other.empty()) continue;
    return fmt::format("\nby names and shapes it is {}, of which there is no network here", other);
  }
  return "";
}

// The same network has positions for images of another size.
std::string hint_of_size(const NetworkShape& wanted, const NetworkShape& found) {
  if (wanted.transformer() == nullptr || found.transformer() == nullptr ||
      wanted.architecture != found.architecture || wanted.classes != found.classes) {
    return "";
  }
  return fmt::format("\nthe study crops images to {} pixels: preprocess: {{crop: {}}} fits them",
                     wanted.transformer()->pixels, found.transformer()->pixels);
}

[[noreturn]] void throw_none_fits(const Checkpoint& checkpoint, const NetworkShape& wanted,
                                  const std::vector<Fit>& fits, const WeightsChoice& choice) {
  const std::string& file = checkpoint.name();
  std::string message = fmt::format("{}: these are not the weights of {}", file, in_words(wanted));
  const std::vector<Recognised> others = recognise(checkpoint, choice);
  if (!fits.empty()) {
    message += fmt::format("; nearest is {}:{}", in_words(fits.front()), problems_of(fits.front()));
  }
  for (std::size_t i = 0; i < std::min<std::size_t>(others.size(), 2); ++i) {
    const NetworkShape& shape = others[i].shape;
    message += fmt::format("\n{} are the weights of {}", in_words(others[i].fit),
                           shape.classes == 0
                               ? fmt::format("a {} without a last layer", shape.architecture)
                               : in_words(shape));
    message += hint_of_size(wanted, shape);
  }
  if (fits.empty()) {
    std::vector<std::string> names;
    for (const ListedTensor& tensor : checkpoint.sets().front().tensors) {
      if (names.size() < 5) names.push_back(in_quotes(tensor.name));
    }
    message +=
        fmt::format("; no names of such a network are in it, but {}, ...", join(names, ", "));
  }
  if (others.empty()) message += hint_of_other(checkpoint);
  throw Error("{}{}\n'remedy inspect {}' shows what the file holds", message, hint_of_shard(file),
              file);
}

[[noreturn]] void throw_superfluous(const std::string& file, const Fit& fit) {
  const std::string& first = fit.superfluous.front();
  const std::string pattern = first.substr(0, first.rfind('.') + 1) + "*";
  throw Error(
      "{}: {} has all that is needed, nothing is missing, and more beside it:\n  superfluous: {}\n"
      "If these compute something, the network is another one, and its figures would be wrong. If "
      "they do not, leave them aside: weights: {{file: {}, ignore: [{}]}}",
      file, in_words(fit), listed(fit.superfluous), file, in_quotes(pattern));
}

std::string note_of(const Checkpoint& checkpoint, const std::string& architecture, const Fit& fit) {
  std::vector<std::string> parts;
  if (!fit.key.empty() || !fit.prefix.empty() || !fit.parts.empty()) {
    parts.push_back(in_words(fit));
  }
  if (fit.names != &tensor_family(architecture).names.front()) {
    parts.push_back(fmt::format("names are {}", fit.names->name));
  }
  if (!fit.head.empty()) parts.push_back(fmt::format("the last layer is {}", in_quotes(fit.head)));
  if (!fit.aside.empty()) {
    std::vector<std::string> shown;
    for (const std::string& name : fit.aside) {
      if (shown.size() < 3) shown.push_back(in_quotes(name));
    }
    parts.push_back(fmt::format("{} left aside, such as {}",
                                fit.aside.size() == 1
                                    ? "1 other tensor is"
                                    : fmt::format("{} other tensors are", fit.aside.size()),
                                join(shown, ", ")));
  }
  return parts.empty() ? "" : fmt::format("{}: weights: {}", checkpoint.name(), join(parts, "; "));
}

void require_key(const Checkpoint& checkpoint, const WeightsChoice& choice) {
  if (!choice.key) return;
  std::vector<std::string> keys, shown;
  for (const TensorSet& set : checkpoint.sets()) {
    if (set.key == *choice.key) return;
    keys.push_back(set.key);
    if (!set.key.empty() && set.parts.empty() && shown.size() < 8)
      shown.push_back(in_quotes(set.key));
  }
  throw Error("{}: there is no dict of tensors under the key {}{}; {}", checkpoint.name(),
              in_quotes(*choice.key), did_you_mean(*choice.key, keys),
              shown.empty() ? std::string("it holds one state dict alone: leave the key out")
                            : "there are tensors under " + join(shown, ", "));
}

// Of fits that are complete, the one that is meant.
const Fit& the_one(const Checkpoint& checkpoint, const std::vector<Fit>& fits) {
  std::vector<const Fit*> complete;
  for (const Fit& fit : fits) {
    if (fit.complete()) complete.push_back(&fit);
  }
  if (complete.size() > 1) {
    std::string ways;
    for (const Fit* fit : complete) ways += "\n  " + by_hand(checkpoint.name(), *fit);
    throw Error(
        "{}: holds {} sets of weights that fit the same network, {} and {}: say in the study which "
        "one is meant:{}",
        checkpoint.name(), complete.size() == 2 ? "two" : std::to_string(complete.size()),
        in_words(*complete[0]), in_words(*complete[1]), ways);
  }
  return *complete.front();
}

// The one set of weights that fits, without anything that nobody knows what for.
Fit find_weights(const Checkpoint& checkpoint, const Baseline& baseline, std::size_t classes) {
  const WeightsChoice choice = choice_of(baseline);
  require_key(checkpoint, choice);
  const NetworkShape wanted = shape_of(baseline, classes);
  const std::vector<Fit> fits = find_fits(checkpoint, wanted, choice);
  if (fits.empty() || !fits.front().complete()) throw_none_fits(checkpoint, wanted, fits, choice);
  Fit fit = the_one(checkpoint, fits);
  if (!fit.superfluous.empty()) throw_superfluous(checkpoint.name(), fit);
  return fit;
}

}  // namespace

WeightsChoice choice_of(const Baseline& baseline) {
  WeightsChoice choice;
  if (!baseline.weights_key.empty()) {
    choice.key = baseline.weights_key == kTop ? "" : baseline.weights_key;
  }
  choice.prefix = baseline.weights_prefix;
  if (choice.prefix && !choice.prefix->empty() && choice.prefix->back() != '.') {
    *choice.prefix += '.';
  }
  choice.ignore = baseline.weights_ignore;
  return choice;
}

std::vector<ExpectedTensor> expected_tensors(const Baseline& baseline, std::size_t classes) {
  return tensors_of(shape_of(baseline, classes));
}

std::vector<std::optional<OriginalName>> original_names(const Baseline& baseline,
                                                        std::size_t classes) {
  const std::unique_ptr<Checkpoint> checkpoint = open_checkpoint(baseline.weights);
  const Fit fit = find_weights(*checkpoint, baseline, classes);
  const std::vector<ListedTensor>& tensors = checkpoint->sets()[fit.set].tensors;
  std::vector<std::optional<OriginalName>> names(fit.positions.size());
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (!fit.positions[i]) continue;
    const ListedTensor& tensor = tensors[*fit.positions[i]];
    names[i] = OriginalName{tensor.name, tensor.shape};
  }
  return names;
}

BaselineWeights read_baseline_weights(const Baseline& baseline, std::size_t classes) {
  const std::unique_ptr<Checkpoint> checkpoint = open_checkpoint(baseline.weights);
  Fit fit = find_weights(*checkpoint, baseline, classes);
  const std::vector<ExpectedTensor> expected = expected_tensors(baseline, classes);
  std::vector<std::size_t> positions;
  std::vector<std::size_t> wanted_of;  // expected tensor of each position
  for (std::size_t i = 0; i < expected.size(); ++i) {
    if (!fit.positions[i]) continue;
    positions.push_back(*fit.positions[i]);
    wanted_of.push_back(i);
  }
  StateDict read = checkpoint->read(fit.set, positions);
  std::vector<StoredTensor> tensors;
  for (std::size_t i = 0; i < positions.size(); ++i) {
    // Not by position: shards come back in an order of their own.
    const StoredTensor* stored = read.find(checkpoint->sets()[fit.set].tensors[positions[i]].name);
    tensors.push_back(*stored);
    tensors.back().name = expected[wanted_of[i]].name;
    tensors.back().shape = expected[wanted_of[i]].shape;  // of counters, which may be [1]
  }
  return {std::move(read).renamed(std::move(tensors)), fit,
          note_of(*checkpoint, baseline.architecture, fit)};
}

WeightsContent weights_content(const Baseline& baseline, std::size_t classes) {
  if (is_scripted(baseline.architecture)) return {sha256_file(baseline.weights), ""};
  const BaselineWeights read = read_baseline_weights(baseline, classes);
  return {read.weights.content(), read.note};
}

}  // namespace remedy
