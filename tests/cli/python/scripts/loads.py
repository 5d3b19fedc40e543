"""What people write: processes that load, functions of autograd, modules, clipping."""

import torch
from torch.utils.data import DataLoader, TensorDataset

import remedy


class Doubled(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        return x * 2

    @staticmethod
    def backward(ctx, g):
        return g * 2


@remedy.remediation(
    id="loads", version="1.0.0", summary="Mini-batches from loader processes.",
    uses=["counterexamples", "anchors"],
    parameters=[remedy.choice("start", "none", ["none", "fork", "spawn"],
                              doc="how loader processes are started")])
def apply(model, context, p):
    data = context.training_data()
    processes = {"num_workers": 2, "multiprocessing_context": p.start} if p.start != "none" else {}
    loader = DataLoader(TensorDataset(data.images, data.labels), batch_size=4, **processes)
    module = remedy.as_module(model)
    names = {name for name, _ in model.named_parameters() + model.named_buffers()}
    assert set(module.state_dict()) == names
    optimizer = torch.optim.AdamW(module.parameters(), lr=1e-3)
    module.train()
    for images, labels in loader:
        optimizer.zero_grad()
        loss = torch.nn.functional.cross_entropy(Doubled.apply(module(images)), labels)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(module.parameters(), 1.0)
        optimizer.step()
    module.eval()
