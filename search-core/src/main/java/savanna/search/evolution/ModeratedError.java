package savanna.search.evolution;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import savanna.dsl.analysis.FunctionalHash;
import savanna.tasks.Outcome;
import savanna.tasks.compare.Statistics;

/**
 * The standard error of functions that earn seeds. Two to six differences say little of their own variance: of many
 * functions some have a small one by luck, and would lead by it. So it is moderated by what is known of others (Smyth
 * 2004, as in limma): of n seeds, d = n - 1,
 *
 * <pre>error^2 = (d0 s0^2 + d s^2) / (d0 + d) / n</pre>
 *
 * <p>with s^2 its own variance, s0^2 that of good functions, and d0 the weight of that.
 *
 * <p>s0^2 is the mean, weighted by d, of the variances of the {@value #FUNCTIONS} functions whose cost is lowest:
 * hopeless ones have other variances. They are chosen by their means, which tell nothing of their variances; by a bound
 * that holds the error they would choose themselves for small ones. It is no median: functions have their seeds, and
 * the start program's luck on these, in common, and how far the median of such variances is from their mean depends on
 * how much that is.
 *
 * <p>What is the start program on every seed has no error: it is known to be neither better nor worse.
 */
final class ModeratedError {

    /** Functions whose variance counts. */
    private static final int FUNCTIONS = 64;
    /** So many times these are kept: those in front may fall back when they are trained on further seeds. */
    private static final int RESERVE = 4;

    private record Member(FunctionalHash function, double cost, double variance, int freedom) {}

    private static final Comparator<Member> ORDER =
            Comparator.comparingDouble(Member::cost).thenComparing(Member::function);

    private final double weight;
    private final TreeSet<Member> members = new TreeSet<>(ORDER);
    private final Map<FunctionalHash, Member> byFunction = new HashMap<>();
    private double squares;
    private long freedom;

    /** @param weight d0, in seeds; 0: each function has its own error */
    ModeratedError(double weight) {
        this.weight = weight;
    }

    /** Learns from what was trained, on its first seeds or on more. */
    void learn(List<Scored> trained) {
        trained.stream()
                .filter(scored -> scored.score().outcome() != Outcome.CRASHED)
                .forEach(this::learn);
        while (members.size() > RESERVE * FUNCTIONS) {
            byFunction.remove(members.pollLast().function);
        }
        squares = front().stream()
                .mapToDouble(member -> member.freedom * member.variance)
                .sum();
        freedom = front().stream().mapToLong(Member::freedom).sum();
    }

    private void learn(Scored scored) {
        FunctionalHash function = scored.individual().hash();
        Member before = byFunction.remove(function);
        if (before != null) {
            members.remove(before);
        }
        List<Double> differences = scored.score().cases();
        if (scored.score().isTrained() && !SearchSeeds.areOfStart(differences)) {
            Member now =
                    new Member(function, scored.score().cost().total(), variance(differences), differences.size() - 1);
            members.add(now);
            byFunction.put(function, now);
        }
    }

    private List<Member> front() {
        return members.stream().limit(FUNCTIONS).toList();
    }

    /** The same with its error moderated. */
    Scored moderated(Scored scored) {
        Valuation score = scored.score();
        return score.error().isEmpty()
                ? scored
                : new Scored(scored.individual(), score.withError(error(score.cases())));
    }

    private double error(List<Double> differences) {
        if (SearchSeeds.areOfStart(differences)) {
            return 0;
        }
        int own = differences.size() - 1;
        double prior = freedom == 0 ? 0 : weight;
        double others = freedom == 0 ? 0 : squares / freedom;
        return Math.sqrt((prior * others + own * variance(differences)) / (prior + own) / differences.size());
    }

    private static double variance(List<Double> differences) {
        double deviation = Statistics.deviation(differences);
        return deviation * deviation;
    }
}
