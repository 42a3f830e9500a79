package savanna.tasks.training;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import savanna.tasks.TaskDescription;

/** Threads that each take one assignment after the other and see it through: the frame of a {@link TrainingPlace}. */
public final class SlotThreads {

    /** What one thread does with an assignment. Made by the thread that uses it. */
    @FunctionalInterface
    public interface Slot {

        /** Sees an assignment through: it ends by one of the methods of {@link Assignments}. */
        void train(Assignment assignment, Assignments assignments) throws Exception;
    }

    private final List<Thread> threads = new ArrayList<>();

    /** @param slots makes what each thread works with */
    public SlotThreads(int count, Supplier<? extends Slot> slots, Assignments assignments) {
        this(count, slots, task -> true, assignments);
    }

    /** @param trained tasks that they train; others are left to others */
    public SlotThreads(
            int count,
            Supplier<? extends Slot> slots,
            Predicate<? super TaskDescription> trained,
            Assignments assignments) {
        if (count < 1) {
            throw new IllegalArgumentException("trainings need at least one thread, not " + count);
        }
        for (int i = 0; i < count; i++) {
            Thread thread = new Thread(() -> work(slots.get(), trained, assignments), "training");
            thread.setDaemon(true);
            threads.add(thread);
        }
        threads.forEach(Thread::start);
    }

    /** What a thread does all its life. */
    private static void work(Slot slot, Predicate<? super TaskDescription> trained, Assignments assignments) {
        Optional<Assignment> assignment = assignments.next(Optional.empty(), trained);
        while (assignment.isPresent()) {
            try {
                slot.train(assignment.get(), assignments);
            } catch (Throwable e) {
                assignments.fail(assignment.get(), e);
            }
            assignment = assignments.next(assignment, trained);
        }
    }

    /** Interrupts what is under way. */
    public void interrupt() {
        threads.forEach(Thread::interrupt);
    }
}
