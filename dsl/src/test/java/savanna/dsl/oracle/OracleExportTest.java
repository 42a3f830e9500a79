package savanna.dsl.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import savanna.dsl.export.Python;
import savanna.dsl.export.Target;
import savanna.dsl.export.Trials;
import savanna.dsl.program.Program;

/**
 * Exported code beside the {@link Oracle}, on programs such as {@link OracleTest} makes, of numbers and of matrices:
 * {@code mvn -pl dsl test -Dtest='Oracle*Test' -Dsavanna.oracle.exports=1000 -Dsavanna.oracle.seed=2}. PyTorch and
 * Optax run in one Python process each, in 32 bits; where {@link Python} lacks them they are skipped.
 */
class OracleExportTest {

    private static final int PROGRAMS = Integer.getInteger("savanna.oracle.exports", 36);
    private static final int PROGRAMS_OF_KINDS = Math.max(12, PROGRAMS / 3);
    private static final long SEED = Long.getLong("savanna.oracle.seed", 1);

    @TempDir
    Path folder;

    private record Case(Program program, Trial trial) {}

    @Test
    void shouldMakePyTorchsUpdates() throws IOException, InterruptedException {
        Python.assume("torch");
        agree(Target.PYTORCH, cases());
    }

    @Test
    void shouldMakeOptaxsUpdates() throws IOException, InterruptedException {
        Python.assume("jax, optax");
        agree(Target.OPTAX, cases());
    }

    /** Of values of all kinds, on a vector, matrices and a convolution. */
    @Test
    void shouldMakePyTorchsUpdatesOfMatrices() throws IOException, InterruptedException {
        Python.assume("torch");
        agree(Target.PYTORCH, casesOfKinds());
    }

    @Test
    void shouldMakeOptaxsUpdatesOfMatrices() throws IOException, InterruptedException {
        Python.assume("jax, optax");
        agree(Target.OPTAX, casesOfKinds());
    }

    @Test
    void shouldWriteTextThatMakesTheUpdates() {
        List<String> faults = new ArrayList<>();
        cases().forEach((name, one) -> {
            String text = Target.TEXT.export(one.program(), name, "A program.");
            String code = text.substring(text.indexOf('\n') + 1);
            Judge.Judgement judgement = Judge.alike(one.program().toString(), code, one.trial());
            if (judgement.verdict() == Judge.Verdict.DIFFERENT) {
                faults.add(judgement.reason() + "\n" + one.program() + text);
            }
        });
        assertThat(faults).isEmpty();
    }

    private static Map<String, Case> cases() {
        Candidates candidates = new Candidates(SEED);
        Map<String, Case> cases = new LinkedHashMap<>();
        for (int i = 0; i < PROGRAMS; i++) {
            Trial trial = Trial.of(SEED * 1_000_003 + i);
            String name = "p" + i;
            candidates.program(i).ifPresent(program -> cases.put(name, new Case(program, trial)));
        }
        return cases;
    }

    private static Map<String, Case> casesOfKinds() {
        Candidates candidates = new Candidates(SEED);
        Map<String, Case> cases = new LinkedHashMap<>();
        for (int i = 0; i < PROGRAMS_OF_KINDS; i++) {
            cases.put("k" + i, new Case(candidates.programOfKinds(), Trial.ofShapes(SEED * 1_000_003 + i)));
        }
        return cases;
    }

    private void agree(Target target, Map<String, Case> cases) throws IOException, InterruptedException {
        // What a module is for: its class or function.
        String entry = target == Target.PYTORCH ? "class (\\w+)\\(Optimizer" : "def (\\w+)\\(";
        ObjectMapper json = JsonMapper.builder()
                .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                .build();
        List<Object> trials = new ArrayList<>();
        for (Map.Entry<String, Case> one : cases.entrySet()) {
            Program program = one.getValue().program();
            Trial trial = one.getValue().trial();
            String code = target.export(program, one.getKey(), "A program.");
            Files.writeString(folder.resolve(target.fileName(one.getKey())), code);
            trials.add(Map.of(
                    "module", module(target, one.getKey()),
                    "entry",
                            Pattern.compile(entry)
                                    .matcher(code)
                                    .results()
                                    .findFirst()
                                    .orElseThrow()
                                    .group(1),
                    "scheduled", Trials.isScheduled(program),
                    "shapes", shapes(trial),
                    "weights", leaves(trial, trial.weights()),
                    "gradients", leaves(trial, trial.gradients()),
                    "schedule", trial.schedule()));
        }
        json.writeValue(folder.resolve("trials.json").toFile(), trials);
        assertThat(Python.script("oracle_updates.py", folder, target.name().toLowerCase(java.util.Locale.ROOT)))
                .isEmpty();
        JsonNode out = json.readTree(folder.resolve("updates.json").toFile());
        List<String> faults = new ArrayList<>();
        Map<Judge.Verdict, Integer> verdicts = new EnumMap<>(Judge.Verdict.class);
        for (Map.Entry<String, Case> one : cases.entrySet()) {
            String module = module(target, one.getKey());
            String program = one.getValue().program().toString();
            for (Iterator<String> names = out.fieldNames(); names.hasNext(); ) {
                String name = names.next();
                if (!name.equals(module) && !name.startsWith(module + " ")) {
                    continue;
                }
                Judge.Judgement judgement =
                        judged(target, program, out.get(name), one.getValue().trial());
                verdicts.merge(judgement.verdict(), 1, Integer::sum);
                if (judgement.verdict() == Judge.Verdict.DIFFERENT) {
                    faults.add(name + ": " + judgement.reason() + "\n" + program
                            + Files.readString(folder.resolve(target.fileName(one.getKey()))));
                }
            }
        }
        System.out.println(target + " " + verdicts + ", " + faults.size() + " faults");
        faults.stream().limit(20).forEach(System.out::println);
        assertThat(faults).isEmpty();
        assertThat(verdicts.getOrDefault(Judge.Verdict.EQUAL, 0)).isGreaterThan(cases.size() / 2);
    }

    private static Judge.Judgement judged(Target target, String program, JsonNode updates, Trial trial) {
        if (updates.isTextual()) {
            return Judge.Judgement.different(updates.asText());
        }
        double[][] actual = new double[updates.size()][];
        for (int step = 0; step < actual.length; step++) {
            JsonNode row = updates.get(step);
            actual[step] = new double[row.size()];
            for (int i = 0; i < row.size(); i++) {
                actual[step][i] = row.get(i).asDouble();
            }
        }
        return target == Target.OPTAX
                ? Judge.flushingEngine(program, actual, trial)
                : Judge.engine(program, actual, trial);
    }

    private static String module(Target target, String name) {
        return target.fileName(name).replace(".py", "");
    }

    /**
     * Of arrays as frameworks have them: what the oracle reads as one row is a vector, two rows of four a convolution.
     */
    private static List<List<Integer>> shapes(Trial trial) {
        return Arrays.stream(trial.shapes())
                .map(shape -> shape[0] == 1 && shape[1] == 3
                        ? List.of(3)
                        : shape[1] == 4 ? List.of(2, 1, 2, 2) : List.of(shape[0], shape[1]))
                .toList();
    }

    /** By step and leaf. */
    private static List<List<double[]>> leaves(Trial trial, double[][] steps) {
        List<List<double[]>> rows = new ArrayList<>();
        for (double[] step : steps) {
            List<double[]> row = new ArrayList<>();
            int from = 0;
            for (int[] shape : trial.shapes()) {
                int length = shape[0] * shape[1];
                row.add(Arrays.copyOfRange(step, from, from + length));
                from += length;
            }
            rows.add(row);
        }
        return rows;
    }
}
