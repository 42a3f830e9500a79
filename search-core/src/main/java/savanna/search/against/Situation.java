package savanna.search.against;

import java.util.Locale;

/**
 * What an optimizer and a program made of the same gradients and settings.
 *
 * @param name what differs from the usual
 * @param step the first in which they part, from 1; 0 if they do not
 * @param place parameter array and index
 * @param theirs its value in the optimizer
 * @param program its value in the program
 * @param message why it was not tried, or how it failed; else empty
 */
public record Situation(
        String name, Outcome outcome, int step, String place, double theirs, double program, String message) {

    /** How it ended. */
    public enum Outcome {
        SAME,
        PARTS,
        FAILS,
        NOT_TRIED;

        static Outcome of(String words) {
            return valueOf(words.toUpperCase(Locale.ROOT).replace(' ', '_'));
        }

        public String words() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }

    /** Whether it speaks against the optimizer. */
    public boolean isWrong() {
        return outcome == Outcome.PARTS || outcome == Outcome.FAILS;
    }

    /** In a few words: {@code parts at step 1 in bias[0]: 0.1, the program 0.2}. */
    public String described() {
        return switch (outcome) {
            case SAME -> "the same";
            case PARTS ->
                String.format(
                        Locale.ROOT, "parts at step %d in %s: %.6g, the program %.6g", step, place, theirs, program);
            case FAILS -> "fails: " + message;
            case NOT_TRIED -> "not tried: " + message;
        };
    }
}
