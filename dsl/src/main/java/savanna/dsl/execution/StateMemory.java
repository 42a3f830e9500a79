package savanna.dsl.execution;

import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import savanna.dsl.analysis.Analysis;
import savanna.dsl.function.Kind;

/**
 * What states cost: the numbers that a state of each kind keeps, for each parameter of a model. A tensor keeps one. A
 * column of a leaf of m x n keeps m numbers for its m n parameters, a left square m^2; both are summed over the leaves
 * and divided by all parameters, so that large leaves count most. A number of the whole model keeps next to nothing.
 *
 * @param perParameter by kind; those that are not there keep one
 */
public record StateMemory(Map<Kind, Double> perParameter) {

    public StateMemory {
        perParameter = Map.copyOf(perParameter);
    }

    /** Each state counts as one, whatever its kind: where no model is known. */
    public static StateMemory counting() {
        return new StateMemory(Map.of());
    }

    /** Over the parameters of models, those of several together. */
    public static StateMemory of(Collection<ParameterLayout> layouts) {
        long parameters = layouts.stream().mapToLong(ParameterLayout::size).sum();
        Map<Kind, Double> perParameter = new EnumMap<>(Kind.class);
        for (Kind kind : Kind.values()) {
            double numbers = 0;
            for (ParameterLayout layout : layouts) {
                numbers += numbers(kind, layout);
            }
            perParameter.put(kind, numbers / parameters);
        }
        return new StateMemory(perParameter);
    }

    private static double numbers(Kind kind, ParameterLayout layout) {
        return kind.isNumber()
                ? 1
                : layout.leaves().stream()
                        .mapToDouble(leaf -> kind.size(leaf.rows(), leaf.columns()))
                        .sum();
    }

    /** Numbers for each parameter that states of these kinds keep. */
    public double of(List<Kind> states) {
        double memory = 0;
        for (Kind kind : states) {
            memory += perParameter.getOrDefault(kind, 1.0);
        }
        return memory;
    }

    /** Numbers for each parameter that a program keeps from step to step: those of its live states. */
    public double of(Analysis analysis) {
        return of(analysis.liveStateKinds());
    }
}
