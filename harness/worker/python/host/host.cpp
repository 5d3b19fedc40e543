// The one symbol of this library.
#include "worker/python/host/interpreter.h"
#include "worker/python/host/python_script.h"

extern "C" __attribute__((visibility("default"))) const remedy::ScriptHost remedy_script_host = {
    sizeof(remedy::ScriptHost), remedy::kInterfaceVersion, remedy::kBuildTag,
    remedy::start_interpreter, remedy::open_python_script};
