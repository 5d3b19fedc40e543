// The declarations of the SDK's headers as one text, in which comments and white space do not
// count.
#pragma once

#include <string>

namespace remedy::testing {

// Without comments and white space that separates no words. Lines that include a header are left
// out.
std::string declarations_of(const std::string& source);

// Of the header include/remedy/<name> and the SDK's headers that it includes, each once, those
// first that it includes. The number kInterfaceVersion is left out.
std::string interface_declarations(const std::string& name);

// The number in remedy/descriptor.h.
int interface_version();

}  // namespace remedy::testing
