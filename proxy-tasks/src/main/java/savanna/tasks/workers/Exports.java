package savanna.tasks.workers;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import savanna.dsl.export.ExportException;
import savanna.dsl.export.Target;
import savanna.dsl.program.Program;

/** Programs as Python takes them: what was searched is what ships. Used by one thread. */
final class Exports {

    /** A program's seeds come one after the other. */
    private static final int KEPT = 256;

    /** A target that cannot express the program has none. */
    private record Sources(Optional<String> pytorch, Optional<String> optax) {}

    private final Map<Program, Sources> sources = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Program, Sources> eldest) {
            return size() > KEPT;
        }
    };

    void put(Program program, ObjectNode message) {
        Sources code = sources.computeIfAbsent(
                program, each -> new Sources(exported(each, Target.PYTORCH), exported(each, Target.OPTAX)));
        code.pytorch.ifPresent(text -> message.put("pytorch", text));
        code.optax.ifPresent(text -> message.put("optax", text));
    }

    private static Optional<String> exported(Program program, Target target) {
        try {
            return Optional.of(target.export(program, "candidate", "A program of a search."));
        } catch (ExportException impossible) {
            return Optional.empty();
        }
    }
}
