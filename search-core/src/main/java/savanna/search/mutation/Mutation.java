package savanna.search.mutation;

import java.util.Optional;
import savanna.dsl.program.Program;
import savanna.search.registry.Registered;

/**
 * One way to change a program a little. It is written once, as a sequence of {@link Choices}: evolution draws them, the
 * neighbourhood search goes through all of them. Mutations keep no state; whether the outcome is valid is for others to
 * say. CONTRIBUTING.md shows one in full.
 *
 * <p>A jar that names it in {@code META-INF/services/savanna.search.mutation.Mutation} makes it known to configs.
 */
public interface Mutation extends Registered {

    /**
     * A changed program, or nothing if the choices taken lead to none.
     *
     * @param program a valid program
     * @param choices takes each decision; asked in the same order whenever the answers before are the same
     */
    Optional<Edit> edit(Program program, Choices choices);

    /**
     * Statements that the changed program has more, at most. Programs at their largest size are spared those that grow.
     */
    default int growth() {
        return 0;
    }
}
