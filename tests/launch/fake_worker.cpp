// remedy_fake_worker: says what remedy-worker says, without libtorch, so that what starts workers
// can be tested where there is none. The label of a trial is what becomes of it:
//   dies     the process is killed
//   silent   no message any more, not even that it lives
//   babbles  a line that is no message
//   hangs    never ends, but lives
//   other    a result, after some steps
// What stands in the file of a plugin is what becomes of its description: "dies" and "rejected", or
// else it has the file's name as its id; a script imports helper.py, which lies beside it. Each is
// told in the file $REMEDY_FAKE_WORKER_LOG.
#include <signal.h>
#include <unistd.h>

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>

#include "core/catalogue.h"
#include "core/file.h"
#include "core/json.h"
#include "core/run/record.h"
#include "launch/opened_data.h"
#include "launch/process/channel.h"

namespace remedy {
namespace {

class FakeWorker {
 public:
  FakeWorker(int requests, int replies) : replies_(replies), channel_(requests, replies) {}

  void serve() {
    channel_.send({{"event", "hello"}});
    std::thread alive([this] {
      while (lives_) {
        channel_.send({{"event", "alive"}});
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
      }
    });
    while (const auto request = channel_.receive()) {
      const std::string op = request->at("op");
      if (op == "quit") break;
      if (op == "describe") describe(request->at("plugin").get<std::string>());
      if (op == "open") open();
      if (op == "trial") trial(request->at("trial"));
    }
    lives_ = false;
    alive.join();
  }

 private:
  void describe(const std::filesystem::path& plugin) {
    if (const char* log = std::getenv("REMEDY_FAKE_WORKER_LOG")) {
      std::ofstream(log, std::ios::app) << plugin.string() << "\n";
    }
    const std::string text = read_file(plugin);
    if (text == "dies") kill(getpid(), SIGKILL);
    if (text == "rejected") {
      channel_.send({{"event", "rejected"}, {"reason", "it is another's"}});
      return;
    }
    RemediationInfo info;
    info.id = plugin.stem();
    info.library = plugin;
    Json message = {{"event", "described"}, {"info", to_json(info)}};
    if (plugin.extension() == ".py") {
      message["files"] = {plugin.string(), (plugin.parent_path() / "helper.py").string()};
    }
    channel_.send(message);
  }

  void open() {
    channel_.send({{"event", "preparing"}, {"what", "suite"}, {"done", 1}, {"total", 2}});
    channel_.send({{"event", "opened"},
                   {"summary",
                    {{"gate", ""},
                     {"baseline", Json::object()},
                     {"data", to_json(StudyData{})},
                     {"provenance", {{"device", "process " + std::to_string(getpid())}}}}}});
  }

  void trial(const Json& trial) {
    const std::string label = trial.at("label");
    for (int step = 1; step <= 5; ++step) {
      channel_.send({{"event", "progress"}, {"steps", step}, {"what", "training"}});
    }
    if (label == "dies") {
      std::puts("the last words");
      std::fflush(stdout);
      kill(getpid(), SIGKILL);
    }
    if (label == "babbles") (void)!write(replies_, "nonsense\n", 9);
    if (label == "silent") lives_ = false;
    if (label == "silent" || label == "babbles" || label == "hangs") {
      for (;;) pause();
    }
    channel_.send({{"event", "result"},
                   {"trial", trial.at("id")},
                   {"data", to_json(StudyData{})},
                   {"result", to_json(TrialResult())}});
  }

  int replies_;
  Channel channel_;
  std::atomic<bool> lives_{true};
};

}  // namespace
}  // namespace remedy

int main(int argc, char** argv) {
  int requests = -1, replies = -1;
  if (argc != 3 || std::sscanf(argv[1], "--requests=%d", &requests) != 1 ||
      std::sscanf(argv[2], "--replies=%d", &replies) != 1) {
    return 2;
  }
  signal(SIGPIPE, SIG_IGN);
  remedy::FakeWorker(requests, replies).serve();
  return 0;
}
