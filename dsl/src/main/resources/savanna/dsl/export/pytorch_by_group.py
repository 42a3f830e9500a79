        groups = [(group, _with_gradient(group)) for group in self.param_groups]
        for group, params in groups:
            if params:
                self._update(group, params)
        return loss

    def _update(self, group, params):
        lr = float(group["lr"])
        weight_decay = group["weight_decay"]
        foreach = group["foreach"]
        if foreach is None:
            foreach = all(p.is_cuda and type(p) in (torch.Tensor, torch.nn.Parameter) for p in params)
        w = [p.to(_dtype(p, group)) for p in params]
        g = [_gradient(p, group) for p in params]
«DECAYED_GRADIENT»        states = [self._states(p, x.dtype) for p, x in zip(params, w)]
«UPDATE»
