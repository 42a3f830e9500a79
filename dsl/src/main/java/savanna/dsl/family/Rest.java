package savanna.dsl.family;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import savanna.dsl.analysis.AbstractExecution;
import savanna.dsl.execution.ParameterLayout;
import savanna.dsl.program.Program;

/** What a program's updates hold beside those of the known optimizer that is nearest. */
final class Rest {

    /** Terms that are tried, as programs. */
    private static final Map<String, Program> TERMS = terms();

    /** Arrays with fewer numbers say little about two terms at once. */
    private static final int SMALLEST = 16;
    /** A term must raise the cosine by so much, and take away so much of what is missing. */
    private static final double LEAST_GAIN = 0.002;

    private static final double LEAST_SHARE = 0.2;
    /** Of what the optimizer leaves of the update, if it is to be called weight decay. */
    private static final double DECAY = 0.5;

    private Rest() {}

    private static Map<String, Program> terms() {
        Map<String, Program> terms = new LinkedHashMap<>();
        terms.put("g", term("", "u = g * 1.0"));
        terms.put("sign(g)", term("", "u = sign(g)"));
        terms.put("a momentum", term("m", "m = interp(g, m, 0.9); u = m * 1.0"));
        terms.put("the sign of a momentum", term("m", "m = interp(g, m, 0.9); u = sign(m)"));
        terms.put("g over its size", term("v", "s = g * g; v = interp(s, v, 0.9); y = sqrt(v); u = g / y"));
        return terms;
    }

    private static Program term(String states, String statements) {
        return KnownOptimizer.row("term", "term").step(states, statements).program(List.of());
    }

    /** The term that explains most of what is missing, with its sign; nothing if none explains much. */
    static Optional<String> term(Updates program, Updates nearest, StateTracks tracks) {
        String best = null;
        double gain = 0;
        for (Map.Entry<String, Program> term : TERMS.entrySet()) {
            Updates updates = Updates.of(AbstractExecution.ofValid(term.getValue()), tracks, program.steps());
            Share share = share(program, nearest, updates, tracks.recording());
            double missing = 1 - share.without;
            double gained = share.with - share.without;
            if (gained > gain && gained >= Math.max(LEAST_GAIN, LEAST_SHARE * missing)) {
                gain = gained;
                best = (share.sign < 0 ? "- " : "+ ") + term.getKey();
            }
        }
        return Optional.ofNullable(best);
    }

    /** Cosines without and with a term, and whether it is added or subtracted. */
    private record Share(double without, double with, double sign) {}

    private static Share share(Updates program, Updates nearest, Updates term, Recording recording) {
        double without = 0;
        double with = 0;
        double sign = 0;
        double counted = 0;
        for (int t = 0; t < program.values().length; t++) {
            for (ParameterLayout.Leaf leaf : recording.layout().leaves()) {
                if (leaf.length() < SMALLEST) {
                    continue;
                }
                double uu = product(program, program, t, leaf);
                double uk = product(program, nearest, t, leaf);
                double kk = product(nearest, nearest, t, leaf);
                double ux = product(program, term, t, leaf);
                double xx = product(term, term, t, leaf);
                double kx = product(nearest, term, t, leaf);
                // The term without what the optimizer has of it.
                double square = xx - kx * kx / kk;
                double own = ux - uk * kx / kk;
                if (!(uu > 0 && kk > 0) || !(square > 1e-6 * xx)) {
                    continue;
                }
                double explained = uk * uk / kk / uu;
                without += leaf.length() * Math.sqrt(explained);
                with += leaf.length() * Math.sqrt(Math.min(1, explained + own * own / square / uu));
                sign += leaf.length() * Math.signum(own);
                counted += leaf.length();
            }
        }
        return counted == 0 ? new Share(1, 1, 0) : new Share(without / counted, with / counted, sign);
    }

    /**
     * The share of the weights that is subtracted in a step of the known optimizer with learning rate one: nothing
     * unless that explains most of what is left.
     */
    static OptionalDouble decay(Updates program, Updates nearest, Recording recording) {
        int[] steps = program.steps();
        double kk = 0;
        double uk = 0;
        double uu = 0;
        double kw = 0;
        double uw = 0;
        double ww = 0;
        for (int t = 0; t < steps.length; t++) {
            float[] u = program.values()[t];
            float[] k = nearest.values()[t];
            float[] w = recording.moments().get(steps[t]).weights();
            // Both follow the schedule, if the program does.
            double s = recording.moments().get(steps[t]).schedule();
            for (int i = 0; i < u.length; i++) {
                uu += (double) u[i] * u[i];
                uk += s * u[i] * k[i];
                kk += s * s * k[i] * k[i];
                kw += s * s * k[i] * w[i];
                uw += s * u[i] * w[i];
                ww += s * s * w[i] * w[i];
            }
        }
        double left = uw - uk * kw / kk;
        double leftOfWeights = ww - kw * kw / kk;
        double leftOfUpdate = uu - uk * uk / kk;
        double correlation = left / Math.sqrt(leftOfWeights * leftOfUpdate);
        double decay = left / leftOfWeights;
        double rate = (uk - decay * kw) / kk;
        return Math.abs(correlation) >= DECAY && rate > 0 ? OptionalDouble.of(decay / rate) : OptionalDouble.empty();
    }

    private static double product(Updates one, Updates other, int step, ParameterLayout.Leaf leaf) {
        float[] a = one.values()[step];
        float[] b = other.values()[step];
        double product = 0;
        for (int i = leaf.offset(), end = i + leaf.length(); i < end; i++) {
            product += (double) a[i] * b[i];
        }
        return product;
    }
}
