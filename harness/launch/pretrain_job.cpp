#include "launch/pretrain_job.h"

#include <chrono>

#include "core/error.h"
#include "launch/process/worker_process.h"

namespace remedy {
namespace {

void tell(const Json& message, const PretrainJobEvents& events) {
  const std::string event = message.value("event", "");
  if (event == "trained" && events.step) {
    events.step(message.at("step"), message.at("steps"), message.at("loss"));
  } else if (event == "epoch" && events.epoch) {
    events.epoch(message.at("figures"));
  } else if (event == "preparing" && events.preparing) {
    events.preparing(message.at("what"), message.at("done"), message.at("total"));
  } else if (event == "error") {
    throw Error("{}", message.at("message").get<std::string>());
  }
}

}  // namespace

std::optional<Json> run_pretraining(const PretrainJob& job, const PretrainJobEvents& events,
                                    const std::function<bool()>& cancelled) {
  WorkerProcess worker(job.worker);
  worker.send({{"op", "pretrain"},
               {"study", job.study.string()},
               {"run", job.directory.string()},
               {"device", job.device},
               {"threads", job.threads}});
  for (;;) {
    if (cancelled()) return std::nullopt;
    for (const Json& message : worker.listen(std::chrono::milliseconds(200))) {
      if (message.value("event", "") == "pretrained") return message.at("summary");
      tell(message, events);
    }
    if (worker.closed()) {
      const WorkerEnd end = worker.end();
      throw Error("the worker {}; run the same command to resume from the last saved state{}{}",
                  end.how, worker.output_tail().empty() ? "" : "\n", worker.output_tail());
    }
  }
}

}  // namespace remedy
