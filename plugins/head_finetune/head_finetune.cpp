// The mixed fine-tune's loss with the backbone frozen: only the last layer moves. What a fix may
// gain without new features; a natural control for every method that changes all weights.
#include <remedy/remediation.h>
#include <remedy/training.h>

REMEDY_REMEDIATION(
    remedy::Finetune<remedy::Trained::kHead>, "head_finetune", "1.0.0",
    "Fine-tunes the last layer on counterexamples and anchors until the stop rule is met.",
    remedy::uses::counterexamples | remedy::uses::anchors | remedy::uses::stop,
    remedy::head_parameters());
