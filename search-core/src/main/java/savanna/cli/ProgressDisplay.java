package savanna.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import savanna.dsl.algebra.Simplifier;
import savanna.search.evolution.Budget;
import savanna.search.evolution.Counts;
import savanna.search.evolution.HallOfFame;
import savanna.search.evolution.Individual;
import savanna.search.objective.Cost;
import savanna.search.pipeline.RunListener;
import savanna.search.text.Distance;
import savanna.search.text.Formula;
import savanna.search.text.Numbers;
import savanna.tasks.training.TrainingProgress;
import savanna.tasks.workers.WorkersStanding;

/** Shows on stderr how a run gets on: a bar that is drawn over itself on a terminal, a line now and then elsewhere. */
final class ProgressDisplay implements RunListener {

    private static final long BAR_NANOS = 200_000_000L;
    private static final long LINE_NANOS = 15_000_000_000L;
    /** Without these a bar wider than the terminal would run on to the next line and stay there. */
    private static final String NO_WRAP = "\u001b[?7l";

    private static final String WRAP = "\u001b[?7h";
    private static final int BAR_WIDTH = 10;

    /** Between two looks at the best program. */
    private static final long BEST_NANOS = 20_000_000_000L;

    private static final int FORMULA = 220;

    private final PrintWriter err;
    private final boolean isTerminal;
    private long lastShown = System.nanoTime();
    private long stageNanos = lastShown;
    private long stageTrainings;
    private long lastTrainings;
    private String workers = "";
    private long lastBest = lastShown;
    private String shownBest = "";
    private boolean isBarShown;
    /** Searches under way, by name. */
    private final Map<String, SearchProgress> searches = new TreeMap<>();

    ProgressDisplay(PrintWriter err, boolean isTerminal) {
        this.err = err;
        this.isTerminal = isTerminal;
    }

    @Override
    public void begin(String words) {
        stageNanos = System.nanoTime();
        stageTrainings = lastTrainings;
        line(words);
    }

    @Override
    public void end(String words) {
        line(words);
    }

    @Override
    public void progress(SearchProgress progress) {
        searches.put(progress.search(), progress);
        if (isDue()) {
            List<SearchProgress> all = List.copyOf(searches.values());
            double share = all.stream()
                    .mapToDouble(each -> share(each.counts(), each.budget(), each.elapsed()))
                    .average()
                    .orElse(0);
            show(bar(share) + text(all, share) + workers());
        }
        if (progress.reason().isPresent()) {
            searches.remove(progress.search());
        }
    }

    /** From time to time what the best program is, if it is another than was shown last. */
    @Override
    public void best(HallOfFame.Entry best, Individual start) {
        long now = System.nanoTime();
        String id = best.individual().hash().id();
        if (now - lastBest < BEST_NANOS || id.equals(shownBest)) {
            return;
        }
        lastBest = now;
        shownBest = id;
        line("best so far " + Numbers.cost(best.cost()) + ", " + id + ": "
                + Formula.cut(
                        Formula.of(new Simplifier()
                                .simplify(best.individual().program())
                                .result()),
                        FORMULA)
                + " (" + Distance.of(best.individual().program(), start.program(), "the start") + ")");
    }

    @Override
    public void trained(TrainingProgress progress) {
        if (searches.isEmpty() && isDue()) {
            double seconds = (System.nanoTime() - stageNanos) / 1e9;
            show(bar(progress.ended() / (double) progress.programs()) + Numbers.count(progress.ended()) + " of "
                    + Numbers.count(progress.programs()) + " programs  "
                    + Math.round((progress.trainings() - stageTrainings) / seconds) + " trainings/s  "
                    + Numbers.count(progress.trainings()) + " trainings" + workers());
        }
        lastTrainings = progress.trainings();
    }

    @Override
    public void workers(WorkersStanding standing) {
        workers = new WorkersView(standing).words();
    }

    @Override
    public void step(String words) {
        line("  " + words);
    }

    /** Shows how far something that is no search is. */
    void progress(long done, long of, String unit) {
        if (isDue()) {
            show(bar(of == 0 ? 1 : done / (double) of) + Numbers.count(done) + " of " + Numbers.count(of) + " " + unit);
        }
    }

    private String workers() {
        return workers.isEmpty() ? "" : "  " + workers;
    }

    private boolean isDue() {
        long now = System.nanoTime();
        if (now - lastShown < (isTerminal ? BAR_NANOS : LINE_NANOS)) {
            return false;
        }
        lastShown = now;
        return true;
    }

    private String bar(double share) {
        if (!isTerminal) {
            return "";
        }
        int full = (int) Math.round(Math.min(1, share) * BAR_WIDTH);
        return "[" + "#".repeat(full) + ".".repeat(BAR_WIDTH - full) + "] ";
    }

    /** Of all searches under way together. */
    private static String text(List<SearchProgress> searches, double share) {
        Cost best = searches.stream()
                .map(each -> each.counts().best())
                .min(Comparator.naturalOrder())
                .orElse(Cost.none());
        Duration elapsed = searches.stream()
                .map(SearchProgress::elapsed)
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
        long programs = sum(searches, each -> each.counts().programs());
        long evaluations = sum(searches, each -> each.counts().evaluations());
        List<String> parts = new ArrayList<>();
        // What matters most first: a narrow terminal cuts the end off.
        if (searches.size() > 1) {
            parts.add(searches.size() + " searches");
        }
        parts.add("best " + Numbers.cost(best));
        left(elapsed, share).ifPresent(left -> parts.add(Numbers.time(left) + " left"));
        parts.add("hits " + Numbers.percent(programs == 0 ? 0 : (programs - evaluations) / (double) programs));
        parts.add(sum(searches, each -> Math.round(each.trainingsPerSecond())) + " trainings/s");
        parts.add(Numbers.count(programs) + " programs");
        parts.add(Numbers.count(evaluations) + " evaluated");
        return String.join("  ", parts);
    }

    private static long sum(List<SearchProgress> searches, ToLongFunction<SearchProgress> number) {
        return searches.stream().mapToLong(number).sum();
    }

    private static Optional<Duration> left(Duration elapsed, double share) {
        return share < 0.01
                ? Optional.empty()
                : Optional.of(Duration.ofMillis((long) (elapsed.toMillis() * Math.max(0, 1 / share - 1))));
    }

    /** The share of the budget that is used, by the limit that is nearest. */
    private static double share(Counts counts, Budget budget, Duration elapsed) {
        double share = 0;
        if (budget.programs().isPresent()) {
            share = Math.max(
                    share, counts.programs() / (double) budget.programs().getAsLong());
        }
        if (budget.evaluations().isPresent()) {
            share = Math.max(
                    share, counts.charged() / (double) budget.evaluations().getAsLong());
        }
        if (budget.trainings().isPresent()) {
            share = Math.max(share, counts.trainings() / budget.trainings().getAsDouble());
        }
        if (budget.time().isPresent()) {
            share = Math.max(
                    share, elapsed.toMillis() / (double) budget.time().get().toMillis());
        }
        return Math.min(1, share);
    }

    private void show(String text) {
        if (isTerminal) {
            err.print("\r\u001b[K" + NO_WRAP + text + " "
                    + WRAP); // at the edge the last character stands over the one before: a blank
            isBarShown = true;
        } else {
            err.println(text);
        }
        err.flush();
    }

    private void line(String text) {
        if (isBarShown) {
            err.print("\r\u001b[K");
            isBarShown = false;
        }
        err.println(text);
        err.flush();
    }
}
