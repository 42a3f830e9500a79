package savanna.tasks.csv;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Mean and deviation of each of some columns of numbers, row after row.
 *
 * @param means one a column
 * @param deviations one a column; 0 where all numbers are the same
 */
record Scale(double[] means, double[] deviations) {
    /** A mean or a deviation above this is far from what networks are initialized for. */
    private static final double LARGE = 20;
    /** Deviations that differ by more than this need rates that differ as much. */
    private static final double RATIO = 100;

    /** Of the numbers of some rows. */
    static Scale of(float[] numbers, int width, int[] rows) {
        double[] means = new double[width];
        double[] deviations = new double[width];
        for (int column = 0; column < width; column++) {
            double sum = 0;
            for (int row : rows) {
                sum += numbers[row * width + column];
            }
            means[column] = sum / rows.length;
            double squares = 0;
            for (int row : rows) {
                double difference = numbers[row * width + column] - means[column];
                squares += difference * difference;
            }
            deviations[column] = Math.sqrt(squares / rows.length);
        }
        return new Scale(means, deviations);
    }

    /** Brings the columns to mean 0 and deviation 1 where the statistics are of them; constant ones to 0. */
    void standardize(float[] numbers) {
        for (int i = 0; i < numbers.length; i++) {
            int column = i % means.length;
            double deviation = deviations[column] == 0 ? 1 : deviations[column];
            numbers[i] = (float) ((numbers[i] - means[column]) / deviation);
        }
    }

    /** What to do about columns whose sizes make training hard. @param columns that the statistics are of */
    Optional<String> hint(List<Column> columns) {
        int largest = IntStream.range(0, means.length)
                .boxed()
                .max((a, b) -> Double.compare(size(a), size(b)))
                .orElseThrow();
        double least = IntStream.range(0, means.length)
                .mapToDouble(i -> deviations[i])
                .filter(deviation -> deviation > 0)
                .min()
                .orElse(1);
        double most = IntStream.range(0, means.length)
                .mapToDouble(i -> deviations[i])
                .max()
                .orElse(1);
        return size(largest) > LARGE || most / least > RATIO
                ? Optional.of(
                        "hint: " + columns.get(largest).described() + " has mean " + Column.brief(means[largest])
                                + " and deviation " + Column.brief(deviations[largest])
                                + (most / least > RATIO ? ", others a deviation of only " + Column.brief(least) : "")
                                + ": training may diverge on such sizes; standardize: true brings all to mean 0 and deviation 1")
                : Optional.empty();
    }

    private double size(int column) {
        return Math.max(Math.abs(means[column]), deviations[column]);
    }
}
