package savanna.tasks;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import savanna.tasks.recipe.Start;

/**
 * Starts of runs by seed, since a search trains with the same seeds again and again. As many are kept as fit into some
 * bytes, those used last; the others are drawn again. A thread that draws a start holds up only those that want the
 * same one.
 */
final class Starts {
    private final long most;
    private final Map<Long, CompletableFuture<Start>> kept = new LinkedHashMap<>(16, 0.75f, true);
    private long bytes;

    /** @param most bytes that the kept ones may take */
    Starts(long most) {
        this.most = most;
    }

    /** As many as fit into an eighth of the Java heap: trainers need the rest. */
    static Starts inHeap() {
        return new Starts(Runtime.getRuntime().maxMemory() / 8);
    }

    /** The start of a seed. @param draw makes it where it is not kept; what it throws is thrown here */
    Start of(long seed, Supplier<Start> draw) {
        CompletableFuture<Start> own = new CompletableFuture<>();
        CompletableFuture<Start> found;
        synchronized (kept) {
            found = kept.get(seed);
            if (found == null) {
                kept.put(seed, own);
            }
        }
        if (found != null) {
            try {
                return found.join();
            } catch (CompletionException failedElsewhere) {
                return draw.get();
            }
        }
        try {
            Start drawn = draw.get();
            own.complete(drawn);
            keep(drawn);
            return drawn;
        } catch (RuntimeException | Error failed) {
            synchronized (kept) {
                kept.remove(seed);
            }
            own.completeExceptionally(failed);
            throw failed;
        }
    }

    private void keep(Start drawn) {
        synchronized (kept) {
            bytes += drawn.bytes();
            Iterator<CompletableFuture<Start>> eldest = kept.values().iterator();
            while (bytes > most && eldest.hasNext()) {
                CompletableFuture<Start> candidate = eldest.next();
                if (candidate.isDone()) {
                    bytes -= candidate.join().bytes();
                    eldest.remove();
                }
            }
        }
    }

    /** Bytes that the kept ones take. */
    long bytes() {
        synchronized (kept) {
            return bytes;
        }
    }
}
