package savanna.dsl.program;

import java.util.Set;

/** The spelling of names and numbers in the text form. */
public final class Names {

    private Names() {}

    /**
     * Whether the text may name a variable: a letter or {@code _}, then letters, digits or {@code _}; not a keyword.
     */
    public static boolean isName(String text) {
        if (text == null || text.isEmpty() || !isStart(text.charAt(0)) || text.equals("def") || text.equals("return")) {
            return false;
        }
        for (int i = 1; i < text.length(); i++) {
            if (!isPart(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    /** Whether a name may start with the character. */
    public static boolean isStart(char c) {
        return c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    /** Whether a name may go on with the character. */
    public static boolean isPart(char c) {
        return isStart(c) || (c >= '0' && c <= '9');
    }

    /** A number as the text form writes it: a decimal that reads back as the same double. */
    public static String number(double value) {
        String text = Double.toString(value);
        return text.replace('E', 'e');
    }

    /** The name itself or, if it is taken, the name with a number; from now on it is taken. */
    public static String fresh(String name, Set<String> taken) {
        String base = name.replaceFirst("_\\d+$", "");
        String candidate = name;
        for (int i = 1; !taken.add(candidate); i++) {
            candidate = base + "_" + i;
        }
        return candidate;
    }
}
