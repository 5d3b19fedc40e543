"""A model as a torch.nn.Module, for code that asks for one."""


def as_module(model):
    """Returns an nn.Module on the model's own tensors, under the names that they have in it.

    Its forward() is model.forward(). What walks over parameters and buffers works: optimizers,
    clipping, state_dict(), load_state_dict(). There are no layers in it: hooks of layers are never
    called, and a parameter that is replaced by another object has no effect."""
    import torch

    class Holder(torch.nn.Module):
        def forward(self, *_):
            raise RuntimeError("a part of as_module() holds tensors and computes nothing")

    class Whole(torch.nn.Module):
        def forward(self, images):
            return model.forward(images)

        def train(self, mode=True):
            model.train(mode)
            return super().train(mode)

    def owner(name):
        part = whole
        for step in name.split(".")[:-1]:
            if step not in part._modules:
                part.add_module(step, Holder())
            part = part._modules[step]
        return part, name.rpartition(".")[2]

    whole = Whole()
    for name, tensor in model.named_parameters():
        part, leaf = owner(name)
        tensor._is_param = True  # what makes a tensor an nn.Parameter without a copy of it
        part.register_parameter(leaf, tensor)
    for name, tensor in model.named_buffers():
        part, leaf = owner(name)
        part.register_buffer(leaf, tensor)
    whole.training = model.is_training()
    return whole
