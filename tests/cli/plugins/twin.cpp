// Has the id of a remediation that is there already.
#include <remedy/remediation.h>

namespace {

class Twin : public remedy::Remediation {
 public:
  explicit Twin(const remedy::Parameters&) {}
  void apply(remedy::Model&, remedy::Context&) override {}
};

}  // namespace

REMEDY_REMEDIATION(Twin, "identity", "1.0.0", "Looks like another.", remedy::uses::nothing);
