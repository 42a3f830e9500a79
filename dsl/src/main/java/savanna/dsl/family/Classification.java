package savanna.dsl.family;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import savanna.dsl.analysis.AbstractExecution;
import savanna.dsl.analysis.Analysis;
import savanna.dsl.analysis.Dataflow;
import savanna.dsl.program.Program;

/**
 * The family of a program, with the measurements that decide it.
 *
 * @param family the kind
 * @param evidence what was measured, by name, in order
 * @param filter impulse response, where there is one
 */
public record Classification(Family family, Map<String, String> evidence, Optional<Filter> filter) {

    private static final double CLOSE = 0.02;
    /** Growth of the update of a parameter whose gradients are three times as large, where its size is shared. */
    private static final double SHARED = 1.7;
    /** Growth of the update when the noise about a steady gradient falls to three tenths. */
    private static final double SURPRISE = 2.2;
    /**
     * How far the update may follow small gradients, as the guard of a division lets it, and still be free of scale.
     */
    private static final double GUARDED = 0.2;
    /** Of an update that is read from what it made of weights of one. */
    private static final double ROUNDING = 0x1p-23;

    public Classification {
        evidence = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(evidence));
    }

    /**
     * Runs the program on gradients made for the purpose. @throws savanna.dsl.analysis.InvalidProgramException if it is
     * not valid
     */
    public static Classification of(Program program) {
        return of(AbstractExecution.ofValid(program));
    }

    /**
     * Runs an analyzed program on gradients made for the purpose. @throws savanna.dsl.analysis.InvalidProgramException
     * if it is not valid
     */
    public static Classification of(Analysis analysis) {
        Probe probe = new Probe(analysis);
        Map<String, String> evidence = new LinkedHashMap<>();
        float[][] noise = Probe.noise(1, Probe.STEPS);
        int last = Probe.STEPS - 1;
        float[] plain = probe.updates(noise)[last];
        if (!allFinite(plain)
                || Probe.size(plain) == 0
                || Probe.distance(plain, probe.updates(Probe.noise(2, Probe.STEPS))[last], 1) == 0) {
            evidence.put(
                    "response",
                    allFinite(plain) ? "the update does not depend on the gradient" : "the update is not finite");
            return new Classification(Family.OTHER, evidence, Optional.empty());
        }
        float[] tenfold = probe.updates(Probe.scaled(noise, 10))[last];
        double growth = Probe.size(tenfold) / Probe.size(plain);
        evidence.put("gradients times ten", "update times " + number(growth));
        float[] tenth = probe.updates(Probe.scaled(noise, 0.1f))[last];
        double shrinkage = Probe.size(tenth) / Probe.size(plain);
        evidence.put("gradients divided by ten", "update times " + number(shrinkage));
        double odd = Probe.distance(plain, probe.updates(Probe.scaled(noise, -1))[last], -1);
        evidence.put(
                "gradients turned round", "update " + (odd < CLOSE ? "turned round" : "changed by " + number(odd)));
        double dispersion = Probe.dispersion(plain);
        evidence.put("dispersion of |update|", number(dispersion));
        float[][] otherPast = Probe.noise(3, Probe.STEPS);
        otherPast[last] = noise[last];
        double memory = Probe.distance(plain, probe.updates(otherPast)[last], 1);
        evidence.put("share decided by the past", number(memory));
        double coupling = coupling(probe, noise, plain);
        evidence.put("coupling between parameters", number(coupling));
        evidence.put("weights", usesWeights(analysis) ? weights(probe, noise) : "not used");
        double steady = steadiness(probe);
        evidence.put("a steady gradient with less noise", "update times " + number(steady));
        double own = ownGrowth(probe, noise, plain);
        evidence.put("one parameter's gradients times three", "its update times " + number(own));
        double additive = additivity(probe, noise);
        Family family = decide(growth, shrinkage, odd, dispersion, memory, coupling, steady, own, additive);
        boolean filters = family != Family.OTHER && family != Family.NORMALISED_GRADIENT;
        Optional<Filter> filter =
                filters ? Filter.of(probe, family == Family.LION_LIKE || family == Family.SIGNSGD) : Optional.empty();
        return new Classification(family, evidence, filter);
    }

    private static Family decide(
            double growth,
            double shrinkage,
            double odd,
            double dispersion,
            double memory,
            double coupling,
            double steady,
            double own,
            double additive) {
        if (odd > CLOSE) {
            return Family.OTHER;
        }
        boolean isScaleFree = Math.abs(growth - 1) < 0.05;
        if (isScaleFree && dispersion < 0.05) {
            return memory > 1e-3 ? Family.LION_LIKE : Family.SIGNSGD;
        }
        if (isScaleFree && Math.abs(shrinkage - 1) < GUARDED) {
            boolean isShared = coupling > 1e-3 && own > SHARED;
            return isShared ? Family.NORMALISED_GRADIENT : steady > SURPRISE ? Family.ADABELIEF_LIKE : Family.ADAM_LIKE;
        }
        if (Math.abs(growth - 10) < 0.5 && additive < CLOSE) {
            return memory > 1e-3 ? Family.MOMENTUM : Family.SGD;
        }
        return Family.OTHER;
    }

    /** How much one parameter's update follows the gradients of the others. */
    private static double coupling(Probe probe, float[][] noise, float[] plain) {
        float[][] others = Probe.scaled(noise, 3);
        for (int step = 0; step < others.length; step++) {
            others[step][0] = noise[step][0];
        }
        return Math.abs(probe.updates(others)[noise.length - 1][0] - plain[0]) / Math.max(1e-30, Math.abs(plain[0]));
    }

    /**
     * How the update grows when the noise about a steady gradient is made smaller, from a third to a tenth of it. A
     * division by the size of gradients hardly notices, whatever the momentum's rate; one by their surprise does.
     */
    private static double steadiness(Probe probe) {
        int steps = 2000;
        float[][] noise = Probe.noise(4, steps);
        double[] sizes = new double[2];
        for (int k = 0; k < sizes.length; k++) {
            float[][] gradients = Probe.scaled(noise, k == 0 ? 1 / 3f : 0.1f);
            for (float[] gradient : gradients) {
                for (int i = 0; i < Probe.PARAMETERS; i++) {
                    gradient[i] += Probe.SIZE;
                }
            }
            sizes[k] = Probe.size(probe.updates(gradients)[steps - 1]);
        }
        return sizes[1] / Math.max(1e-30, sizes[0]);
    }

    /** How one parameter's update grows when its own gradients do: not where it is divided by their size. */
    private static double ownGrowth(Probe probe, float[][] noise, float[] plain) {
        float[][] others = Probe.scaled(noise, 1);
        for (float[] gradient : others) {
            gradient[0] *= 3;
        }
        return Math.abs(probe.updates(others)[noise.length - 1][0]) / Math.max(1e-30, Math.abs(plain[0]));
    }

    /** How far the update of a sum is from the sum of the updates. */
    private static double additivity(Probe probe, float[][] noise) {
        float[][] other = Probe.noise(6, noise.length);
        float[][] sum = new float[noise.length][Probe.PARAMETERS];
        for (int step = 0; step < sum.length; step++) {
            for (int i = 0; i < Probe.PARAMETERS; i++) {
                sum[step][i] = noise[step][i] + other[step][i];
            }
        }
        int last = noise.length - 1;
        float[] left = probe.updates(noise)[last];
        float[] right = probe.updates(other)[last];
        float[] both = new float[left.length];
        for (int i = 0; i < both.length; i++) {
            both[i] = left[i] + right[i];
        }
        return Probe.distance(both, probe.updates(sum)[last], 1);
    }

    private static boolean usesWeights(Analysis analysis) {
        return analysis.reduced().flow().isRead(Dataflow.WEIGHTS);
    }

    private static String weights(Probe probe, float[][] noise) {
        float[] weights = new float[Probe.PARAMETERS];
        java.util.Arrays.fill(weights, 1);
        int last = noise.length - 1;
        // At the schedule's height, of which the decay is told.
        float[] plain = probe.updates(noise, Probe.SMALL_WEIGHTS, 1)[last];
        float[] pulled = probe.updates(noise, weights, 1)[last];
        float[][] quiet = new float[noise.length][Probe.PARAMETERS];
        float[] alone = probe.updates(quiet, weights, 1)[last];
        float[] difference = new float[plain.length];
        for (int i = 0; i < plain.length; i++) {
            difference[i] = pulled[i] - plain[i];
        }
        double size = Probe.size(difference);
        if (size < ROUNDING) {
            return "not used";
        }
        // Decoupled decay: the pull is the same for every parameter, whatever its gradients were.
        boolean decoupled = Probe.dispersion(difference) < 0.05 && Math.abs(size - Probe.size(alone)) < 0.05 * size;
        return decoupled ? "decoupled decay, " + number(size) + " of the weight a step" : "mixed with the gradients";
    }

    private static boolean allFinite(float[] values) {
        for (float value : values) {
            if (!Float.isFinite(value)) {
                return false;
            }
        }
        return true;
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.3g", value)
                .replaceFirst("(\\.\\d*?)0+($|e)", "$1$2")
                .replaceFirst("\\.($|e)", "$1");
    }

    /** The evidence, one line each. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        evidence.forEach((name, value) -> lines.add(name + ": " + value));
        filter.ifPresent(response -> lines.add(String.format(
                Locale.ROOT,
                "impulse response: %s; effective beta1 %.3g, beta2 %.4g",
                String.join(
                        " ",
                        response.weights().subList(0, 5).stream()
                                .map(Classification::number)
                                .toList()),
                response.mixing(),
                response.decay())));
        return lines;
    }
}
