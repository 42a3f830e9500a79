package savanna.dsl.family;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import savanna.dsl.analysis.AbstractExecution;
import savanna.dsl.analysis.Analysis;
import savanna.dsl.analysis.Dataflow;
import savanna.dsl.program.Program;

/**
 * Says what programs are: compares their updates on a recording with those of the known optimizers. When a program
 * counts as what is said at {@link Resemblance}.
 *
 * <p>What the known optimizers do for rates on a {@linkplain RateGrid grid} is computed once, as far as it is asked
 * for, and so is what programs {@linkplain StateTracks keep in their states}. A program is compared with that at a few
 * steps; the optimizers that come nearest are then fitted, on all compared steps. Programs that are taken as they ship,
 * and the costly ones with matrix functions, have their turn only where no other is the same; those that look at whole
 * arrays, only for programs that do so too. Safe for use by several threads.
 */
public final class Yardstick {

    /** An optimizer that is so far behind on the grid does not catch up. */
    private static final double BEHIND = 0.04;
    /**
     * Beside optimizers that are exact at a glance, since they have nothing to fit, others look worse than they are.
     */
    private static final double FAR_BEHIND = 0.2;
    /** From here on nothing is left to be explained. */
    private static final double EXACT = 0.9995;
    /** Below, one more term would explain nothing. */
    private static final double UNLIKE = 0.5;

    private final Recording recording;
    private final StateTracks tracks;
    private final List<RateGrid> usual;
    private final List<RateGrid> last;
    /** Those of the last that compute each element by itself. */
    private final List<RateGrid> lastOfElements;

    /** @param recording of a training; its arrays are not copied */
    public Yardstick(Recording recording) {
        this.recording = recording;
        this.tracks = new StateTracks(recording);
        this.usual = grids(false);
        this.last = grids(true);
        this.lastOfElements =
                last.stream().filter(grid -> !grid.known().looksAtArrays()).toList();
    }

    private List<RateGrid> grids(boolean isLast) {
        return KnownOptimizers.all().stream()
                .filter(known -> known.isLast() == isLast)
                .map(known -> new RateGrid(known, tracks))
                .toList();
    }

    /**
     * What a program is.
     *
     * @throws savanna.dsl.analysis.InvalidProgramException if it is not valid
     */
    public Resemblance measure(Program program) {
        return measure(AbstractExecution.ofValid(program));
    }

    /**
     * What an analyzed program is.
     *
     * @throws savanna.dsl.analysis.InvalidProgramException if it is not valid
     */
    public Resemblance measure(Analysis program) {
        if (!program.requireValid().usesGradient()) {
            return Resemblance.unlike("its update does not depend on the gradient");
        }
        Updates updates = Updates.of(program, tracks, recording.compared());
        if (!updates.isFinite() || updates.isZero()) {
            return Resemblance.unlike(
                    "its update is " + (updates.isZero() ? "zero" : "not finite") + " on the recorded gradients");
        }
        boolean readsWeights = program.reduced().flow().isRead(Dataflow.WEIGHTS);
        Likeness likeness = new Likeness(updates, recording, readsWeights);
        Likeness glance = new Likeness(updates.at(recording.glanced()), recording, readsWeights);
        List<Fit> fits = fits(usual, likeness, glance, BEHIND);
        if (fits.stream().noneMatch(fit -> fit.cosines().direction() >= Resemblance.SAME)) {
            boolean looksAtArrays = program.reduced().program().looksAtArrays();
            fits.addAll(fits(looksAtArrays ? last : lastOfElements, likeness, glance, FAR_BEHIND));
        }
        Fit fit = Fit.nearest(fits);
        Updates known =
                Updates.of(AbstractExecution.ofValid(fit.known().program(fit.rates())), tracks, updates.steps());
        double cosine = fit.cosines().direction();
        return new Resemblance(
                Optional.of(fit.known()),
                fit.rates(),
                cosine,
                readsWeights && cosine >= Resemblance.COUNTS
                        ? Rest.decay(updates, known, recording)
                        : OptionalDouble.empty(),
                cosine < EXACT && cosine > UNLIKE ? Rest.term(updates, known, tracks) : Optional.empty(),
                "");
    }

    /** Fits of the optimizers that come near at a glance, the nearest first. */
    private List<Fit> fits(List<RateGrid> grids, Likeness program, Likeness glance, double behind) {
        List<RateGrid.Nearest> seen = grids.stream()
                .map(grid -> grid.nearest(glance))
                .sorted(Comparator.comparingDouble(nearest -> -nearest.direction()))
                .toList();
        List<Fit> fits = new ArrayList<>();
        double best = -1;
        for (RateGrid.Nearest nearest : seen) {
            if (nearest.direction() >= seen.get(0).direction() - behind) {
                Fit fit = Fit.refined(nearest.known(), nearest.rates(), program, tracks, best);
                best = Math.max(best, fit.cosines().direction());
                fits.add(fit);
            }
        }
        return fits;
    }
}
