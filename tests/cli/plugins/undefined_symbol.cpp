// Calls what no library has; linked without the flag by which remedy_add_remediation() finds that.
extern "C" int nobody_defines_this();

extern "C" __attribute__((visibility("default"))) const void* remedy_plugin() {
  static const int value = nobody_defines_this();
  return &value;
}
