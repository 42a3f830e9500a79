package savanna.search.evolution;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import savanna.dsl.analysis.FunctionalHash;
import savanna.tasks.Outcome;
import savanna.tasks.compare.Statistics;

/**
 * Scores of functions that have few seeds, and not the same ones, by what is known of others: an analysis of
 * covariance. On a seed on which the start program reaches x, a function f reaches a_f + b x and noise, with one slope
 * b for all:
 *
 * <pre>fitness = mean(f) + b (mean(x over all seeds) - mean(x over those of f))</pre>
 *
 * <p>On a suite, where fitness is a difference to the start program, x is how hard the seed is for that, in the same
 * units, and f is what it is plus x; the result is a difference again.
 *
 * <p>A slope of 1 makes that the mean difference to the start program. But good programs feel hard seeds less than a
 * program that is worse: on digits-vit-64 b is .5, and differences on the first two seeds, hard ones, flattered every
 * good function by .045 until it earned more.
 *
 * <p>Nor do two to six results say much of their variance: of many functions some have a small one by luck, and would
 * lead by it. So errors are moderated (Smyth 2004, as in limma): of n seeds, d = n - 1,
 *
 * <pre>error^2 = (d0 s0^2 + d s^2) / (d0 + d) / n</pre>
 *
 * <p>with s^2 the function's own residual variance, s0^2 that of good functions, and d0 the weight of that.
 *
 * <p>b and s0^2 are pooled, each function by its seeds, over the {@value #FUNCTIONS} functions whose cost is lowest:
 * hopeless ones have others. They are chosen by their means, which tell nothing of their variances; by a bound that
 * holds the error they would choose themselves for small ones. s0^2 is no median: functions have seeds in common, and
 * how far the median of such variances is from their mean depends on how many. As if {@value #PAIRED} of a seed of each
 * had told so, b is drawn towards 1, and it stays within 0 and 1: first seeds on which the start program is the same
 * tell nothing of it. The error of b is not in the errors.
 *
 * <p>The start program has its fitness on all seeds, and no error.
 */
final class AdjustedMeans {

    /** Functions that count. */
    private static final int FUNCTIONS = 64;
    /** So many times these are kept: those in front may fall back when they are trained on further seeds. */
    private static final int RESERVE = 4;
    /** Weight of the slope 1, in seeds with the variance that the start program has over all. */
    private static final double PAIRED = 0.1;

    /** A function: means over its seeds, and sums of squares and products around them. */
    private record Member(
            FunctionalHash function,
            double price,
            double mean,
            double hardMean,
            double squares,
            double products,
            double hardSquares,
            int freedom) {

        double residualSquares(double slope) {
            return Math.max(0, squares - 2 * slope * products + slope * slope * hardSquares);
        }
    }

    private final FunctionalHash start;
    private final double startMean;
    private final List<Double> hardness;
    private final double hardMean;
    private final double hardVariance;
    private final double weight;
    private final Map<FunctionalHash, Member> members = new HashMap<>();
    private double slope = 1;
    private double variance;
    private boolean isKnown;

    /**
     * @param start the function of the start program
     * @param startMean its fitness over all seeds
     * @param hardness of all seeds, at least two: what the start program reaches, up to a constant
     * @param weight d0, in seeds; 0: each function has its own variance
     */
    AdjustedMeans(FunctionalHash start, double startMean, List<Double> hardness, double weight) {
        this.start = start;
        this.startMean = startMean;
        this.hardness = hardness;
        this.hardMean = Statistics.mean(hardness);
        this.hardVariance = Math.pow(Statistics.deviation(hardness), 2);
        this.weight = weight;
    }

    /** Learns from what was trained, on its first seeds or on more. */
    void learn(List<Scored> trained) {
        trained.stream()
                .filter(scored -> scored.score().outcome() != Outcome.CRASHED)
                .forEach(this::learn);
        List<Member> best = members.values().stream()
                .sorted(Comparator.comparingDouble((Member member) -> fitness(member) + member.price)
                        .thenComparing(Member::function))
                .limit(RESERVE * FUNCTIONS)
                .toList();
        members.keySet().retainAll(best.stream().map(Member::function).collect(Collectors.toSet()));
        List<Member> front = best.subList(0, Math.min(FUNCTIONS, best.size()));
        double prior = PAIRED * hardVariance * front.size();
        double hardSquares = sum(front, Member::hardSquares) + prior;
        double products = sum(front, Member::products) + prior;
        slope = hardSquares > 0 ? Math.min(1, Math.max(0, products / hardSquares)) : 1;
        isKnown = !front.isEmpty();
        variance = isKnown ? sum(front, member -> member.residualSquares(slope)) / sum(front, Member::freedom) : 0;
    }

    private static double sum(List<Member> members, ToDoubleFunction<Member> value) {
        return members.stream().mapToDouble(value).sum();
    }

    private void learn(Scored scored) {
        FunctionalHash function = scored.individual().hash();
        if (scored.score().isTrained() && !function.equals(start)) {
            members.put(function, member(scored));
        } else {
            members.remove(function);
        }
    }

    private Member member(Scored scored) {
        List<Double> differences = scored.score().cases();
        double mean = 0;
        double hard = 0;
        int n = differences.size();
        for (int i = 0; i < n; i++) {
            mean += (differences.get(i) + hardness.get(i)) / n;
            hard += hardness.get(i) / n;
        }
        double squares = 0;
        double products = 0;
        double hardSquares = 0;
        for (int i = 0; i < n; i++) {
            double own = differences.get(i) + hardness.get(i) - mean;
            double other = hardness.get(i) - hard;
            squares += own * own;
            products += own * other;
            hardSquares += other * other;
        }
        return new Member(
                scored.individual().hash(),
                scored.score().cost().price(),
                mean,
                hard,
                squares,
                products,
                hardSquares,
                n - 1);
    }

    /** A function with the score that it has by what is known now. */
    Scored adjusted(Scored scored) {
        Valuation score = scored.score();
        if (score.error().isEmpty()) {
            return scored;
        }
        if (scored.individual().hash().equals(start)) {
            return new Scored(scored.individual(), score.with(startMean, 0));
        }
        Member member = member(scored);
        return new Scored(scored.individual(), score.with(fitness(member), error(member)));
    }

    private double fitness(Member member) {
        return startMean + (member.mean - hardMean) + slope * (hardMean - member.hardMean);
    }

    private double error(Member member) {
        double prior = isKnown ? weight : 0;
        return Math.sqrt(
                (prior * variance + member.residualSquares(slope)) / (prior + member.freedom) / (member.freedom + 1));
    }
}
