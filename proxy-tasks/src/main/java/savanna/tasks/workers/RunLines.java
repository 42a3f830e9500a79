package savanna.tasks.workers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import savanna.dsl.execution.ParameterLayout;
import savanna.tasks.GradientSample;
import savanna.tasks.Outcome;
import savanna.tasks.TrainingRequest;
import savanna.tasks.TrainingResult;

/**
 * A run as lines of the protocol: {@code part} lines with what takes much room, losses of every step and samples of
 * gradients, then one {@code result}. Numbers keep all their bits; those that are not finite are texts, such as
 * {@code "NaN"}.
 */
final class RunLines {
    /** Losses that one line holds: far below the length that a line may have. */
    private static final int LOSSES_A_LINE = 10_000;

    private RunLines() {}

    /** The lines of a run, in order. */
    static List<ObjectNode> of(int lease, TrainingResult.Run run) {
        List<ObjectNode> lines = new ArrayList<>();
        TrainingResult.Seen seen = run.seen();
        for (int from = 0; from < seen.losses().size(); from += LOSSES_A_LINE) {
            ArrayNode losses = line(lines, "part", lease, run.seed()).putArray("losses");
            seen.losses()
                    .subList(from, Math.min(from + LOSSES_A_LINE, seen.losses().size()))
                    .forEach(losses::add);
        }
        seen.gradients()
                .ifPresent(sample -> sample.moments()
                        .forEach(moment -> line(lines, "part", lease, run.seed())
                                .put("weights", text(moment.weights()))
                                .put("gradient", text(moment.gradient()))
                                .put("schedule", moment.schedule())));
        ObjectNode result = line(lines, "result", lease, run.seed())
                .put("outcome", run.outcome().name());
        run.fitness().ifPresent(fitness -> result.put("fitness", fitness));
        result.put("steps", run.steps());
        run.hurdleLosses().forEach(result.putArray("losses")::add);
        if (!seen.curve().isEmpty()) {
            ArrayNode curve = result.putArray("curve");
            seen.curve().forEach(point -> curve.addArray().add(point.step()).add(point.value()));
        }
        seen.test().ifPresent(test -> result.put("test", test));
        result.put("micros", run.time().micros()).put("step-micros", run.time().stepMicros());
        return lines;
    }

    private static ObjectNode line(List<ObjectNode> lines, String kind, int lease, long seed) {
        ObjectNode line = JsonLines.object().put(kind, lease).put("seed", seed);
        lines.add(line);
        return line;
    }

    private static String text(FloatBuffer values) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.remaining());
        bytes.asFloatBuffer().put(values.duplicate());
        return Base64.getEncoder().encodeToString(bytes.array());
    }

    /** Puts the lines of one run together again; believes none of them. */
    static final class Collector {
        private final TrainingRequest request;
        private final long seed;
        private final ParameterLayout sampled;
        private final List<Double> losses = new ArrayList<>();
        private final List<GradientSample.Moment> moments = new ArrayList<>();

        Collector(TrainingRequest request, long seed) {
            this.request = request;
            this.seed = seed;
            this.sampled = GradientSample.layout(request.task().layout());
        }

        /** Takes a {@code part}. @throws JsonLines.ProtocolException if it is none of this run */
        void part(ObjectNode line) throws JsonLines.ProtocolException {
            requireSeed(line);
            for (JsonNode loss : line.path("losses")) {
                losses.add(number(loss, "a loss"));
            }
            if (line.has("weights")) {
                moments.add(new GradientSample.Moment(values(line, "weights"), values(line, "gradient"), (float)
                        number(line.path("schedule"), "schedule")));
            }
            if (losses.size() > request.steps() || moments.size() > request.steps()) {
                throw new JsonLines.ProtocolException("a run of " + request.steps() + " steps tells of more");
            }
        }

        /** The run that a {@code result} ends. @throws JsonLines.ProtocolException if it is none of this run */
        TrainingResult.Run result(ObjectNode line) throws JsonLines.ProtocolException {
            requireSeed(line);
            Outcome outcome = outcome(line.path("outcome").asText());
            JsonNode steps = line.path("steps");
            if (!steps.isInt() || steps.asInt() < 0 || steps.asInt() > request.steps()) {
                throw new JsonLines.ProtocolException(
                        "expected steps from 0 to " + request.steps() + ", found " + steps);
            }
            List<Double> hurdles = new ArrayList<>();
            for (JsonNode loss : line.path("losses")) {
                hurdles.add(finite(loss, "a loss at a hurdle"));
            }
            if (hurdles.size() > request.task().hurdleShares().size()
                    || outcome == Outcome.TRAINED
                            && hurdles.size() < request.task().hurdleShares().size()) {
                throw new JsonLines.ProtocolException(hurdles.size() + " losses at "
                        + request.task().hurdleShares().size() + " hurdles of a run that is " + outcome
                        + "; does the task report its loss at every step?");
            }
            TrainingResult.Run run = outcome == Outcome.TRAINED
                    ? TrainingResult.Run.trained(seed, finite(line.path("fitness"), "fitness"), steps.asInt(), hurdles)
                    : TrainingResult.Run.ended(seed, outcome, steps.asInt(), hurdles);
            return run.with(seen(line)).with(time(line, steps.asInt()));
        }

        private TrainingResult.Seen seen(ObjectNode line) throws JsonLines.ProtocolException {
            if (request.wanted().isEmpty()) {
                return TrainingResult.Seen.NOTHING;
            }
            List<TrainingResult.CurvePoint> curve = new ArrayList<>();
            for (JsonNode point : line.path("curve")) {
                int step = point.path(0).asInt();
                if (step < 1 || step > request.steps() || !curve.isEmpty() && step <= last(curve)) {
                    throw new JsonLines.ProtocolException(
                            "expected a curve of rising steps from 1 to " + request.steps() + ", found " + point);
                }
                curve.add(new TrainingResult.CurvePoint(step, number(point.path(1), "a value of the curve")));
            }
            OptionalDouble test =
                    line.has("test") ? OptionalDouble.of(finite(line.get("test"), "test")) : OptionalDouble.empty();
            return new TrainingResult.Seen(
                    losses,
                    curve,
                    test,
                    request.wants(TrainingRequest.Wanted.GRADIENTS) && !moments.isEmpty()
                            ? Optional.of(new GradientSample(sampled, moments))
                            : Optional.empty());
        }

        private static int last(List<TrainingResult.CurvePoint> curve) {
            return curve.get(curve.size() - 1).step();
        }

        private static TrainingResult.Time time(ObjectNode line, int steps) throws JsonLines.ProtocolException {
            double micros = line.has("micros") ? number(line.get("micros"), "micros") : 0;
            double step = line.has("step-micros")
                    ? number(line.get("step-micros"), "step-micros")
                    : micros / Math.max(1, steps);
            if (!(micros >= 0 && micros < 1e18)) {
                throw new JsonLines.ProtocolException("expected micros of at least 0, found " + line.get("micros"));
            }
            return new TrainingResult.Time(micros, step);
        }

        private void requireSeed(ObjectNode line) throws JsonLines.ProtocolException {
            if (!line.path("seed").isIntegralNumber() || line.path("seed").asLong() != seed) {
                throw new JsonLines.ProtocolException("expected seed " + seed + ", found " + line.path("seed"));
            }
        }

        private static Outcome outcome(String name) throws JsonLines.ProtocolException {
            for (Outcome outcome : Outcome.values()) {
                if (outcome.name().equals(name) && outcome != Outcome.CRASHED) {
                    return outcome;
                }
            }
            throw new JsonLines.ProtocolException("an outcome \"" + JsonLines.shown(name) + "\" that is not known");
        }

        private FloatBuffer values(ObjectNode line, String key) throws JsonLines.ProtocolException {
            byte[] bytes;
            try {
                bytes = Base64.getDecoder().decode(line.path(key).asText());
            } catch (IllegalArgumentException wrong) {
                throw new JsonLines.ProtocolException(key + ": " + wrong.getMessage());
            }
            if (bytes.length != 4 * sampled.size()) {
                throw new JsonLines.ProtocolException(
                        "expected " + sampled.size() + " numbers in " + key + ", found " + bytes.length + " bytes");
            }
            float[] values = new float[sampled.size()];
            ByteBuffer.wrap(bytes).asFloatBuffer().get(values);
            return FloatBuffer.wrap(values).asReadOnlyBuffer();
        }
    }

    private static double finite(JsonNode node, String what) throws JsonLines.ProtocolException {
        double value = number(node, what);
        if (!Double.isFinite(value)) {
            throw new JsonLines.ProtocolException("expected " + what + " as a finite number, found " + node);
        }
        return value;
    }

    /** JSON has no NaN: it is a text, or null where nobody cared which it was. */
    private static double number(JsonNode node, String what) throws JsonLines.ProtocolException {
        if (node.isNumber()) {
            return node.asDouble();
        }
        return switch (node.isNull() ? "NaN" : node.asText()) {
            case "NaN" -> Double.NaN;
            case "Infinity" -> Double.POSITIVE_INFINITY;
            case "-Infinity" -> Double.NEGATIVE_INFINITY;
            default ->
                throw new JsonLines.ProtocolException(
                        "expected " + what + " as a number, found " + JsonLines.shown(node.toString()));
        };
    }
}
