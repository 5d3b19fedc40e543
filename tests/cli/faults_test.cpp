// What may happen to a run from outside: every row either completes or is followed by the same
// command, which completes; and then all is as if nothing had happened.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/mount.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <random>

#include "cli/program.h"
#include "core/file.h"
#include "places.h"

namespace remedy {
namespace {

using ::testing::AnyOf;
using testing::eventually;
using ::testing::HasSubstr;
using testing::Output;
using testing::TinyStudy;
using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

// The report of a run without its timings. The folder of the run has to have the same name where
// two are compared.
std::string report(const TinyStudy& study, const std::string& run) {
  Json json = read_json(study.path(run) / "report.json");
  json.erase("timings");
  return pretty(json);
}

// The processes that `parent` has started and that still run.
std::vector<pid_t> children(pid_t parent) {
  const std::string id = std::to_string(parent);
  std::ifstream list("/proc/" + id + "/task/" + id + "/children");
  std::vector<pid_t> found;
  for (pid_t child = 0; list >> child;) found.push_back(child);
  return found;
}

bool runs(pid_t process) {
  std::ifstream status("/proc/" + std::to_string(process) + "/stat");
  std::string text;
  std::getline(status, text);
  const std::size_t name_end = text.rfind(')');
  // A zombie has ended; whoever inherited it has not asked yet.
  return name_end != std::string::npos && text.at(name_end + 2) != 'Z';
}

// REMEDY_FAULT_KILLS=50 is the long form.
int kills() {
  const char* set = std::getenv("REMEDY_FAULT_KILLS");
  return set != nullptr ? std::atoi(set) : 9;
}

TEST(Faults, SigkillAtAnyInstantCostsNothingThatWasFinished) {
  const TinyStudy study;
  const std::vector<std::string> whole = {"run",        "study.yaml", "--out",
                                          "whole/tiny", "--threads",  "1"};
  const auto start = Clock::now();
  ASSERT_EQ(study.remedy(whole).code, 0);
  const double duration = seconds_since(start);

  // A worker that is killed leaves a row that says so, which --retry runs again.
  const std::vector<std::string> again = {"run",       "study.yaml", "--out",   "killed/tiny",
                                          "--threads", "1",          "--retry", "failed"};
  std::mt19937 random(7);
  for (int i = 0; i < kills(); ++i) {
    const pid_t process = study.start(again);
    const double instant = duration * std::uniform_real_distribution<double>(0, 1)(random);
    std::this_thread::sleep_for(std::chrono::duration<double>(instant));
    const std::vector<pid_t> workers = children(process);
    if (i % 3 != 1) kill(process, SIGKILL);
    if (i % 3 != 0) {
      for (const pid_t worker : workers) kill(worker, SIGKILL);
    }
    study.wait(process);
    for (const pid_t worker : workers) {
      EXPECT_TRUE(eventually([&] { return !runs(worker); })) << "an orphan after kill " << i;
    }
    // Earlier runs must not have finished all of it, or the later kills hit nothing.
    if (i % 4 == 3) std::filesystem::remove_all(study.path("killed/tiny/trials"));
  }
  const Output last = study.remedy(again);
  ASSERT_EQ(last.code, 0) << last.err;
  EXPECT_EQ(study.comparable_records("killed/tiny"), study.comparable_records("whole/tiny"));
  EXPECT_EQ(report(study, "killed/tiny"), report(study, "whole/tiny"));
  for (const auto& entry :
       std::filesystem::recursive_directory_iterator(study.path("killed/tiny/trials"))) {
    EXPECT_EQ(entry.path().extension(), ".json") << entry.path();
  }
}

TEST(Faults, AStuckWorkerIsToldFromASlowOne) {
  const TinyStudy study;
  study.add_remediations(
      "  misbehave: {how: hang}\n"
      "  last: {use: halfway}\n"
      "limits: {silence: 8 s, trial: 10 s}\n");
  const std::vector<std::string> run = {"run",    "study.yaml", "--only",    "misbehave",
                                        "--only", "last",       "--threads", "1"};
  // Slow: it lives, and the trial's own limit ends it.
  EXPECT_EQ(study.remedy(run).code, 1);
  EXPECT_THAT(study.records("runs/tiny").at("misbehave")["reason"].get<std::string>(),
              HasSubstr("10 s, the study's limits.trial"));
  // Stuck: stopped by somebody.
  std::vector<std::string> again = run;
  again.insert(again.end(), {"--out", "stuck"});
  const pid_t process = study.start(again);
  ASSERT_TRUE(eventually([&] { return !study.starts("stuck").empty(); }));
  for (const pid_t worker : children(process)) kill(worker, SIGSTOP);
  EXPECT_EQ(study.wait(process).code, 1);
  const auto records = study.records("stuck");
  EXPECT_EQ(records.at("misbehave")["status"], "timed_out");
  EXPECT_THAT(records.at("misbehave")["reason"].get<std::string>(),
              HasSubstr("no sign of life for 8 s"));
  EXPECT_EQ(records.at("last")["status"], "completed");
}

class Signal : public ::testing::TestWithParam<int> {};

TEST_P(Signal, EndsTheRunInSecondsAndLeavesNoOrphan) {
  const TinyStudy study;
  study.add_remediations("  misbehave: {how: hang}\n");
  const pid_t process = study.start({"run", "study.yaml", "--only", "misbehave"});
  std::vector<pid_t> workers;
  ASSERT_TRUE(eventually([&] {
    workers = children(process);
    return !workers.empty() && !study.starts("runs/tiny").empty();
  }));
  const auto start = Clock::now();
  kill(process, GetParam());
  EXPECT_EQ(study.wait(process).code, 130);
  EXPECT_LT(seconds_since(start), 15);
  for (const pid_t worker : workers) {
    EXPECT_TRUE(eventually([&] { return !runs(worker); }));
  }
}

INSTANTIATE_TEST_SUITE_P(Faults, Signal, ::testing::Values(SIGTERM, SIGINT, SIGHUP),
                         [](const auto& value) { return std::string(sigabbrev_np(value.param)); });

// A file system of its own in the study's folder, small or read-only. Needs the right to mount.
class SmallDisk {
 public:
  SmallDisk(const std::filesystem::path& place, const std::string& size) : place_(place) {
    std::filesystem::create_directories(place_);
    mounted_ = mount("none", place_.c_str(), "tmpfs", 0, ("size=" + size).c_str()) == 0;
  }
  ~SmallDisk() {
    if (mounted_) umount2(place_.c_str(), MNT_DETACH);
  }
  SmallDisk(const SmallDisk&) = delete;
  SmallDisk& operator=(const SmallDisk&) = delete;

  bool mounted() const { return mounted_; }
  void resize(const std::string& size) const { again(0, "size=" + size); }
  void set_read_only(bool on) const { again(on ? MS_RDONLY : 0, ""); }

 private:
  void again(unsigned long flags, const std::string& options) const {
    if (mount("none", place_.c_str(), "tmpfs", MS_REMOUNT | flags, options.c_str()) != 0) {
      ADD_FAILURE() << "remount: " << std::strerror(errno);
    }
  }

  std::filesystem::path place_;
  bool mounted_ = false;
};

TEST(Faults, AFullDiskIsToldAndTheSameCommandGoesOn) {
  const TinyStudy study;
  ASSERT_EQ(study.remedy({"run", "study.yaml", "--out", "whole/tiny", "--threads", "1"}).code, 0);
  std::uintmax_t needed = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(study.path("whole"))) {
    if (entry.is_regular_file()) needed += (entry.file_size() + 4095) / 4096 * 4096;
  }
  // From no room at all to nearly enough: each time another file is the one that does not fit.
  for (const int eighths : {0, 2, 4, 6, 7}) {
    const std::string folder = "disk" + std::to_string(eighths);
    const auto bytes = std::max<std::uintmax_t>(4096, needed * eighths / 8);
    const SmallDisk disk(study.path(folder), std::to_string(bytes));
    if (!disk.mounted())
      GTEST_SKIP() << "a file system cannot be mounted: " << std::strerror(errno);
    const std::vector<std::string> run = {"run",       "study.yaml", "--out", folder + "/tiny",
                                          "--threads", "1"};
    const Output full = study.remedy(run);
    EXPECT_THAT(full.code, AnyOf(1, 2)) << folder << full.err;
    EXPECT_THAT(full.err, HasSubstr("No space left on device")) << folder;
    EXPECT_THAT(full.err, HasSubstr("free some space")) << folder;
    disk.resize("64m");
    const Output freed = study.remedy(run);
    EXPECT_EQ(freed.code, 0) << folder << freed.err;
    EXPECT_EQ(study.comparable_records(folder + "/tiny"), study.comparable_records("whole/tiny"));
    EXPECT_EQ(report(study, folder + "/tiny"), report(study, "whole/tiny"));
  }
}

TEST(Faults, AReadOnlyRunDirectoryIsNamed) {
  const TinyStudy study;
  const SmallDisk disk(study.path("disk"), "8m");
  if (!disk.mounted()) GTEST_SKIP() << "a file system cannot be mounted: " << std::strerror(errno);
  disk.set_read_only(true);
  const Output output = study.remedy({"run", "study.yaml", "--out", "disk/tiny"});
  EXPECT_EQ(output.code, 2);
  EXPECT_THAT(output.err, HasSubstr("disk/tiny"));
  EXPECT_THAT(output.err, HasSubstr("Read-only file system"));
}

TEST(Faults, ImagesThatCannotBeReadAreAllNamed) {
  const TinyStudy study;
  std::filesystem::remove(study.path("val/c2/1.png"));
  std::filesystem::create_symlink("nowhere.png", study.path("val/c2/1.png"));
  const Output dangling = study.remedy({"run", "study.yaml"});
  EXPECT_EQ(dangling.code, 2);
  EXPECT_THAT(dangling.err, HasSubstr("val/c2/1.png"));

  std::filesystem::remove(study.path("val/c2/1.png"));
  for (const char* image : {"val/c1/3.png", "val/c4/0.png"}) {
    const std::string bytes = read_file(study.path(image));
    write_file(study.path(image), bytes.substr(0, bytes.size() / 2));
  }
  const Output damaged = study.remedy({"run", "study.yaml"});
  EXPECT_EQ(damaged.code, 2) << damaged.err;
  EXPECT_THAT(damaged.err, HasSubstr("c1/3.png"));
  EXPECT_THAT(damaged.err, HasSubstr("c4/0.png"));
}

// Images are decoded once. One that vanishes afterwards is missed by the next start, by name, and
// not by a run that has begun.
TEST(Faults, AnImageThatVanishesInMidRunChangesNoResult) {
  const TinyStudy study;
  ASSERT_EQ(study.remedy({"run", "study.yaml", "--out", "whole/tiny", "--threads", "1"}).code, 0);
  const std::vector<std::string> run = {"run",       "study.yaml", "--out",
                                        "gone/tiny", "--threads",  "1"};
  const pid_t process = study.start(run);
  ASSERT_TRUE(eventually([&] {
    std::error_code none;
    return std::filesystem::exists(study.path("gone/tiny/trials"), none);
  }));
  const std::string bytes = read_file(study.path("val/c3/2.png"));
  std::filesystem::remove(study.path("val/c3/2.png"));
  EXPECT_EQ(study.wait(process).code, 0);
  EXPECT_EQ(report(study, "gone/tiny"), report(study, "whole/tiny"));
  // Another set of images is another suite: nothing of the old results is taken for it.
  const Output next = study.remedy(run);
  EXPECT_THAT(next.err, HasSubstr("measured on other images of suite validation"));
  write_file(study.path("val/c3/2.png"), bytes);
}

// Durations are taken from a clock that only goes forward; the wall clock is told in the log alone.
TEST(Faults, AClockThatJumpsBackwardsChangesNoResult) {
  const TinyStudy study;
  study.add_remediations("limits: {trial: 60 s, silence: 60 s}\n");
  ASSERT_EQ(study.remedy({"run", "study.yaml", "--out", "whole/tiny", "--threads", "1"}).code, 0);
  setenv("LD_PRELOAD", (binary_dir() + "/tests/preload/backward_clock.so").c_str(), 1);
  const std::vector<std::string> run = {"run",          "study.yaml", "--out",
                                        "jumping/tiny", "--threads",  "1"};
  const Output jumping = study.remedy(run);
  const Output again = study.remedy(run);
  unsetenv("LD_PRELOAD");
  EXPECT_EQ(jumping.code, 0) << jumping.err;
  EXPECT_EQ(again.code, 0) << again.err;
  EXPECT_THAT(again.err, HasSubstr("5 trials, 0 to run"));
  EXPECT_EQ(report(study, "jumping/tiny"), report(study, "whole/tiny"));
  for (const auto& [label, record] : study.records("jumping/tiny", "learning_rate")) {
    for (const auto& [name, seconds] : record.at("seconds").items()) {
      EXPECT_GE(seconds.get<double>(), 0) << label << " " << name;
      EXPECT_LT(seconds.get<double>(), 600) << label << " " << name;
    }
  }
  // The clock did jump.
  std::ifstream log(study.path("jumping/tiny/log.jsonl"));
  std::vector<std::string> times;
  for (std::string line; std::getline(log, line);) times.push_back(Json::parse(line).at("time"));
  EXPECT_FALSE(std::is_sorted(times.begin(), times.end()));
}

}  // namespace
}  // namespace remedy
