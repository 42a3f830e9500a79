package savanna.tasks.gemm;

import java.util.Set;

/**
 * The parts that a product goes to OpenBLAS in. A part's size follows from the shapes alone, so that equal products
 * have equal bits. Public because each copy of the library has a class loader of its own.
 *
 * <p>The measured GFLOP/s are those of one Zen 4 core, OpenBLAS 0.3.31, whose large products reach 100.
 */
public enum Tiling {
    /**
     * For kernels that copy both matrices into panels before they multiply. Sums of more than 200 terms go in parts of
     * equal length: 128 x 64 sums of 785 terms take half to two thirds of the time in four parts, those of 1,024 terms
     * a tenth less (OpenBLAS 0.3.19 on AMD Zen, whose first-level cache longer panels overflow), and no shape that was
     * tried lost.
     */
    PACKED {
        @Override
        public int depth(boolean transposeA, boolean transposeB, int m, int n, int k) {
            return part(k, 200);
        }

        @Override
        public int columns(boolean transposeA, boolean transposeB, int m, int n, int k) {
            return n;
        }

        @Override
        public int rows(boolean transposeA, boolean transposeB, int m, int n, int k) {
            return m;
        }
    },

    /**
     * For processors with AVX-512, where OpenBLAS multiplies without copies if m n k is at most a million: 100 to 114
     * GFLOP/s, where shapes just above that reach 68 to 90. Larger products go in tiles that it takes so: 33 x 128 sums
     * of 512 terms rose from 68 to 104, 128 x 64 of 785 from 78 to 113, 128 x 512 of 33 from 85 to 104, 384 x 512 of
     * 129 from 99 to 114. Products of large matrices gain nothing.
     */
    SMALL {
        @Override
        public int depth(boolean transposeA, boolean transposeB, int m, int n, int k) {
            return isTiled(m, n, k) ? part(k, transposeB ? 1024 : 512) : k;
        }

        @Override
        public int columns(boolean transposeA, boolean transposeB, int m, int n, int k) {
            if (!isTiled(m, n, k)) {
                return n;
            }
            // Columns are what the kernel's vectors run over; without a's transposition, rows of both are walked along
            // their length, and fewer are held at once.
            int most = !transposeB ? 64 : transposeA ? 32 : 16;
            return Math.min(n, most);
        }

        @Override
        public int rows(boolean transposeA, boolean transposeB, int m, int n, int k) {
            if (!isTiled(m, n, k)) {
                return m;
            }
            long area = (long) columns(transposeA, transposeB, m, n, k) * depth(transposeA, transposeB, m, n, k);
            int most = (int) Math.max(1, LIMIT / area);
            return part(m, transposeB && !transposeA ? Math.min(most, 72) : most);
        }

        private boolean isTiled(int m, int n, int k) {
            long products = (long) m * n * k;
            return products > LIMIT && products <= LARGE;
        }
    };

    /** Most products of numbers in a call that OpenBLAS makes without copies, in its own rule for AVX-512. */
    private static final int LIMIT = 1_000_000;

    private static final int LARGE = 100_000_000;
    private static final Set<String> AVX_512 = Set.of("SkylakeX", "Cooperlake", "Sapphirerapids");

    /** @param kernel as OpenBLAS names it */
    static Tiling of(String kernel) {
        return AVX_512.stream().anyMatch(kernel::equalsIgnoreCase) ? SMALL : PACKED;
    }

    /** Terms of a sum that one call adds up. */
    public abstract int depth(boolean transposeA, boolean transposeB, int m, int n, int k);

    /** Columns of the result that one call makes. */
    public abstract int columns(boolean transposeA, boolean transposeB, int m, int n, int k);

    /** Rows of the result that one call makes. */
    public abstract int rows(boolean transposeA, boolean transposeB, int m, int n, int k);

    /** The length of equal parts of at most so many. */
    private static int part(int length, int most) {
        int parts = Math.max(1, (length + most - 1) / most);
        return (length + parts - 1) / parts;
    }
}
