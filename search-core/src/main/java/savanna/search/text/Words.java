package savanna.search.text;

import java.util.Locale;
import savanna.search.source.ProgramSource;
import savanna.search.store.RunQueries;

/** How constants are spelled in texts. */
public final class Words {
    private Words() {}

    /** The name of a constant such as {@code NOT_FINITE}: {@code not-finite}, as configs and documents spell it. */
    public static String of(Enum<?> constant) {
        return of(constant.name());
    }

    /** The same for a constant whose name was stored. */
    public static String of(String constant) {
        return constant.toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** How many trainings a run made. */
    public static String of(RunQueries.Trainings trainings) {
        return trainings.count() == 0
                ? "single trainings are not kept in this store"
                : Numbers.counted(trainings.count(), "training") + " of "
                        + Numbers.count(Math.round(trainings.seconds()))
                        + " s in all, counting those made ahead in vain";
    }

    /** At which rate a reference was compared. @param factor what its learning rate was multiplied with */
    public static String rate(double factor) {
        return factor == 1 ? "as shipped" : Numbers.factor(factor) + ", tuned";
    }

    /** What a table calls a program: a file by its name, without the folders. */
    public static String program(String nameOrFile) {
        return nameOrFile.endsWith(".program") ? ProgramSource.name(nameOrFile) : nameOrFile;
    }

    /** What stands in a comparison on each task of a suite. */
    public static final String BY_TASK = "By task, on the same seeds (mean of the task's own fitness)";

    /** What the final comparison was made on. */
    public static String unused(int seeds) {
        return "On " + seeds + " seeds that nothing was chosen by (mean, standard error; differences seed by seed)";
    }
}
