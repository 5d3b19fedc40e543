// theta' = theta: the control. Every difference that a report shows for it must be exactly 0.
#include <remedy/remediation.h>

namespace {

class Identity : public remedy::Remediation {
 public:
  explicit Identity(const remedy::Parameters&) {}
  void apply(remedy::Model&, remedy::Context&) override {}
};

}  // namespace

REMEDY_REMEDIATION(Identity, "identity", "1.0.0", "Changes nothing: the control.",
                   remedy::uses::nothing);
