package savanna.tasks.data;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * The names of 31,667 Unicode characters, which every JDK carries: real text with a heavy-tailed vocabulary and no
 * download. The code points are fixed to those assigned in Unicode 13 (JDK 17) that have a name of their own (a
 * resource lists their ranges), since a name never changes once given; a hash checks that it is so.
 */
public final class UnicodeNames {
    private static final String RANGES = "/savanna/tasks/data/unicode-13-names.txt";
    private static final String SHA_256 = "59b8b79a14fea822a4901aa43db65bc188df5ca273e6afad3c067479b1aa2fef";

    private UnicodeNames() {}

    /** The names in the order of their code points. @throws DataException if this JDK has other names */
    public static List<String> read() {
        List<String> names = new ArrayList<>();
        for (String range : ranges()) {
            String[] ends = range.split("-");
            int last = Integer.parseInt(ends[ends.length - 1], 16);
            for (int codePoint = Integer.parseInt(ends[0], 16); codePoint <= last; codePoint++) {
                names.add(String.valueOf(Character.getName(codePoint)));
            }
        }
        String hash = hash(names);
        if (!hash.equals(SHA_256)) {
            throw new DataException("the Unicode names of Java " + Runtime.version() + " have SHA-256 " + hash
                    + "; expected " + SHA_256 + " as on OpenJDK 17 and 25, so results would not be comparable");
        }
        return names;
    }

    private static List<String> ranges() {
        try (InputStream resource = UnicodeNames.class.getResourceAsStream(RANGES)) {
            if (resource == null) {
                throw new DataException("the bundled ranges of code points are missing from the class path: " + RANGES);
            }
            return new String(resource.readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .toList();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static String hash(List<String> names) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            names.forEach(name -> digest.update((name + "\n").getBytes(StandardCharsets.UTF_8)));
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }
}
