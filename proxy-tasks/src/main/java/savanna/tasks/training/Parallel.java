package savanna.tasks.training;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/** Computes items on a number of threads, the caller's among them; looks at an interruption between items. */
record Parallel(int threads, Interruption interruption) {

    /** Results in the order of the items; incomplete if the interruption was requested on the way. */
    <T, R> List<R> map(List<T> items, Function<? super T, ? extends R> function) {
        List<R> results = new ArrayList<>(Collections.nCopies(items.size(), null));
        AtomicInteger next = new AtomicInteger();
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Runnable work = () -> {
            try {
                for (int i = next.getAndIncrement();
                        i < items.size() && failure.get() == null && !interruption.isRequested();
                        i = next.getAndIncrement()) {
                    results.set(i, function.apply(items.get(i)));
                    if (Thread.currentThread().isInterrupted()) {
                        interruption.request();
                    }
                }
            } catch (Throwable e) {
                failure.compareAndSet(null, e);
            }
        };
        List<Thread> helpers = new ArrayList<>();
        for (int i = 1; i < Math.min(threads, items.size()); i++) {
            Thread helper = new Thread(work, "computing");
            helper.setDaemon(true);
            helpers.add(helper);
        }
        helpers.forEach(Thread::start);
        work.run();
        helpers.forEach(this::join);
        if (failure.get() != null) {
            throw failure.get() instanceof RuntimeException known
                    ? known
                    : new IllegalStateException("a computation failed", failure.get());
        }
        return results;
    }

    /** Who interrupts the caller asks all of this to stop. */
    private void join(Thread helper) {
        boolean isInterrupted = false;
        while (helper.isAlive()) {
            try {
                helper.join();
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
