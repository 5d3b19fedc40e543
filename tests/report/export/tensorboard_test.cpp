#include "report/export/tensorboard.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstring>
#include <string_view>

#include "report/analysis.h"
#include "report/run_builder.h"

namespace remedy {
namespace {

using ::testing::HasSubstr;
using testing::make_trial;
using testing::RunBuilder;

// Bit by bit, as the polynomial is written: an implementation of its own.
std::uint32_t masked_crc32c(std::string_view bytes) {
  std::uint32_t sum = 0xffffffffu;
  for (const char byte : bytes) {
    sum ^= static_cast<unsigned char>(byte);
    for (int bit = 0; bit < 8; ++bit) sum = sum & 1 ? sum >> 1 ^ 0x82f63b78u : sum >> 1;
  }
  sum = ~sum;
  return (sum >> 15 | sum << 17) + 0xa282ead8u;
}

template <class Number>
Number number_at(const std::string& bytes, std::size_t place) {
  Number number{};
  std::memcpy(&number, bytes.data() + place, sizeof number);
  return number;
}

std::vector<std::string> events_of(const std::string& file) {
  std::vector<std::string> events;
  for (std::size_t place = 0; place < file.size();) {
    const auto length = number_at<std::uint64_t>(file, place);
    EXPECT_EQ(number_at<std::uint32_t>(file, place + 8), masked_crc32c(file.substr(place, 8)));
    events.push_back(file.substr(place + 12, length));
    EXPECT_EQ(number_at<std::uint32_t>(file, place + 12 + length), masked_crc32c(events.back()));
    place += 16 + length;
  }
  return events;
}

TEST(Tensorboard, AnEventForEachFigureOfATrial) {
  // Of "123456789", by RFC 3720 e3069283.
  ASSERT_EQ(masked_crc32c("123456789"), (0xe3069283u >> 15 | 0xe3069283u << 17) + 0xa282ead8u);
  RunBuilder builder;
  builder.add_completed(make_trial("a0", "one/two", 0.001, 100, 3), 760, 9);
  const auto files = to_tensorboard(analyse({builder.run}), 1.0);
  ASSERT_EQ(files.size(), 1u);
  EXPECT_EQ(files[0].first, "one_two N=100 draw=3 seed=0 a0/events.out.tfevents.remedy");
  // The bytes that TensorBoard 2.21 writes for this event.
  const std::string version("\x09\0\0\0\0\0\0\xf0\x3f\x1a\x0d", 11);
  EXPECT_EQ(files[0].second.substr(12, 24), version + "brain.Event:2");
  const std::vector<std::string> events = events_of(files[0].second);
  ASSERT_GT(events.size(), 20u);
  EXPECT_THAT(events[1], HasSubstr("_hparams_/session_start_info"));
  EXPECT_THAT(events[1], HasSubstr("learning_rate"));
  EXPECT_THAT(events.back(), HasSubstr("_hparams_/session_end_info"));
  int found = 0;
  for (const std::string& event : events) {
    const std::string tag = "validation/retention";
    const std::size_t place = event.find(tag);
    if (place == std::string::npos || event[place - 1] != static_cast<char>(tag.size())) continue;
    // Field 2, four bytes.
    EXPECT_EQ(event[place + tag.size()], '\x15');
    EXPECT_EQ(number_at<float>(event, place + tag.size() + 1), 0.95f);
    ++found;
  }
  EXPECT_EQ(found, 1);
}

TEST(Tensorboard, LeavesOutTrialsWithoutAResult) {
  RunBuilder builder;
  builder.add_completed(make_trial("a0", "one", 0.001, 100, 0), 760, 9);
  builder.plan(make_trial("a1", "two", 0.001, 100, 0));
  EXPECT_EQ(to_tensorboard(analyse({builder.run}), 1.0).size(), 1u);
}

}  // namespace
}  // namespace remedy
