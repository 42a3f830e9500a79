package savanna.dsl.analysis;

/** Mixing of 64-bit words (the finalizer of SplitMix64, Steele et al. 2014). */
final class Mix {

    private Mix() {}

    static long mix(long z) {
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }

    /** Mixes two words; the order matters. */
    static long mix(long a, long b) {
        return mix(a * 0x9e3779b97f4a7c15L + Long.rotateLeft(b, 32) + 0x2545f4914f6cdd1dL ^ b);
    }

    /** A word for a name, the same on every machine. */
    static long of(String name) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < name.length(); i++) {
            hash = (hash ^ name.charAt(i)) * 0x100000001b3L;
        }
        return mix(hash);
    }
}
