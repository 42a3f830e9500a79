package savanna.search.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import savanna.tasks.training.InterruptedRunException;
import savanna.tasks.training.Interruption;

/**
 * Runs searches, or tunings, at the same time, each in a thread of its own. They begin in order.
 *
 * @param most threads
 * @param interruption is requested if the caller is interrupted; all searches look at it
 * @param onFailure ends the other searches once one has failed
 */
record AtTheSameTime(int most, Interruption interruption, Runnable onFailure) {

    /** Returns when all have ended. What the first to fail threw is thrown then. */
    void run(List<Runnable> searches) {
        if (most == 1 || searches.size() == 1) {
            searches.forEach(Runnable::run);
            return;
        }
        AtomicInteger next = new AtomicInteger();
        AtomicReference<Throwable> failure = new AtomicReference<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < Math.min(most, searches.size()); i++) {
            Thread thread = new Thread(() -> work(searches, next, failure), "search");
            thread.setDaemon(true);
            threads.add(thread);
        }
        threads.forEach(Thread::start);
        threads.forEach(this::join);
        if (failure.get() instanceof Error error) {
            throw error;
        }
        if (failure.get() instanceof RuntimeException exception) {
            throw exception;
        }
    }

    private void work(List<Runnable> searches, AtomicInteger next, AtomicReference<Throwable> failure) {
        try {
            for (int i = next.getAndIncrement();
                    i < searches.size() && failure.get() == null;
                    i = next.getAndIncrement()) {
                searches.get(i).run();
            }
        } catch (InterruptedRunException interrupted) {
            // The others meet the same wish, and remember what they have trained.
            failure.compareAndSet(null, interrupted);
        } catch (RuntimeException | Error e) {
            failure.compareAndSet(null, e);
            onFailure.run();
        }
    }

    private void join(Thread thread) {
        boolean isInterrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interruption.request();
                isInterrupted = true;
            }
        }
        if (isInterrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
