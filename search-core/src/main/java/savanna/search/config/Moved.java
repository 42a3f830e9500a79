package savanna.search.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A key that a section had in an earlier version: where it is met, the error says where it stands now. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@Repeatable(Moved.Several.class)
@interface Moved {

    /** The key as it was, without its section. */
    String key();

    /** Where it is now, dotted, from the root. */
    String to();

    /** More than one of them. */
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.TYPE)
    @interface Several {
        Moved[] value();
    }
}
