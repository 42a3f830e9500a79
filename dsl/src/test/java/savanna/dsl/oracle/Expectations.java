package savanna.dsl.oracle;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Programs with their inputs and the updates that the {@link Oracle} has for them, as JSON for tests in other
 * languages: a list of {@code {"program", "leaves", "weights", "gradients", "schedule", "updates", "slack"}}. Weights
 * and gradients are those that step t is given, the weights whatever the updates were; {@code slack} is by step how far
 * the rounding of 32 bits may move an entry.
 */
final class Expectations {

    private static final int MOST = 5000;

    private final List<Map<String, Object>> all = new ArrayList<>();

    void add(String program, Trial trial) {
        Trial.Run run = trial.run(program, Oracle.Mode.EXACT);
        int steps = run.calm();
        if (steps == 0 || all.size() >= MOST) {
            return;
        }
        double[] slack = new double[steps];
        for (int seed = 1; seed <= 4; seed++) {
            double[][] moved =
                    trial.run(program, Oracle.Mode.EXACT.wobbling(2e-7, seed)).updates();
            for (int step = 0; step < steps; step++) {
                for (int i = 0; i < Trial.SIZE; i++) {
                    double far = 10 * Math.abs(moved[step][i] - run.updates()[step][i]);
                    slack[step] = Math.max(slack[step], Double.isFinite(far) ? far : Double.MAX_VALUE);
                }
            }
        }
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("program", program);
        entry.put("leaves", Trial.LEAVES);
        entry.put("weights", first(trial.weights(), steps));
        entry.put("gradients", first(trial.gradients(), steps));
        entry.put("schedule", java.util.Arrays.copyOf(trial.schedule(), steps));
        entry.put("updates", first(run.updates(), steps));
        entry.put("slack", slack);
        all.add(entry);
    }

    private static List<double[]> first(double[][] rows, int steps) {
        return List.of(rows).subList(0, steps);
    }

    void write(Path file) throws IOException {
        new ObjectMapper().writeValue(file.toFile(), all);
    }
}
