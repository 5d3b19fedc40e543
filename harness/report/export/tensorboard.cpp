#include "report/export/tensorboard.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <utility>

#include "core/catalogue.h"
#include "core/json.h"
#include "core/plan/plan.h"

namespace remedy {
namespace {

std::uint32_t crc32c(std::string_view bytes) {
  static const auto table = [] {
    std::array<std::uint32_t, 256> made{};
    for (std::uint32_t i = 0; i < 256; ++i) {
      std::uint32_t value = i;
      for (int bit = 0; bit < 8; ++bit) value = (value >> 1) ^ ((value & 1) ? 0x82f63b78u : 0u);
      made[i] = value;
    }
    return made;
  }();
  std::uint32_t sum = ~0u;
  for (const char byte : bytes) {
    sum = table[(sum ^ static_cast<unsigned char>(byte)) & 0xff] ^ (sum >> 8);
  }
  return ~sum;
}

// Little-endian, as everything that TensorBoard reads.
template <class Number>
std::string bytes_of(Number number) {
  std::string bytes(sizeof number, '\0');
  std::memcpy(bytes.data(), &number, sizeof number);
  return bytes;
}

// A protocol buffer's message, field by field.
class Message {
 public:
  Message& integer(int field, std::uint64_t value) { return key(field, 0).varint(value); }
  Message& number(int field, double value) { return key(field, 1).append(bytes_of(value)); }
  Message& number(int field, float value) { return key(field, 5).append(bytes_of(value)); }
  Message& text(int field, std::string_view value) {
    return key(field, 2).varint(value.size()).append(value);
  }
  Message& message(int field, const Message& value) { return text(field, value.bytes_); }
  const std::string& bytes() const { return bytes_; }

 private:
  Message& key(int field, int kind) {
    return varint(static_cast<std::uint64_t>(field << 3 | kind));
  }
  Message& varint(std::uint64_t value) {
    for (; value >= 0x80; value >>= 7) bytes_ += static_cast<char>(value | 0x80);
    bytes_ += static_cast<char>(value);
    return *this;
  }
  Message& append(std::string_view value) {
    bytes_ += value;
    return *this;
  }

  std::string bytes_;
};

class EventFile {
 public:
  explicit EventFile(double time) : time_(time) { add(event(0).text(3, "brain.Event:2")); }

  void add_scalar(std::int64_t step, const std::string& tag, double value) {
    add_summary(step, Message().text(1, tag).number(2, static_cast<float>(value)));
  }
  // For TensorBoard's plugin for hyperparameters, which reads the metadata of a summary.
  void add_hyperparameters(const std::string& tag, const Message& data) {
    const Message plugin = Message().text(1, "hparams").text(2, data.bytes());
    add_summary(0, Message().text(1, tag).message(9, Message().message(1, plugin)));
  }

  std::string take() { return std::move(bytes_); }

 private:
  Message event(std::int64_t step) const {
    Message event = Message().number(1, time_);
    return step == 0 ? event : event.integer(2, static_cast<std::uint64_t>(step));
  }
  void add_summary(std::int64_t step, const Message& value) {
    add(event(step).message(5, Message().message(1, value)));
  }
  void add(const Message& event) {
    const std::string length = bytes_of(std::uint64_t{event.bytes().size()});
    bytes_ += length + masked_sum(length) + event.bytes() + masked_sum(event.bytes());
  }
  static std::string masked_sum(std::string_view bytes) {
    const std::uint32_t sum = crc32c(bytes);
    return bytes_of((sum >> 15 | sum << 17) + 0xa282ead8u);
  }

  double time_;
  std::string bytes_;
};

// google.protobuf.Value
Message hyperparameter(const Json& value) {
  if (value.is_boolean()) return Message().integer(4, value.get<bool>());
  if (value.is_number()) return Message().number(2, value.get<double>());
  return Message().text(3, value.is_string() ? value.get<std::string>() : value.dump());
}

Message started(const TrialRow& trial, double time) {
  Message session;
  const auto add = [&](const std::string& name, const Json& value) {
    if (value.is_null()) return;
    session.message(1, Message().text(1, name).message(2, hyperparameter(value)));
  };
  add("remediation", trial.planned.remediation);
  add("label", trial.planned.label);
  if (trial.planned.anchor_classes) add("anchor_classes", *trial.planned.anchor_classes);
  if (trial.planned.draw) add("draw", *trial.planned.draw);
  if (trial.planned.seed) add("seed", *trial.planned.seed);
  for (const auto& [name, value] : trial.planned.parameters) add(name, to_json(value));
  session.text(4, trial.planned.id).number(5, time);
  return Message().integer(1, 0).message(3, session);
}

Message ended(double time) {
  constexpr int kSuccess = 1;
  return Message().integer(1, 0).message(4, Message().integer(1, kSuccess).number(2, time));
}

void add_suite(const std::string& suite, const SuiteRow& row, std::int64_t step, EventFile& file) {
  for (const auto* table : {&baseline_metrics_table(), &suite_metrics_table()}) {
    for (const Metric& metric : *table) {
      const auto value = figure_of(row, metric.figure);
      if (value) file.add_scalar(step, suite + "/" + metric.key, *value);
    }
  }
  for (const auto& [grouping, figures] : row.recorded.groups) {
    for (const GroupFigures& group : figures.groups) {
      if (!group.remediated) continue;
      file.add_scalar(step, suite + "/" + grouping + "=" + group.name + "/top1",
                      group.remediated->accuracy);
    }
  }
}

}  // namespace

std::vector<std::pair<std::filesystem::path, std::string>> to_tensorboard(const Report& report,
                                                                          double time) {
  std::vector<std::pair<std::filesystem::path, std::string>> files;
  for (const TrialRow& trial : report.trials) {
    if (!trial.has_result()) continue;
    const std::int64_t steps = trial.stop && trial.stop->steps ? *trial.stop->steps : 0;
    EventFile file(time);
    file.add_hyperparameters("_hparams_/session_start_info", started(trial, time));
    for (const auto& [suite, row] : trial.suites) add_suite(suite, row, steps, file);
    file.add_hyperparameters("_hparams_/session_end_info", ended(time));
    std::string folder = describe_trial(trial.planned) + " " + trial.planned.id;
    std::replace(folder.begin(), folder.end(), '/', '_');
    files.emplace_back(std::filesystem::path(folder) / "events.out.tfevents.remedy", file.take());
  }
  return files;
}

}  // namespace remedy
