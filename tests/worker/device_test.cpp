// Names of devices, and what is said where memory runs out. Needs no GPU.
#include "worker/device.h"

#include <ATen/Context.h>
#include <ATen/Functions.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <torch/cuda.h>

#include <new>

#include "core/error.h"
#include "model/memory.h"

namespace remedy {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

std::string refusal(const std::string& device) {
  try {
    parse_device(device);
    return "no error";
  } catch (const Error& error) {
    return error.what();
  }
}

TEST(Device, TheCpuIsAlwaysThere) { EXPECT_EQ(parse_device("cpu"), c10::Device(c10::kCPU)); }

TEST(Device, ANameThatIsNoneOfOursIsToldTheAllowedOnes) {
  for (const char* name : {"tpu", "meta", "xpu:0", "cuda:x", ""}) {
    EXPECT_THAT(refusal(name), HasSubstr("expected auto, cpu, cuda or cuda:<index>")) << name;
  }
}

TEST(Device, AGpuThatIsNotThereIsRefused) {
  EXPECT_THAT(refusal("cuda:99"),
              AllOf(HasSubstr("--device cuda:99"), HasSubstr("this machine has")));
}

TEST(Device, TheCpuKeepsItsSettings) {
  const at::Context& context = at::globalContext();
  const bool before = context.deterministicAlgorithms();
  make_repeatable(c10::Device(c10::kCPU));
  EXPECT_EQ(context.deterministicAlgorithms(), before);
}

// The settings are those of the process and can be made without a GPU.
TEST(Device, CudaIsSetToRepeatItself) {
  at::Context& context = at::globalContext();
  context.setDeterministicAlgorithms(false, false);
  context.setBenchmarkCuDNN(true);
  context.setAllowTF32CuDNN(true);
  context.setAllowTF32CuBLAS(true);
  make_repeatable(c10::Device(c10::kCUDA, 0));
  EXPECT_TRUE(context.deterministicAlgorithms());
  EXPECT_TRUE(context.deterministicAlgorithmsWarnOnly());
  EXPECT_TRUE(context.deterministicCuDNN());
  EXPECT_FALSE(context.benchmarkCuDNN());
  EXPECT_FALSE(context.allowTF32CuDNN());
  EXPECT_FALSE(context.allowTF32CuBLAS());
  EXPECT_NE(std::getenv("CUBLAS_WORKSPACE_CONFIG"), nullptr);
  context.setDeterministicAlgorithms(false, false);
}

TEST(Memory, LibtorchsAllocatorIsUnderstood) {
  try {
    at::empty({std::int64_t{1} << 55}, at::kByte);
    FAIL() << "a 64th of an exabyte was to be had";
  } catch (const std::exception& error) {
    EXPECT_TRUE(is_out_of_memory(error)) << error.what();
  }
}

TEST(Memory, OtherErrorsAreNone) {
  EXPECT_TRUE(is_out_of_memory(std::bad_alloc()));
  EXPECT_FALSE(is_out_of_memory(std::runtime_error("the sizes of tensors must match")));
}

TEST(Memory, TheReasonOnAGpuIsShortAndSaysWhatToDo) {
  const std::string reason = out_of_memory_reason(
      "CUDA out of memory. Tried to allocate 20.00 GiB. GPU 0 has a total capacity of 79.10 GiB of "
      "which 1.2 GiB is free. Including non-PyTorch memory, this process has 77 GiB in use.\n"
      "Exception raised from malloc at CUDACachingAllocator.cpp:1",
      c10::Device(c10::kCUDA, 1));
  EXPECT_THAT(reason, AllOf(HasSubstr("cuda:1"), HasSubstr("Tried to allocate 20.00 GiB"),
                            HasSubstr("--jobs"), HasSubstr("micro_batch"),
                            HasSubstr("--device cpu"), Not(HasSubstr("CUDACachingAllocator"))));
  EXPECT_EQ(reason.find('\n'), std::string::npos);
}

TEST(Memory, TheReasonOnTheCpuDoesNotAdviseTheCpu) {
  const std::string reason = out_of_memory_reason("std::bad_alloc", c10::Device(c10::kCPU));
  EXPECT_THAT(reason, AllOf(HasSubstr("this machine"), HasSubstr("std::bad_alloc"),
                            Not(HasSubstr("--device cpu"))));
}

}  // namespace
}  // namespace remedy
