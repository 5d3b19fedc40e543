// Everything that the handshake compares is another's.
#include <remedy/remediation.h>

extern "C" __attribute__((visibility("default"))) const remedy::PluginDescriptor* remedy_plugin() {
  static remedy::PluginDescriptor descriptor{};
  descriptor.size = 12;
  descriptor.interface_version = 99;
  descriptor.build_tag = "libtorch 0.4.1";
  return &descriptor;
}
