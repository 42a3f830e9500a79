package savanna.search.registry;

/** A part that configs find by its name. */
public interface Registered {

    /** Its name in configs, in kebab-case. */
    String name();

    /** What it does, in half a sentence. */
    String document();
}
