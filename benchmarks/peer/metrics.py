"""What a repaired network gained and broke, against the baseline on the same images."""
import torch


def ranks(logits, labels):
    """Of every label, from 0; a tie goes to the lower class index."""
    own = logits.gather(1, labels.unsqueeze(1))
    lower = torch.arange(logits.shape[1], device=logits.device).unsqueeze(0) < labels.unsqueeze(1)
    return ((logits > own) | ((logits == own) & lower)).sum(1)


def divergences(baseline, remediated):
    """KL(p || q) of every image in nats, the baseline first."""
    log_p = baseline.double().log_softmax(1)
    log_q = remediated.double().log_softmax(1)
    return (log_p.exp() * (log_p - log_q)).sum(1).clamp_(min=0)


def suite_metrics(baseline, remediated, labels):
    before, after = ranks(baseline, labels), ranks(remediated, labels)
    kl = divergences(baseline, remediated)
    right_before, right_after = before == 0, after == 0
    entry = {"images": len(labels)}
    for k in (1, 3, 5):
        entry[f"top{k}"] = (after < k).double().mean().item()
    entry["baseline"] = {f"top{k}": (before < k).double().mean().item() for k in (1, 3, 5)}
    entry["negative_flips"] = (right_before & ~right_after).sum().item()
    entry["positive_flips"] = (~right_before & right_after).sum().item()
    entry["churn"] = (baseline.argmax(1) != remediated.argmax(1)).sum().item()
    entry["kl"] = {"mean": kl.mean().item(), "median": kl.quantile(0.5).item(),
                   "p95": kl.quantile(0.95).item(), "max": kl.max().item()}
    return entry
