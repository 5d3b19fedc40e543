// The right interface, built against another libtorch.
#include <remedy/remediation.h>

extern "C" __attribute__((visibility("default"))) const remedy::PluginDescriptor* remedy_plugin() {
  static remedy::PluginDescriptor descriptor{};
  descriptor.size = sizeof(descriptor);
  descriptor.interface_version = remedy::kInterfaceVersion;
  descriptor.build_tag = "libtorch 9.9";
  return &descriptor;
}
