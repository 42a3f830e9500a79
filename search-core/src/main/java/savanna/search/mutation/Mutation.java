package savanna.search.mutation;

import java.util.Optional;
import java.util.random.RandomGenerator;
import savanna.dsl.program.Program;

/** One way to change a program a little. Mutations are stateless; whether the outcome is valid is for others to say. */
@FunctionalInterface
public interface Mutation {

    /** A changed program, or nothing if the program offers no place for this change. */
    Optional<Edit> mutate(Program program, RandomGenerator random);
}
