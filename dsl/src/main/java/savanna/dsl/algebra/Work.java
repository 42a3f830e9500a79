package savanna.dsl.algebra;

/** What a simplification may still spend, counted in calls looked at: the same on every machine, unlike time. */
final class Work {

    private long left;

    Work(long most) {
        left = most;
    }

    /** Spends some. @return whether there was enough left */
    boolean spend(long calls) {
        left -= calls;
        return left >= 0;
    }

    boolean isSpent() {
        return left < 0;
    }
}
