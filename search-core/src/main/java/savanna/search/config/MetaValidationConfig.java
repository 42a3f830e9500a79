package savanna.search.config;

import java.util.List;
import java.util.function.Consumer;

/**
 * Measures the best program so far on another task, without any influence on the search: the curve shows
 * meta-overfitting.
 */
@ConfigRecord
public record MetaValidationConfig(
        @Key("the task: a name or a YAML file; or a list of them, a suite as in task")
        List<TaskConfig> task,

        @Key(value = "programs of a search between two measurements", fallback = "5000", least = 1)
        long every,

        @Key(value = "seeds of a measurement", fallback = "4", least = 2, most = 10_000)
        int seeds)
        implements MetaValidationConfigBuilder.With {
    public MetaValidationConfig {
        Ranges.require(MetaValidationConfig.class, task, every, seeds);
        task = TaskConfig.requireSuite(task);
    }

    /** Made in code: every key that is not set has its default. */
    public static MetaValidationConfig of(Consumer<MetaValidationConfigBuilder> keys) {
        MetaValidationConfigBuilder builder =
                Defaults.into(MetaValidationConfigBuilder.builder(), MetaValidationConfig.class);
        keys.accept(builder);
        return builder.build();
    }
}
