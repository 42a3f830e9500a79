package savanna.dsl;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import savanna.dsl.analysis.AbstractExecution;
import savanna.dsl.analysis.Analysis;
import savanna.dsl.analysis.Interpretation;
import savanna.dsl.execution.ParameterLayout;
import savanna.dsl.execution.ParameterLayout.Leaf;
import savanna.dsl.function.Function;
import savanna.dsl.function.Kernel;
import savanna.dsl.function.Kind;
import savanna.dsl.program.Program;

/**
 * A plain interpreter in double precision for values of all kinds: every statement, in order, each value as a matrix a
 * leaf, by the functions' references.
 */
final class KindRollout {

    private final Analysis analysis;
    private final ParameterLayout layout;
    /** By state and leaf. */
    private final List<double[][][]> states = new ArrayList<>();

    KindRollout(Program program, ParameterLayout layout) {
        this.analysis = AbstractExecution.ofValid(program);
        this.layout = layout;
        for (Kind kind : analysis.stateKinds()) {
            states.add(filled(kind, 0));
        }
    }

    /** One step. @return the update, a number per parameter */
    double[] step(double[] weights, double[] gradient, double schedule) {
        List<Valued> results = analysis.flow().results(new Step(weights, gradient, schedule));
        for (int k = 0; k < states.size(); k++) {
            states.set(k, as(results.get(k + 1), analysis.stateKinds().get(k)));
        }
        double[][][] update = as(results.get(0), Kind.TENSOR);
        return Arrays.stream(update)
                .flatMap(Arrays::stream)
                .flatMapToDouble(Arrays::stream)
                .toArray();
    }

    /** A value: its kind, and a matrix a leaf. */
    private record Valued(Kind kind, double[][][] leaves) {
        double at(int leaf, int i, int j) {
            double[][] own = leaves[leaf];
            double[] row = own[own.length == 1 ? 0 : i];
            return row[row.length == 1 ? 0 : j];
        }
    }

    private interface Entry {
        double at(int leaf, int i, int j);
    }

    private double[][][] matrices(Kind kind, Entry entry) {
        double[][][] leaves = new double[layout.leaves().size()][][];
        for (int leaf = 0; leaf < leaves.length; leaf++) {
            int m = layout.leaves().get(leaf).rows();
            int n = layout.leaves().get(leaf).columns();
            leaves[leaf] = new double[kind.rows().of(m, n)][kind.columns().of(m, n)];
            for (int i = 0; i < leaves[leaf].length; i++) {
                for (int j = 0; j < leaves[leaf][i].length; j++) {
                    leaves[leaf][i][j] = entry.at(leaf, i, j);
                }
            }
        }
        return leaves;
    }

    private double[][][] filled(Kind kind, double value) {
        return matrices(kind, (leaf, i, j) -> value);
    }

    private double[][][] as(Valued value, Kind kind) {
        return matrices(kind, value::at);
    }

    private final class Step implements Interpretation<Valued> {
        private final double[] weights;
        private final double[] gradient;
        private final double schedule;

        Step(double[] weights, double[] gradient, double schedule) {
            this.weights = weights;
            this.gradient = gradient;
            this.schedule = schedule;
        }

        private Valued tensor(double[] numbers) {
            return new Valued(Kind.TENSOR, matrices(Kind.TENSOR, (leaf, i, j) -> {
                Leaf part = layout.leaves().get(leaf);
                return numbers[part.offset() + i * part.columns() + j];
            }));
        }

        @Override
        public Valued weights() {
            return tensor(weights);
        }

        @Override
        public Valued gradient() {
            return tensor(gradient);
        }

        @Override
        public Valued state(int index) {
            return new Valued(analysis.stateKinds().get(index), states.get(index));
        }

        @Override
        public Valued schedule() {
            return constant(schedule);
        }

        @Override
        public Valued constant(double value) {
            return new Valued(Kind.SCALAR, filled(Kind.SCALAR, value));
        }

        @Override
        public Valued call(int statement, List<Valued> arguments) {
            Function function = analysis.program().statements().get(statement).function();
            Kind kind = analysis.kinds().get(statement);
            return new Valued(kind, value(function, kind, arguments));
        }
    }

    private double[][][] value(Function function, Kind kind, List<Valued> arguments) {
        Kernel kernel = function.kernel();
        if (kernel instanceof Kernel.OfShape shape) {
            return matrices(kind, (leaf, i, j) -> {
                Leaf part = layout.leaves().get(leaf);
                return shape.number().of(part.rows(), part.columns());
            });
        }
        if (kernel instanceof Kernel.Leafwise leafwise) {
            List<Kind> kinds = leafwise.signature()
                    .of(arguments.stream().map(Valued::kind).toList())
                    .orElseThrow()
                    .arguments();
            double[][][] out = new double[layout.leaves().size()][][];
            for (int leaf = 0; leaf < out.length; leaf++) {
                double[][][] operands = new double[kinds.size()][][];
                for (int k = 0; k < operands.length; k++) {
                    operands[k] = as(arguments.get(k), kinds.get(k))[leaf];
                }
                out[leaf] = leafwise.reference().at(operands);
            }
            return out;
        }
        if (kernel instanceof Kernel.Reduction reduction) {
            double[] values = reduced(reduction, arguments);
            return matrices(kind, (leaf, i, j) -> values[leaf]);
        }
        if (kernel instanceof Kernel.Rescaling rescaling) {
            double[] norm = reduced(rescaling.reduction(), arguments);
            return matrices(kind, (leaf, i, j) -> {
                double x = arguments.get(0).at(leaf, i, j);
                double bound = arguments.get(1).at(leaf, i, j);
                return norm[leaf] < bound ? x : x / norm[leaf] * bound;
            });
        }
        Function.Reference reference = function.reference().orElseThrow();
        double[] point = new double[arguments.size()];
        return matrices(kind, (leaf, i, j) -> {
            for (int k = 0; k < point.length; k++) {
                point[k] = arguments.get(k).at(leaf, i, j);
            }
            return reference.at(point);
        });
    }

    /** By leaf; of the whole model the same for all. */
    private double[] reduced(Kernel.Reduction reduction, List<Valued> arguments) {
        int[][] products = reduction.products();
        double[][] sums = new double[layout.leaves().size()][products.length];
        double[] total = new double[products.length];
        for (int leaf = 0; leaf < sums.length; leaf++) {
            Leaf part = layout.leaves().get(leaf);
            for (int k = 0; k < products.length; k++) {
                for (int i = 0; i < part.rows(); i++) {
                    for (int j = 0; j < part.columns(); j++) {
                        double product = arguments.get(products[k][0]).at(leaf, i, j)
                                * arguments.get(products[k][1]).at(leaf, i, j);
                        sums[leaf][k] += product;
                        total[k] += product;
                    }
                }
            }
        }
        return Arrays.stream(sums)
                .mapToDouble(own -> reduction.finish().apply(reduction.scope().isNumber() ? total : own))
                .toArray();
    }
}
