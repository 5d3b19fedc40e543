#include "launch/plugin_check.h"

#include <algorithm>
#include <chrono>

#include "core/error.h"
#include "launch/process/worker_process.h"

namespace remedy {
namespace {

using Clock = std::chrono::steady_clock;

class Examination {
 public:
  Examination(const std::filesystem::path& worker, double patience_s,
              const std::function<void(const CheckLine&)>& tell)
      : worker_(worker), patience_(patience_s), tell_(tell) {}

  bool run(const std::filesystem::path& plugin) {
    worker_.send({{"op", "check"}, {"plugin", std::filesystem::absolute(plugin).string()}});
    auto heard = Clock::now();
    while (!done_) {
      if (Clock::now() - heard > std::chrono::duration<double>(patience_)) {
        line("failed", fmt::format("did not come to an end within {} s", patience_));
        worker_.kill();
        return false;
      }
      for (const Json& message : worker_.listen(std::chrono::milliseconds(200))) {
        // "alive" says nothing of the plugin.
        if (take(message)) heard = Clock::now();
      }
      if (worker_.closed() && !done_) {
        const WorkerEnd end = worker_.end();
        line("failed", fmt::format("the worker {}{}{}", end.how, end.printed.empty() ? "" : ": ",
                                   end.printed));
        return false;
      }
    }
    return passed_;
  }

 private:
  void line(const std::string& verdict, const std::string& detail) {
    passed_ = passed_ && verdict != "failed";
    tell_({check_, verdict, detail});
  }

  bool take(const Json& message) {
    const std::string event = message.value("event", "");
    if (event == "checking") {
      check_ = message.at("check");
    } else if (event == "finding") {
      check_ = message.at("check");
      line(message.at("verdict"), message.at("detail"));
    } else if (event == "checked") {
      done_ = true;
    } else if (event == "error" || event == "rejected") {
      line("failed", message.value(event == "error" ? "message" : "reason", ""));
      done_ = true;
    } else {
      return false;
    }
    return true;
  }

  WorkerProcess worker_;
  double patience_;
  const std::function<void(const CheckLine&)>& tell_;
  std::string check_ = "handshake";
  bool passed_ = true;
  bool done_ = false;
};

}  // namespace

bool check_plugin(const std::filesystem::path& worker, const std::filesystem::path& plugin,
                  double patience_s, const std::function<void(const CheckLine&)>& tell) {
  return Examination(worker, patience_s, tell).run(plugin);
}

}  // namespace remedy
