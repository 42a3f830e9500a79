package savanna.dsl.analysis;

import java.util.HexFormat;

/** A 128-bit hash of what a program computes. Equal hash means equal function; names and order do not matter. */
public record FunctionalHash(long high, long low) implements Comparable<FunctionalHash> {

    private static final HexFormat HEX = HexFormat.of();

    /** 32 hexadecimal digits. */
    @Override
    public String toString() {
        return HEX.toHexDigits(high) + HEX.toHexDigits(low);
    }

    /** The first eight digits: enough to name a program within a run. */
    public String id() {
        return toString().substring(0, 8);
    }

    /** Reads 32 hexadecimal digits. */
    public static FunctionalHash parse(String text) {
        if (!text.matches("[0-9a-f]{32}")) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is not a functional hash; expected 32 hexadecimal digits");
        }
        return new FunctionalHash(
                Long.parseUnsignedLong(text.substring(0, 16), 16), Long.parseUnsignedLong(text.substring(16), 16));
    }

    @Override
    public int compareTo(FunctionalHash other) {
        int order = Long.compareUnsigned(high, other.high);
        return order != 0 ? order : Long.compareUnsigned(low, other.low);
    }
}
