#include "model/device_failure.h"

#include <c10/util/Exception.h>

#include <algorithm>
#include <iterator>

namespace remedy {
namespace {

struct Known {
  const char* says;  // a part of the message
  const char* advice;
  bool breaks = false;  // see breaks_device()
};

constexpr char kOldDriver[] =
    "install a newer NVIDIA driver (nvidia-smi shows which CUDA the present one is for), or build "
    "with a libtorch for an older CUDA";
constexpr char kBroken[] =
    "a kernel read or wrote where it may not: most likely a label or an index out of range in the "
    "remediation; --device cpu says which, and CUDA_LAUNCH_BLOCKING=1 where";

// Of several that fit, the first counts.
constexpr Known kFailures[] = {
    {"driver on your system is too old", kOldDriver},
    {"driver version is insufficient", kOldDriver},
    {"PTX was compiled with an unsupported toolchain", kOldDriver},
    {"forward compatibility was attempted",
     "take the CUDA compatibility libraries off the library path: this GPU needs the driver that "
     "belongs to its CUDA"},
    {"unsupported display driver / cuda driver combination",
     "the driver's library and its kernel module differ: restart the machine after an update of "
     "the driver; in a container, use the host's libcuda"},
    {"Found no NVIDIA driver",
     "install NVIDIA's driver; in a container, start it with the GPUs (docker run --gpus all)"},
    {"No CUDA GPUs are available",
     "CUDA_VISIBLE_DEVICES may be empty or name a GPU that is not there; in a container or a job, "
     "ask for a GPU (docker run --gpus all, slurm.gpus)"},
    {"no CUDA-capable device is detected",
     "CUDA_VISIBLE_DEVICES may be empty or name a GPU that is not there; in a container or a job, "
     "ask for a GPU (docker run --gpus all, slurm.gpus)"},
    {"invalid device ordinal",
     "CUDA_VISIBLE_DEVICES hides some GPUs, and numbers count those that are left, from 0"},
    {"no kernel image is available",
     "this libtorch was not built for the architecture of this GPU: take one whose CUDA supports "
     "it (`nvidia-smi --query-gpu=compute_cap` says what the GPU needs)"},
    {"devices are busy or unavailable",
     "another process holds the GPU alone: wait for it, use --jobs 1, or have the compute mode set "
     "to Default (nvidia-smi -c 0)"},
    {"system not yet initialized",
     "the GPUs of this machine need NVIDIA's Fabric Manager of the driver's version, and it does "
     "not run"},
    {"CUDA unknown error",
     "if the machine has slept, load the module nvidia_uvm anew; else nvidia-smi says whether the "
     "driver works"},
    {"uncorrectable ECC error", "the GPU's memory is damaged: use another GPU", true},
    {"device-side assert triggered", kBroken, true},
    {"illegal memory access", kBroken, true},
    {"misaligned address", kBroken, true},
    {"unspecified launch failure", kBroken, true},
    {"CUBLAS_STATUS_NOT_INITIALIZED",
     "most often the GPU's memory was used up: fewer workers at once (--jobs) need less"},
    {"CUDNN_STATUS_NOT_INITIALIZED",
     "most often the GPU's memory was used up, or the cuDNN on the library path is not the one "
     "that libtorch was built with"},
    {"CUDNN_STATUS_VERSION_MISMATCH",
     "the cuDNN on the library path is not the one that libtorch was built with: take it off "
     "LD_LIBRARY_PATH"},
};

const Known* find(const std::string& message) {
  const auto* known =
      std::find_if(std::begin(kFailures), std::end(kFailures),
                   [&](const Known& one) { return message.find(one.says) != std::string::npos; });
  return known == std::end(kFailures) ? nullptr : known;
}

}  // namespace

std::string device_advice(const std::string& message) {
  const Known* known = find(message);
  return known == nullptr ? "" : known->advice;
}

bool breaks_device(const std::string& message) {
  const Known* known = find(message);
  return known != nullptr && known->breaks;
}

std::string plain_message(const std::exception& error) {
  const auto* of_torch = dynamic_cast<const c10::Error*>(&error);
  std::string message = of_torch != nullptr ? of_torch->what_without_backtrace() : error.what();
  const Known* known = find(message);
  if (known == nullptr) return message;
  message = message.substr(0, message.find('\n'));
  while (!message.empty() && message.back() == '.') message.pop_back();
  return message + "; " + known->advice;
}

}  // namespace remedy
