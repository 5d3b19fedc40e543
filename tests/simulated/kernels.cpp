// The operators of the simulated accelerator: those of the CPU on its memory, after checks that
// CUDA makes too. A device number other than the current one is as wrong as a tensor of the CPU.
#include <ATen/ATen.h>
#include <ATen/EmptyTensor.h>
#include <ATen/core/dispatch/Dispatcher.h>
#include <ATen/native/Resize.h>
#include <ATen/native/TensorFactories.h>
#include <ATen/ops/as_strided_native.h>
#include <ATen/ops/view_native.h>
#include <torch/library.h>

#include <algorithm>
#include <optional>
#include <vector>

#include "simulated/device_memory.h"
#include "simulated/host_view.h"
#include "simulated/transfers.h"

namespace remedy::simulated {

at::Tensor host_view(const at::Tensor& tensor) {
  if (!tensor.defined() || tensor.device().type() != kType) return tensor;
  at::AutoDispatchBelowAutograd below;
  const c10::Storage storage(
      c10::Storage::use_byte_size_t(), tensor.storage().nbytes(),
      c10::DataPtr(tensor.storage().data_ptr().get(), c10::Device(c10::kCPU)),
      /*allocator=*/nullptr, /*resizable=*/false);
  at::Tensor view = at::detail::make_tensor<c10::TensorImpl>(
      c10::Storage(storage), c10::DispatchKeySet(c10::DispatchKey::CPU), tensor.dtype());
  view.unsafeGetTensorImpl()->set_sizes_and_strides(tensor.sizes(), tensor.strides());
  view.unsafeGetTensorImpl()->set_storage_offset(tensor.storage_offset());
  return view;
}

namespace {

using torch::jit::Stack;

class OnDevice {
 public:
  explicit OnDevice(c10::Device device) : before_(current_device()) { set_current_device(device); }
  ~OnDevice() { set_current_device(before_); }
  OnDevice(const OnDevice&) = delete;
  OnDevice& operator=(const OnDevice&) = delete;

 private:
  c10::Device before_;
};

c10::Device device_or_current(c10::optional<c10::Device> device) {
  return device && device->has_index() ? *device : current_device();
}

at::Tensor empty(at::IntArrayRef size, c10::optional<at::ScalarType> dtype,
                 c10::optional<at::Layout> /*layout*/, c10::optional<at::Device> device,
                 c10::optional<bool> /*pin_memory*/, c10::optional<at::MemoryFormat> format) {
  const OnDevice there(device_or_current(device));
  return at::detail::empty_generic(size, device_allocator(),
                                   c10::DispatchKeySet(c10::DispatchKey::PrivateUse1),
                                   c10::dtype_or_default(dtype), format);
}

at::Tensor empty_strided(at::IntArrayRef size, at::IntArrayRef stride,
                         c10::optional<at::ScalarType> dtype, c10::optional<at::Layout> /*layout*/,
                         c10::optional<at::Device> device, c10::optional<bool> /*pin_memory*/) {
  const OnDevice there(device_or_current(device));
  return at::detail::empty_strided_generic(size, stride, device_allocator(),
                                           c10::DispatchKeySet(c10::DispatchKey::PrivateUse1),
                                           c10::dtype_or_default(dtype));
}

at::Tensor copy_from(const at::Tensor& from, const at::Tensor& to, bool non_blocking) {
  transfer(from, to, non_blocking);
  return to;
}

at::Tensor copy_from_and_resize(const at::Tensor& from, const at::Tensor& to) {
  if (to.sizes() != from.sizes()) to.resize_(from.sizes());
  transfer(from, to, false);
  return to;
}

at::Scalar local_scalar(const at::Tensor& tensor) {
  return tensor.to(at::kCPU).item();  // a copy, which the host waits for
}

const at::Tensor& resize(const at::Tensor& self, at::IntArrayRef size,
                         c10::optional<at::MemoryFormat> /*format*/) {
  const std::size_t bytes = at::detail::computeStorageNbytesContiguous(size, self.itemsize());
  if (bytes > self.storage().nbytes()) {
    const OnDevice there(self.device());
    at::Tensor larger = at::empty(size, self.options());
    if (self.numel() > 0) larger.flatten().narrow(0, 0, self.numel()).copy_(self.flatten());
    self.unsafeGetTensorImpl()->set_storage_keep_dtype(larger.storage());
  }
  self.unsafeGetTensorImpl()->set_sizes_contiguous(size);
  return self;
}

at::Tensor pin_memory(const at::Tensor& self, c10::optional<at::Device> /*device*/) {
  return pinned_copy(self);
}

bool pinned(const at::Tensor& self, c10::optional<at::Device> /*device*/) {
  return is_pinned(self.storage().data());
}

// All tensors of an operator's arguments, lists taken apart.
template <typename Visit>
void visit_tensors(c10::IValue& value, const Visit& visit) {
  if (value.isTensor()) {
    at::Tensor tensor = value.toTensor();
    if (tensor.defined()) value = visit(tensor);
  } else if (value.isTensorList()) {
    std::vector<at::Tensor> tensors = value.toTensorVector();
    for (at::Tensor& tensor : tensors) {
      if (tensor.defined()) tensor = visit(tensor);
    }
    value = c10::IValue(tensors);
  } else if (value.isOptionalTensorList()) {
    c10::List<c10::optional<at::Tensor>> tensors;
    for (const c10::optional<at::Tensor>& tensor : value.toOptionalTensorVector()) {
      tensors.push_back(tensor && tensor->defined() ? c10::optional<at::Tensor>(visit(*tensor))
                                                    : tensor);
    }
    value = c10::IValue(tensors);
  }
}

// The device's tensors among an operator's arguments, after the checks that CUDA makes. A device
// that is named becomes the CPU, for its kernel.
struct Operands {
  c10::optional<c10::Device> device;
  std::vector<at::Tensor> tensors;
  std::vector<const void*> memory;
};

Operands checked(const c10::OperatorHandle& op, Stack& stack, std::size_t first) {
  Operands operands;
  bool of_host = false;
  for (std::size_t i = first; i < stack.size(); ++i) {
    visit_tensors(stack[i], [&](const at::Tensor& tensor) {
      if (tensor.device().type() != kType) {
        of_host = of_host || tensor.dim() > 0;
        return tensor;
      }
      if (!operands.device) operands.device = tensor.device();
      TORCH_CHECK(tensor.device() == *operands.device,
                  "Expected all tensors to be on the same device, but found at least two devices, ",
                  *operands.device, " and ", tensor.device(), " in ", op.schema().name());
      operands.tensors.push_back(tensor);
      operands.memory.push_back(tensor.storage().data());
      return tensor;
    });
    if (stack[i].isDevice() && stack[i].toDevice().type() == kType) {
      if (!operands.device) operands.device = device_or_current(stack[i].toDevice());
      stack[i] = c10::IValue(c10::Device(c10::kCPU));
    }
  }
  TORCH_CHECK(!of_host || operands.tensors.empty(),
              "Expected all tensors to be on the same device, but found at least two devices, ",
              operands.device.value_or(current_device()), " and cpu in ", op.schema().name());
  return operands;
}

// The same in memory of the current device.
at::Tensor to_memory_of_device(const at::Tensor& tensor) {
  at::Tensor result = empty_strided(tensor.sizes(), tensor.strides(), tensor.scalar_type(),
                                    c10::nullopt, current_device(), c10::nullopt);
  const Opened opened({result.storage().data()});
  host_view(result).copy_(tensor);
  return result;
}

// A tensor as an operator's argument, and what the CPU is given in its place. An empty one may be
// what the operator is to fill, and then it grows.
struct Substitute {
  at::Tensor original, host;

  explicit Substitute(const at::Tensor& tensor)
      : original(tensor),
        host(tensor.numel() > 0 ? host_view(tensor)
                                : at::empty(tensor.sizes(), tensor.options().device(at::kCPU))) {}

  void take_back() const {
    if (original.numel() > 0 || host.numel() == 0) return;
    const at::Tensor filled = to_memory_of_device(host);
    c10::TensorImpl* tensor = original.unsafeGetTensorImpl();
    tensor->set_storage_keep_dtype(filled.storage());
    tensor->set_sizes_and_strides(filled.sizes(), filled.strides());
  }
};

// Every operator without a kernel of its own: the CPU's, on views of the device's memory. What it
// returns is either one of its arguments again or new, and then it goes into memory of the device.
void by_the_cpu(const c10::OperatorHandle& op, c10::DispatchKeySet /*keys*/, Stack* stack) {
  const std::size_t first = stack->size() - op.schema().arguments().size();
  const Operands operands = checked(op, *stack, first);
  for (std::size_t i = 0; i < operands.memory.size(); ++i) {
    used_by_device(operands.memory[i], operands.tensors[i].device());
  }
  const Opened opened(operands.memory);
  std::vector<Substitute> substitutes;
  for (std::size_t i = first; i < stack->size(); ++i) {
    visit_tensors((*stack)[i], [&](const at::Tensor& tensor) {
      if (tensor.device().type() != kType) return tensor;
      return substitutes.emplace_back(tensor).host;
    });
  }
  op.callBoxed(stack);
  const OnDevice there(operands.device.value_or(current_device()));
  for (const Substitute& substitute : substitutes) substitute.take_back();
  for (std::size_t i = first; i < stack->size(); ++i) {
    // A number of what lies on the device: the host has waited for it.
    if ((*stack)[i].isScalar() && operands.device) synchronise(*operands.device);
    visit_tensors((*stack)[i], [&](const at::Tensor& tensor) {
      for (const Substitute& substitute : substitutes) {
        if (substitute.host.is_same(tensor)) return substitute.original;
      }
      return tensor.device().type() == kType ? tensor : to_memory_of_device(tensor);
    });
  }
}

// The kernels that libtorch has no CPU kernel of that name for.
at::Tensor convolution(const at::Tensor& input, const at::Tensor& weight,
                       const c10::optional<at::Tensor>& bias, at::IntArrayRef stride,
                       at::IntArrayRef padding, at::IntArrayRef dilation, bool transposed,
                       at::IntArrayRef output_padding, std::int64_t groups) {
  static const auto op = c10::Dispatcher::singleton().findSchemaOrThrow("aten::_convolution", "");
  Stack stack;
  torch::jit::push(stack, input, weight, bias, stride, padding, dilation, transposed,
                   output_padding, groups, false, true, false, false);
  by_the_cpu(op, {}, &stack);
  return stack.back().toTensor();
}

// Where a convolution has fewer channels than this, the CPU's backward pass writes past the end of
// its gradients in channels_last; see model/architectures/resnet.cpp. No device has that fault, so
// what a network lays out that way for the device is laid out anew here.
constexpr std::int64_t kNarrowestChannelsLast = 8;

std::tuple<at::Tensor, at::Tensor, at::Tensor> convolution_backward(
    const at::Tensor& gradient, const at::Tensor& input, const at::Tensor& weight,
    at::IntArrayRef stride, at::IntArrayRef padding, at::IntArrayRef dilation, bool transposed,
    at::IntArrayRef output_padding, std::int64_t groups, std::array<bool, 3> mask) {
  static const auto op =
      c10::Dispatcher::singleton().findSchemaOrThrow("aten::convolution_backward", "");
  Stack stack;
  const c10::optional<c10::List<std::int64_t>> bias =
      c10::List<std::int64_t>({weight.size(transposed ? 1 : 0) * (transposed ? groups : 1)});
  const bool narrow = std::min(weight.size(0), weight.size(1)) < kNarrowestChannelsLast;
  const auto laid_out = [&](const at::Tensor& x) {  // contiguous() keeps strides of 1x1 as they are
    return narrow ? at::empty(x.sizes(), x.options()).copy_(x) : x;
  };
  torch::jit::push(stack, laid_out(gradient), laid_out(input), laid_out(weight), bias, stride,
                   padding, dilation, transposed, output_padding, groups,
                   c10::List<bool>({mask[0], mask[1], mask[2]}));
  by_the_cpu(op, {}, &stack);
  return {stack[0].toTensor(), stack[1].toTensor(), stack[2].toTensor()};
}

}  // namespace

TORCH_LIBRARY_IMPL(aten, PrivateUse1, library) {
  library.impl("empty.memory_format", &empty);
  library.impl("empty_strided", &empty_strided);
  library.impl("_copy_from", &copy_from);
  library.impl("_copy_from_and_resize", &copy_from_and_resize);
  library.impl("_local_scalar_dense", &local_scalar);
  library.impl("resize_", &resize);
  library.impl("_pin_memory", &pin_memory);
  library.impl("is_pinned", &pinned);
  library.impl("as_strided", TORCH_FN(at::native::as_strided_tensorimpl));
  library.impl("view", TORCH_FN(at::native::view));
  library.impl("_reshape_alias", TORCH_FN(at::native::_reshape_alias));
  library.impl("convolution_overrideable", &convolution);
  library.impl("convolution_backward_overrideable", &convolution_backward);
}

TORCH_LIBRARY_IMPL(_, PrivateUse1, library) {
  library.fallback(torch::CppFunction::makeFromBoxedFunction<&by_the_cpu>());
}

}  // namespace remedy::simulated
