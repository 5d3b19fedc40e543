#include "model/device_failure.h"

#include <c10/util/Exception.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <stdexcept>

namespace remedy {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

struct Said {
  const char* message;  // as libtorch 2 and CUDA 13 say it
  const char* advised;
};

class DeviceFailure : public ::testing::TestWithParam<Said> {};

TEST_P(DeviceFailure, SaysWhatToDo) {
  EXPECT_THAT(device_advice(GetParam().message), HasSubstr(GetParam().advised));
}

INSTANTIATE_TEST_SUITE_P(
    Nvidia, DeviceFailure,
    ::testing::Values(
        Said{"The NVIDIA driver on your system is too old (found version 11040). Please update",
             "install a newer NVIDIA driver"},
        Said{"CUDA driver version is insufficient for CUDA runtime version",
             "install a newer NVIDIA driver"},
        Said{"CUDA error: the provided PTX was compiled with an unsupported toolchain.",
             "install a newer NVIDIA driver"},
        Said{"Found no NVIDIA driver on your system. Please check that you have an NVIDIA GPU",
             "--gpus all"},
        Said{"No CUDA GPUs are available", "CUDA_VISIBLE_DEVICES"},
        Said{"CUDA error: no CUDA-capable device is detected", "CUDA_VISIBLE_DEVICES"},
        Said{"CUDA error: no kernel image is available for execution on the device",
             "architecture of this GPU"},
        Said{"CUDA error: all CUDA-capable devices are busy or unavailable", "--jobs 1"},
        Said{"CUDA error: system not yet initialized", "Fabric Manager"},
        Said{"CUDA error: system has unsupported display driver / cuda driver combination",
             "restart the machine"},
        Said{"CUDA error: CUBLAS_STATUS_NOT_INITIALIZED when calling `cublasCreate(handle)`",
             "--jobs"},
        Said{"CUDA error: device-side assert triggered", "--device cpu"}));

TEST(DeviceFailure, OtherMessagesAreLeftAlone) {
  EXPECT_EQ(device_advice("the sizes of tensors must match"), "");
  EXPECT_FALSE(breaks_device("CUDA out of memory. Tried to allocate 2 GiB"));
  EXPECT_EQ(plain_message(std::runtime_error("two\nlines.")), "two\nlines.");
}

TEST(DeviceFailure, AFailedKernelEndsTheProcessesUseOfTheGpu) {
  EXPECT_TRUE(breaks_device("CUDA error: an illegal memory access was encountered"));
  EXPECT_TRUE(breaks_device("CUDA error: unspecified launch failure"));
  EXPECT_FALSE(breaks_device("CUDA error: no kernel image is available for execution"));
}

TEST(DeviceFailure, TheMessageIsOneLineWithoutHintsForDevelopers) {
  try {
    TORCH_CHECK(
        false,
        "CUDA error: no kernel image is available for execution on the device.\nCUDA kernel "
        "errors might be asynchronously reported at some other API call");
  } catch (const std::exception& error) {
    EXPECT_THAT(plain_message(error),
                AllOf(HasSubstr("on the device; this libtorch was not built"),
                      Not(HasSubstr("asynchronously")), Not(HasSubstr("frame #"))));
  }
}

}  // namespace
}  // namespace remedy
