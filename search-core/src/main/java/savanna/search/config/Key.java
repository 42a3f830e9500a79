package savanna.search.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Describes a component of a config record: the key of the same name in kebab-case. Reading, the resolved config, the
 * table {@code configs/KEYS.md} and the JSON schema all come from it.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
@interface Key {

    /** What it means, with unit and source. */
    String value();

    /** The value where the key is absent, as YAML; empty for a required key. An {@code Optional} needs none. */
    String fallback() default "";

    /** Least value of a number. */
    double least() default 0;

    /** Largest value of a number, or of a weight. */
    double most() default Long.MAX_VALUE;

    /** Whether a list may stand where one text is read; whoever reads the config takes it apart. */
    boolean orList() default false;

    /** What a text, or the texts of a list or map, must be a name of. */
    Names from() default Names.FREE;
}
