package savanna.search.mutation;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import savanna.dsl.program.Operand;

/** Decides at random. */
record DrawnChoices(RandomGenerator random, FunctionSet functions) implements Choices {

    /** Share of constants among drawn operands. */
    private static final double CONSTANT_SHARE = 0.25;

    @Override
    public int index(int count) {
        return random.nextInt(count);
    }

    @Override
    public boolean either() {
        return random.nextBoolean();
    }

    @Override
    public Operand constant(List<Double> points) {
        return Operand.constant((float) random.nextGaussian());
    }

    @Override
    public Operand operand(List<Operand> variables, List<Double> points) {
        return random.nextDouble() < CONSTANT_SHARE ? constant(points) : of(variables);
    }

    @Override
    public Operand moved(Operand.Constant constant) {
        return random.nextBoolean() ? constant(List.of()) : scaled(constant, Math.pow(2, random.nextGaussian()));
    }

    /** Repeated doubling may leave the range of floats; the constant then stays. */
    static Operand scaled(Operand.Constant constant, double factor) {
        float scaled = (float) (constant.value() * factor);
        return Float.isFinite(scaled) ? Operand.constant(scaled) : constant;
    }

    @Override
    public List<Operand> oftenWith(Operand old, List<Operand> arguments) {
        if (random.nextBoolean() || arguments.contains(old)) {
            return arguments;
        }
        List<Integer> variables = IntStream.range(0, arguments.size())
                .filter(i -> arguments.get(i) instanceof Operand.Variable)
                .boxed()
                .toList();
        List<Operand> with = new ArrayList<>(arguments);
        with.set(of(variables), old);
        return with;
    }
}
