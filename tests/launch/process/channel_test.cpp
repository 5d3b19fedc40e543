#include "launch/process/channel.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <thread>

#include "core/error.h"

namespace remedy {
namespace {

TEST(LineParser, MessagesComeWholeHoweverTheyAreCut) {
  const std::string stream = "{\"a\":1}\n{\"b\":\"x\\ny\"}\n{\"c\"";
  for (std::size_t size = 1; size < stream.size(); ++size) {
    LineParser parser;
    std::vector<Json> messages;
    for (std::size_t at = 0; at < stream.size(); at += size) {
      const std::string part = stream.substr(at, size);
      for (Json& message : parser.feed(part.data(), part.size())) messages.push_back(message);
    }
    ASSERT_EQ(messages.size(), 2u) << size;
    EXPECT_EQ(messages[1]["b"], "x\ny");
  }
}

TEST(LineParser, WhatIsNoJsonIsAnError) {
  LineParser parser;
  const std::string line = "hello\n";
  EXPECT_THROW(parser.feed(line.data(), line.size()), Error);
}

TEST(LineParser, AMessageWithoutEndIsAnError) {
  LineParser parser;
  const std::string part(std::size_t{1} << 20, 'x');
  EXPECT_THROW(
      {
        for (int i = 0; i < 80; ++i) parser.feed(part.data(), part.size());
      },
      Error);
}

class Pipes : public ::testing::Test {
 protected:
  Pipes() {
    EXPECT_EQ(pipe(down_), 0);
    EXPECT_EQ(pipe(up_), 0);
  }
  ~Pipes() override {
    for (const int end : {down_[0], down_[1], up_[0], up_[1]}) close(end);
  }
  int down_[2];
  int up_[2];
};

TEST_F(Pipes, WhatIsSentIsReceivedInOrder) {
  Channel sender(down_[0], up_[1]);
  Channel receiver(up_[0], down_[1]);
  for (int i = 0; i < 5; ++i) sender.send({{"n", i}});
  for (int i = 0; i < 5; ++i) EXPECT_EQ(receiver.receive()->at("n"), i);
}

TEST_F(Pipes, LinesOfSeveralThreadsStayWhole) {
  Channel sender(down_[0], up_[1]);
  Channel receiver(up_[0], down_[1]);
  constexpr int kThreads = 4, kEach = 50;
  std::vector<std::thread> threads;
  for (int t = 0; t < kThreads; ++t) {
    threads.emplace_back([&sender, t] {
      for (int i = 0; i < kEach; ++i)
        sender.send({{"text", std::string(20000, static_cast<char>('a' + t))}});
    });
  }
  for (int i = 0; i < kThreads * kEach; ++i) {
    const std::string text = receiver.receive()->at("text");
    EXPECT_EQ(text, std::string(20000, text[0]));
  }
  for (std::thread& thread : threads) thread.join();
}

TEST_F(Pipes, TheEndOfTheStreamIsNoMessage) {
  Channel receiver(up_[0], down_[1]);
  close(up_[1]);
  EXPECT_FALSE(receiver.receive());
  up_[1] = dup(up_[0]);  // for the destructor
}

TEST_F(Pipes, TextThatIsNotUtf8IsSentAllTheSame) {
  Channel sender(down_[0], up_[1]);
  Channel receiver(up_[0], down_[1]);
  sender.send({{"text", "caf\xe9"}});
  EXPECT_EQ(receiver.receive()->at("text").get<std::string>().substr(0, 3), "caf");
}

}  // namespace
}  // namespace remedy
