#include "worker/serve_requests.h"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>

#include <chrono>
#include <cstdio>
#include <map>
#include <memory>

#include "core/error.h"
#include "core/exception_name.h"
#include "core/run/record.h"
#include "core/study/reader/study_reader.h"
#include "launch/discovery.h"
#include "launch/process/channel.h"
#include "model/device_failure.h"
#include "model/device_memory.h"
#include "model/layers/fused_networks.h"
#include "model/memory.h"
#include "worker/device.h"
#include "worker/plugin/conformance.h"
#include "worker/plugin/plugin_library.h"
#include "worker/plugin/trial_state.h"
#include "worker/pretrain/pretrain.h"
#include "worker/python/scripts.h"
#include "worker/session.h"
#include "worker/version.h"

namespace remedy {
namespace {

using Clock = std::chrono::steady_clock;

// Lets an event through at most every so often, and always the first.
class Throttle {
 public:
  bool passes() {
    const auto now = Clock::now();
    if (now - last_ < std::chrono::milliseconds(200)) return false;
    last_ = now;
    return true;
  }

 private:
  Clock::time_point last_{};
};

// Whether every thread that libtorch computes with takes denormal numbers for zero. Starts them.
bool flushes_denormals() {
  const at::Tensor smallest = at::full({1 << 20}, 1e-40F);
  return (smallest * 0.5F).abs().max().item<float>() == 0;
}

class Worker {
 public:
  explicit Worker(Channel& channel) : channel_(channel) {}

  void serve() {
    channel_.send({{"event", "hello"},
                   {"libtorch", libtorch_version()},
                   {"compiler", compiler_version()},
                   {"build_tag", kBuildTag},
                   {"convolutions", convolution_library()},
                   {"accelerators", accelerators()},
                   {"blas_threads", at::get_num_threads()}});
    while (const auto request = channel_.receive()) {
      try {
        const std::string op = request->at("op");
        if (op == "quit") return;
        if (op == "examine") examine();
        if (op == "describe") describe(request->at("plugin"));
        if (op == "check") check(request->at("plugin"));
        if (op == "open") open(*request);
        if (op == "trial" && !trial(*request)) return;
        if (op == "pretrain") pretrain_baseline(*request);
      } catch (const std::exception& error) {
        channel_.send({{"event", "error"}, {"message", plain_message(error)}});
      }
    }
  }

 private:
  const PluginLibrary& library(const std::string& file) {
    auto& slot = libraries_[file];
    if (slot == nullptr) slot = std::make_unique<PluginLibrary>(file);
    return *slot;
  }

  void examine() {
    Json found = {{"event", "examined"}, {"flushes_denormals", flushes_denormals()}};
    try {
      found["python"] = start_python();
    } catch (const std::exception& error) {
      found["no_python"] = error.what();
    }
    channel_.send(found);
  }

  void describe(const std::string& file) {
    if (const std::string why = start_for(file); !why.empty()) {
      channel_.send({{"event", "rejected"}, {"reason", why}, {"no_python", true}});
      return;
    }
    try {
      const PluginLibrary& plugin = library(file);
      Json message = {{"event", "described"}, {"info", to_json(plugin.info())}};
      if (is_script(file)) message["files"] = plugin.files();
      channel_.send(message);
    } catch (const std::exception& error) {
      channel_.send({{"event", "rejected"}, {"reason", error.what()}});
    } catch (...) {
      channel_.send({{"event", "rejected"},
                     {"reason", fmt::format("threw an object of type {} while it was loaded",
                                            exception_name())}});
    }
  }

  void check(const std::string& file) {
    const char* const verdicts[] = {"ok", "failed", "skipped"};
    const auto finding = [&](const Finding& found) {
      channel_.send({{"event", "finding"},
                     {"check", found.check},
                     {"verdict", verdicts[static_cast<int>(found.verdict)]},
                     {"detail", found.detail}});
    };
    const PluginLibrary& plugin = library(file);
    finding(
        {"handshake", Finding::Verdict::kPassed, plugin.info().id + " " + plugin.info().version});
    check_conformance(
        plugin,
        [&](const std::string& name) {
          channel_.send({{"event", "checking"}, {"check", name}});
        },
        finding);
    channel_.send({{"event", "checked"}});
  }

  void use_device(const std::string& name) {
    device_ = parse_device(name);
    make_repeatable(device_);
  }

  void open(const Json& request) {
    start_session(request);
    channel_.send({{"event", "opened"}, {"summary", session_->summary()}});
  }

  void start_session(const Json& request) {
    SessionOptions options;
    options.study = request.at("study").get<std::string>();
    options.run = request.at("run").get<std::string>();
    options.device = request.at("device");
    options.threads = request.at("threads");
    options.training = request.value("training", false);
    use_device(options.device);
    if (request.value("scripts", false)) start_python_early();
    Throttle throttle;
    session_ = std::make_unique<Session>(
        options, [&](const std::string& what, std::size_t done, std::size_t total) {
          if (!throttle.passes()) return;
          channel_.send({{"event", "preparing"}, {"what", what}, {"done", done}, {"total", total}});
        });
  }

  // libtorch computes gradients by an engine of its own or, once Python is there, by Python's. A
  // device's threads belong to the engine that was first used in the process, and without them the
  // other fails: so Python is started before any gradient on a device.
  void start_python_early() const {
    if (device_.is_cpu()) return;
    try {
      start_python();
    } catch (const std::exception&) {  // is the result of each trial that needs it
    }
  }

  void pretrain_baseline(const Json& request) {
    PretrainOptions options;
    options.study = draft_study(request.at("study").get<std::string>()).study;
    options.directory = request.at("run").get<std::string>();
    options.device = request.at("device");
    options.threads = request.at("threads");
    use_device(options.device);
    Throttle throttle;
    PretrainEvents events;
    events.step = [&](std::int64_t step, std::int64_t steps, double loss) {
      if (!throttle.passes()) return;
      channel_.send({{"event", "trained"}, {"step", step}, {"steps", steps}, {"loss", loss}});
    };
    events.epoch = [&](const Json& figures) {
      channel_.send({{"event", "epoch"}, {"figures", figures}});
    };
    pretrain(options, events);
    start_session(request);
    channel_.send({{"event", "pretrained"}, {"summary", session_->summary()}});
  }

  // Why a plugin's language cannot be had, or nothing.
  static std::string start_for(const std::string& file) {
    try {
      PluginLibrary::prepare(file);
      return "";
    } catch (const std::exception& error) {
      return error.what();
    }
  }

  // Why the plugin is not the one that the trial was planned with, or nothing.
  std::string other_plugin(const Trial& trial, const std::string& file) {
    try {
      const RemediationInfo& info = library(file).info();
      if (info.id == trial.remediation && info.version == trial.version) return "";
      return fmt::format(
          "{} was changed since the study was planned: it is {} {} now and was {} {}; run the "
          "same command to plan anew and resume",
          file, info.id, info.version, trial.remediation, trial.version);
    } catch (const std::exception& error) {
      return fmt::format("{}: {}", file, error.what());
    } catch (...) {
      return fmt::format("{}: threw an object of type {} while it was loaded", file,
                         exception_name());
    }
  }

  // False where the trial left something behind that this process cannot get rid of.
  bool trial(const Json& request) {
    const Trial trial = trial_from_json(request.at("trial"));
    Throttle throttle;
    make_repeatable(device_);
    const std::string file = request.at("plugin");
    std::string obstacle = start_for(file);
    TrialState state(channel_.descriptors());
    if (obstacle.empty()) obstacle = other_plugin(trial, file);
    TrialResult result;
    restart_memory_peak(device_);
    try {
      if (!obstacle.empty()) {
        result.status = Status::kFailed;
        result.reason = obstacle;
      } else {
        result = session_->run_trial(
            trial, library(file), request.at("keep_weights"), state,
            [&](std::int64_t steps, const std::string& what) {
              if (!throttle.passes()) return;
              channel_.send({{"event", "progress"}, {"steps", steps}, {"what", what}});
            });
      }
    } catch (const std::exception& error) {  // evaluation, one image at a time
      if (!is_out_of_memory(error)) throw;
      result = TrialResult();
      result.status = Status::kOutOfMemory;
      result.reason = error.what();
    }
    if (result.status == Status::kOutOfMemory) {
      result.reason = out_of_memory_reason(result.reason, device_);
    }
    if (const auto memory = device_memory(device_)) result.peak_device_bytes = memory->peak;
    state.restore();       // where the plugin was not even asked to do anything
    std::fflush(nullptr);  // what it printed is told before its result
    Json message = {{"event", "result"},
                    {"trial", trial.id},
                    {"data", to_json(session_->data())},
                    {"result", to_json(result)}};
    for (const Leftover& one : state.left()) {
      message[one.restored ? "left" : "retires"].push_back(one.what);
    }
    if (obstacle.empty()) {
      for (const std::string& what : library(file).take_left()) message["left"].push_back(what);
    }
    if (const std::string memory = session_->memory_left(); !memory.empty()) {
      message["retires"].push_back(memory);
    }
    if (result.status == Status::kFailed && breaks_device(result.reason)) {
      message["retires"].push_back("a GPU that this process cannot use any more");
    }
    const bool goes_on = !message.contains("retires");
    channel_.send(message);
    return goes_on;
  }

  Channel& channel_;
  c10::Device device_ = c10::Device(c10::kCPU);
  std::map<std::string, std::unique_ptr<PluginLibrary>> libraries_;
  std::unique_ptr<Session> session_;
};

}  // namespace

void serve_requests(Channel& channel) { Worker(channel).serve(); }

}  // namespace remedy
