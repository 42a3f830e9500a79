package savanna.search.store;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import savanna.dsl.analysis.FunctionalHash;

/** Hashes as a store holds them: bytes, where people see digits. */
final class Hashes {
    private Hashes() {}

    static byte[] bytes(FunctionalHash hash) {
        return ByteBuffer.allocate(16).putLong(hash.high()).putLong(hash.low()).array();
    }

    static FunctionalHash of(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        return new FunctionalHash(buffer.getLong(), buffer.getLong());
    }

    /** Of hexadecimal digits. */
    static byte[] bytes(String digits) {
        return HexFormat.of().parseHex(digits);
    }
}
