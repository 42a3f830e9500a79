package savanna.search.config;

import java.util.function.Consumer;
import savanna.search.objective.Objective;

/** What a run makes small. */
@ConfigRecord
public record ObjectiveConfig(
        @Key(
                value =
                        "price of a number of state kept for each parameter, in units of fitness: a choice, not a measurement; columns, squares and other kinds of states count by their numbers in the task's model",
                fallback = "0",
                most = 1e9)
        double statePrice,

        @Key(value = "price of a live statement, in units of fitness", fallback = "0", most = 1e9)
        double statementPrice)
        implements ObjectiveConfigBuilder.With {
    public ObjectiveConfig {
        Ranges.require(ObjectiveConfig.class, statePrice, statementPrice);
    }

    /** Made in code: every key that is not set has its default. */
    public static ObjectiveConfig of(Consumer<ObjectiveConfigBuilder> keys) {
        ObjectiveConfigBuilder builder = Defaults.into(ObjectiveConfigBuilder.builder(), ObjectiveConfig.class);
        keys.accept(builder);
        return builder.build();
    }

    /** Fitness plus these prices. */
    public Objective objective() {
        return new Objective(statePrice, statementPrice);
    }
}
