package savanna.dsl.family;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/**
 * What a program is, by what it does: the known optimizer whose updates are nearest to its own on recorded gradients.
 *
 * <p><strong>When a program counts as what.</strong> Program and known optimizers are run on the same recording of a
 * training: the same weights, gradients and schedule at every step, whatever they would have made of them. Their
 * updates are compared at every fourth step after the first tenth. The <em>cosine</em> is the mean over these steps and
 * the model's arrays of the cosine between the two updates, weighted by the sizes of the arrays; so learning rates and
 * schedules drop out, even one for each array. Where the program reads the weights, what is parallel to them is first
 * taken out of both in every array of eight numbers or more: decay does not count. Each known optimizer has its rates
 * of momentum fitted to the program. The <em>nearest</em> is the one of highest cosine; of those within 0.001 of it,
 * the ones whose sizes of steps agree too (within 0.01 of the best cosine over all arrays and steps at once), of these
 * the one with fewest free rates; the costly ones, such as Muon and Shampoo, and the shipped programs without free
 * rates are looked at only where none of the others is at 0.995, and those of them that look at whole arrays only for
 * programs that do so too.
 *
 * <ul>
 *   <li>A program <em>counts as</em> its nearest known optimizer, and as of its {@link Family}, if the cosine is at
 *       least 0.9. With Lion nearest it is <em>lion-like</em>, with Signum <em>signum-like</em>, with Adam
 *       <em>adam-like</em>, and so on; Lion, Signum or a shipped variant of them makes it <em>the sign of a
 *       momentum</em>.
 *   <li>It <em>is</em> that optimizer, with the fitted constants, from a cosine of 0.995 on.
 *   <li>Below 0.9 it is <em>other</em>. (The sign and the size of a normally distributed number have a cosine of 0.80,
 *       a number and its cube root one of 0.96: soft signs count as signs, Adam does not.)
 * </ul>
 *
 * <p>Where steps have rates or terms that no known optimizer has, the cosine is lower and {@link #rest} says, if one
 * term explains a good part of it, which: {@code lion 0.58 / 0.91, cosine .985; rest: + g}.
 *
 * @param nearest the known optimizer; none if the program has no finite update that follows the gradient
 * @param rates fitted, in the order of the known optimizer's free rates
 * @param cosine in [-1, 1]
 * @param decay decoupled weight decay, as a factor of the learning rate, if there is one that can be measured
 * @param rest the term that explains most of what is missing to a cosine of one
 * @param reason why there is no nearest one
 */
public record Resemblance(
        Optional<KnownOptimizer> nearest,
        List<Double> rates,
        double cosine,
        OptionalDouble decay,
        Optional<String> rest,
        String reason) {

    /** From this cosine on a program counts as its nearest known optimizer. */
    public static final double COUNTS = 0.9;
    /** From this cosine on it is that optimizer. */
    public static final double SAME = 0.995;
    /** From here on the cosine is shown as 1. */
    private static final double ONE = 0.9995;

    public Resemblance {
        rates = List.copyOf(rates);
    }

    static Resemblance unlike(String reason) {
        return new Resemblance(Optional.empty(), List.of(), 0, OptionalDouble.empty(), Optional.empty(), reason);
    }

    /** Whether the program counts as its nearest known optimizer. */
    public boolean isKnown() {
        return nearest.isPresent() && cosine >= COUNTS;
    }

    public Family family() {
        return isKnown() ? nearest.get().family() : Family.OTHER;
    }

    /** In one word, such as {@code lion-like} or {@code other}. */
    public String label() {
        return isKnown() ? nearest.get().like() + "-like" : Family.OTHER.label();
    }

    /** In one line, such as {@code lion 0.58 / 0.91, cosine .985; rest: + g}. */
    public String brief() {
        return nearest.map(known -> (isKnown() ? "" : "other; nearest ") + known.name()
                        + (rates.isEmpty() ? "" : " " + constants()) + ", cosine " + decimals(cosine)
                        + decay.stream()
                                .mapToObj(value -> "; decay " + number(value))
                                .collect(Collectors.joining())
                        + rest.map(term -> "; rest: " + term).orElse(""))
                .orElse("other; " + reason);
    }

    /** For people, such as {@code sign of a momentum, as in Signum (0.9)}. */
    public String sentence() {
        if (nearest.isEmpty()) {
            return "none of the known optimizers: " + reason;
        }
        KnownOptimizer known = nearest.get();
        String fitted = known.title() + (rates.isEmpty() ? "" : " (" + constants() + ")");
        if (!isKnown()) {
            return "none of the known optimizers; the nearest is " + fitted + ", cosine " + decimals(cosine)
                    + restWords();
        }
        String decayed = decay.stream()
                .mapToObj(value -> ", with weight decay " + number(value))
                .collect(Collectors.joining());
        return cosine >= SAME
                ? known.words() + ", as in " + fitted + decayed + restWords()
                : "much like " + fitted + ", " + known.words() + decayed + ": cosine " + decimals(cosine) + restWords();
    }

    private String restWords() {
        return rest.map(term -> "; beside it " + term).orElse("");
    }

    private String constants() {
        return rates.stream().map(Resemblance::rate).collect(Collectors.joining(" / "));
    }

    /** Two digits of the distance from one, as decay rates are read. */
    private static String rate(double rate) {
        double distance = 1 - rate;
        int decimals = distance >= 0.095 ? 2 : distance >= 0.0095 ? 3 : 4;
        return String.format(Locale.ROOT, "%." + decimals + "f", rate)
                .replaceFirst("(\\.\\d*?)0+$", "$1")
                .replaceFirst("\\.$", "");
    }

    /** {@code .985}; what is not one is not rounded to it. */
    private static String decimals(double cosine) {
        double shown = cosine >= ONE ? 1 : Math.min(cosine, 0.999);
        return String.format(Locale.ROOT, "%.3f", shown).replaceFirst("^(-?)0\\.", "$1.");
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.2g", value)
                .replaceFirst("(\\.\\d*?)0+($|e)", "$1$2")
                .replaceFirst("\\.($|e)", "$1");
    }
}
