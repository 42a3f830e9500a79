package savanna.dsl.export;

import java.util.List;
import savanna.dsl.export.Node.Call;
import savanna.dsl.export.Node.Input;
import savanna.dsl.function.Kind;
import savanna.dsl.function.Spelling;

/** The step in JAX, whose compiler finds by itself what can be computed together. */
final class JaxBody extends PythonBody {

    JaxBody(Step step) {
        super(step, "jnp", step.isOfModel(), false, (reader, argument) -> false);
    }

    @Override
    List<String> preparations() {
        List<String> lines = super.preparations();
        for (Input input : inputs()) {
            if (step.scales().contains(input)) {
                // Of a plain number 0, Python has no reciprocal.
                lines.add(input.name() + " = jnp.asarray(" + input.name() + ", float)");
            }
        }
        return lines;
    }

    @Override
    String zeros(Kind kind) {
        return kind.isPerParameter() ? "jnp.zeros_like(w)" : "jnp.zeros(" + extents(kind) + ", w.dtype)";
    }

    @Override
    String array(String number) {
        return "jnp.asarray(" + number + ")";
    }

    @Override
    String definition(Spelling spelling) {
        return spelling.definitions().jax();
    }

    @Override
    String expression(Call call, int line) {
        return spelled(call);
    }

    @Override
    String template(Spelling spelling) {
        return spelling.jax();
    }
}
