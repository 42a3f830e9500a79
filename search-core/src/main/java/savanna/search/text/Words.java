package savanna.search.text;

import java.util.Locale;

/** How constants are spelled in texts. */
public final class Words {
    private Words() {}

    /** The name of a constant such as {@code NOT_FINITE}: {@code not-finite}, as configs and documents spell it. */
    public static String of(Enum<?> constant) {
        return of(constant.name());
    }

    /** The same for a constant whose name was stored. */
    public static String of(String constant) {
        return constant.toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
