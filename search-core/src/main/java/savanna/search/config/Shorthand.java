package savanna.search.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A section that may be given as one value: that of one of its keys. {@code workers: 4} is {@code workers: {count: 4}},
 * and {@code workers: ray} is {@code workers: {cluster: ray}}.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@interface Shorthand {
    /** The key that a number is for; empty if the other takes all. */
    String number() default "";

    /** The key that any other value is for. */
    String text();
}
