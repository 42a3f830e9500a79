package savanna.search.evolution;

/**
 * Whether children that differ from their parents in structure keep the size of update that was.
 *
 * @param share of these children that are matched, 0 to 1
 * @param reference whose size they are given
 */
public record SizeMatching(double share, Reference reference) {

    /** A program whose size counts. */
    public enum Reference {
        PARENT,
        START
    }

    public SizeMatching {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("expected a share from 0 to 1, found " + share);
        }
    }

    /** No child is matched. */
    public static SizeMatching none() {
        return new SizeMatching(0, Reference.PARENT);
    }
}
