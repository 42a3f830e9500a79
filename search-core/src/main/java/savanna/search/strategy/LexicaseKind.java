package savanna.search.strategy;

import io.jenetics.Phenotype;
import io.jenetics.Selector;
import io.jenetics.util.ISeq;
import io.jenetics.util.RandomRegistry;
import io.jenetics.util.Seq;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import savanna.search.evolution.SearchSetting;
import savanna.search.evolution.Valuation;

/**
 * {@code selector: lexicase}: epsilon-lexicase selection (La Cava et al. 2016) over tasks and seeds as cases, each task
 * of a suite on each seed being one, on a random half of them a generation (Hernandez et al. 2019, arXiv 2106.06085).
 * For each parent the cases are shuffled; after each case those stay that are within epsilon of the best of those left,
 * by cost on that seed; one of the last is drawn. Epsilon of a case is the median absolute deviation of the population
 * there.
 *
 * <p>Cases are those of the seeds that all trained programs have. Where none is trained, anybody may be a parent.
 */
public final class LexicaseKind implements SelectorKind {

    @Override
    public String name() {
        return "lexicase";
    }

    @Override
    public String document() {
        return "epsilon-lexicase: a parent is among the best on each task and seed in random order, a random half of these a generation";
    }

    @Override
    public Selector<ProgramGene, Valuation> selector(SearchSetting setting, Valuation start) {
        return (population, count, optimize) -> selected(population, count, RandomRegistry.random());
    }

    private static ISeq<Phenotype<ProgramGene, Valuation>> selected(
            Seq<Phenotype<ProgramGene, Valuation>> population, int count, RandomGenerator random) {
        List<Phenotype<ProgramGene, Valuation>> trained = population.stream()
                .filter(phenotype -> !phenotype.fitness().cases().isEmpty())
                .collect(Collectors.toList());
        if (trained.isEmpty()) {
            return random.ints(count, 0, population.length())
                    .mapToObj(population::get)
                    .collect(ISeq.toISeq());
        }
        int common = trained.stream()
                .mapToInt(phenotype -> phenotype.fitness().byTask().size())
                .min()
                .orElseThrow();
        List<double[]> cases = new ArrayList<>();
        for (int each : some(common, (common + 1) / 2, random)) {
            cases.add(trained.stream()
                    .mapToDouble(phenotype -> phenotype.fitness().byTask().get(each)
                            + phenotype.fitness().cost().price())
                    .toArray());
        }
        double[] epsilons = cases.stream().mapToDouble(LexicaseKind::deviation).toArray();
        return IntStream.range(0, count)
                .mapToObj(i -> trained.get(parent(cases, epsilons, random)))
                .collect(ISeq.toISeq());
    }

    private static int parent(List<double[]> cases, double[] epsilons, RandomGenerator random) {
        int[] left = IntStream.range(0, cases.get(0).length).toArray();
        for (int each : some(cases.size(), cases.size(), random)) {
            double[] costs = cases.get(each);
            double best = Arrays.stream(left).mapToDouble(i -> costs[i]).min().orElseThrow();
            left = Arrays.stream(left)
                    .filter(i -> costs[i] <= best + epsilons[each])
                    .toArray();
        }
        return left[random.nextInt(left.length)];
    }

    /** So many of the numbers below a limit, in random order. */
    private static List<Integer> some(int limit, int count, RandomGenerator random) {
        List<Integer> all = IntStream.range(0, limit).boxed().collect(Collectors.toList());
        Collections.shuffle(all, new Random(random.nextLong()));
        return all.subList(0, count);
    }

    private static double deviation(double[] costs) {
        double median = median(costs);
        return median(Arrays.stream(costs).map(cost -> Math.abs(cost - median)).toArray());
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }
}
