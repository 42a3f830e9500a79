        pairs = [(p, group) for group in self.param_groups for p in _with_gradient(group)]
        if pairs:
            self._update(*zip(*pairs))
        return loss

    def _update(self, params, groups):
        rates = [float(group["lr"]) for group in groups]
        w = [p.to(_dtype(p, group)) for p, group in zip(params, groups)]
        g = [_gradient(p, group) for p, group in zip(params, groups)]
«DECAYED_GRADIENT»        states = [self._states(p, x.dtype) for p, x in zip(params, w)]
«UPDATE»
