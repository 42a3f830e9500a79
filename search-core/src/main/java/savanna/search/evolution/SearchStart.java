package savanna.search.evolution;

import java.util.Optional;
import java.util.function.Supplier;
import savanna.search.random.RandomStreams;
import savanna.tasks.GradientSample;

/**
 * What a strategy begins with.
 *
 * @param program that the search starts from, with its score
 * @param setting what the config says
 * @param random streams of this search and no other: the only randomness of a strategy
 * @param gradients what the start program is given in the first steps of a training on the task, recorded when it is
 *     asked for; nothing if it does not train
 */
public record SearchStart(
        Scored program, SearchSetting setting, RandomStreams random, Supplier<Optional<GradientSample>> gradients) {}
