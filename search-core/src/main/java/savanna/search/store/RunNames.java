package savanna.search.store;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import savanna.dsl.algebra.Simplifier;
import savanna.dsl.family.Resemblance;
import savanna.dsl.program.Program;
import savanna.tasks.reference.ReferenceTraining;

/**
 * What the programs of a run are, by what they do, and their simplified forms. To find that out takes some tenths of a
 * second a program, so it is kept beside the store, in a {@linkplain NameFile file} that whoever looks at the run reads
 * and adds to. Where that cannot be written, it is found out anew. Thread-safe.
 */
public final class RunNames {

    private final NameFile file;
    /** By the text of the program. */
    private final Map<String, Resemblance> resemblances = new ConcurrentHashMap<>();

    private final Map<String, Program> simplified = new ConcurrentHashMap<>();
    private Optional<NameFile.Names> kept = Optional.empty();

    /** @param run its folder */
    public RunNames(Path run) {
        this.file = new NameFile(run);
    }

    /** What a valid program is. */
    public Resemblance resemblance(Program program) {
        return resemblances.computeIfAbsent(program.toString(), text -> {
            Resemblance known = kept().resemblances().get(text);
            return known == null ? ReferenceTraining.resemblance(program) : known;
        });
    }

    /** The program, simplified. @param text of a valid program */
    public Program simplified(String text) {
        return simplified.computeIfAbsent(text, any -> {
            Program known = kept().simplified().get(text);
            return known == null
                    ? new Simplifier().simplify(Program.parse(text)).result()
                    : known;
        });
    }

    private synchronized NameFile.Names kept() {
        if (kept.isEmpty()) {
            kept = Optional.of(file.read());
        }
        return kept.get();
    }

    /** Keeps what was found out. */
    synchronized void keep() {
        kept.ifPresent(before -> {
            NameFile.Names found = new NameFile.Names(Map.copyOf(resemblances), Map.copyOf(simplified));
            if (!before.resemblances().keySet().containsAll(resemblances.keySet())
                    || !before.simplified().keySet().containsAll(simplified.keySet())) {
                file.add(found);
                kept = Optional.empty();
            }
        });
    }
}
