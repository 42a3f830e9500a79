package savanna.tasks.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import savanna.dsl.execution.ParameterLayout;
import savanna.dsl.library.ProgramLibrary;
import savanna.tasks.Outcome;
import savanna.tasks.TaskDescription;
import savanna.tasks.TaskDigest;
import savanna.tasks.TrainingRequest;
import savanna.tasks.TrainingResult;

/** The queue over a place that does what the test says. */
@Timeout(60)
class TrainingQueueTest {

    private static final TaskDescription TASK = new TaskDescription(
            "scripted",
            TaskDigest.of("scripted"),
            "no task",
            "loss",
            10,
            List.of(1L, 2L),
            List.of(),
            List.of(10),
            ParameterLayout.flat(1));

    /** One slot, on a thread of its own. */
    @FunctionalInterface
    private interface Slot {
        void train(Assignment assignment, Assignments assignments) throws InterruptedException;
    }

    private static TrainingPlace place(Slot slot) {
        List<Thread> threads = new ArrayList<>();
        return new TrainingPlace() {
            @Override
            public int slots() {
                return 1;
            }

            @Override
            public void open(Assignments assignments) {
                Thread thread = new Thread(() -> {
                    Optional<Assignment> next = assignments.next(Optional.empty());
                    while (next.isPresent()) {
                        try {
                            slot.train(next.get(), assignments);
                        } catch (InterruptedException closed) {
                            return;
                        }
                        next = assignments.next(next);
                    }
                });
                thread.setDaemon(true);
                threads.add(thread);
                thread.start();
            }

            @Override
            public void close() {
                threads.forEach(Thread::interrupt);
            }
        };
    }

    private static TrainingQueue queue(Slot slot, TrainingMemory memory, Interruption interruption) {
        return new TrainingQueue(place(slot), 2, memory, interruption, progress -> {});
    }

    private static TrainingRequest request(String program, Long... seeds) {
        return TrainingRequest.of(TASK, ProgramLibrary.find(program).orElseThrow(), List.of(seeds));
    }

    private static TrainingResult.Run trained(Assignment assignment) {
        return TrainingResult.Run.trained(assignment.seed(), assignment.seed() / 10.0, 10, List.of());
    }

    @Test
    void shouldMakeATrainingAgainThatWasLostOnce() {
        AtomicInteger tries = new AtomicInteger();
        Slot slot = (assignment, assignments) -> {
            if (tries.incrementAndGet() == 1) {
                assignments.lose(assignment, "the process died");
            } else {
                assignments.finish(assignment, trained(assignment));
            }
        };
        try (TrainingQueue trainings = queue(slot, TrainingMemory.ofThisProcess(), new Interruption())) {
            TrainingResult result = trainings.train(request("adamw", 1L, 2L));
            assertThat(result.fitness()).hasValue(0.15000000000000002);
            assertThat(trainings.made()).isEqualTo(2);
        }
    }

    @Test
    void shouldSayThatATrainingCrashedThatWasLostTwiceAndForgetIt() {
        AtomicInteger tries = new AtomicInteger();
        Slot slot = (assignment, assignments) -> {
            tries.incrementAndGet();
            if (assignment
                            .request()
                            .program()
                            .equals(ProgramLibrary.find("adamw").orElseThrow())
                    && tries.get() < 4) {
                assignments.lose(assignment, "signal 11");
            } else {
                assignments.finish(assignment, trained(assignment));
            }
        };
        try (TrainingQueue trainings = queue(slot, TrainingMemory.ofThisProcess(), new Interruption())) {
            List<TrainingResult> results = trainings.train(List.of(request("adamw", 1L, 2L), request("lion", 1L)));
            assertThat(results.get(0).outcome()).isEqualTo(Outcome.CRASHED);
            assertThat(results.get(0).text()).isEqualTo("signal 11");
            assertThat(results.get(0).fitness()).isEmpty();
            assertThat(results.get(1).outcome()).as("others go on").isEqualTo(Outcome.TRAINED);
            tries.set(10);
            assertThat(trainings.train(request("adamw", 1L)).outcome())
                    .as("what crashed is not remembered as a property of the program")
                    .isEqualTo(Outcome.TRAINED);
        }
    }

    @Test
    void shouldNotTrainSeedsAfterOneThatCrashed() {
        Slot slot = (assignment, assignments) -> {
            if (assignment.seed() == 1) {
                assignments.lose(assignment, "out of memory");
            } else {
                assignments.finish(assignment, trained(assignment));
            }
        };
        try (TrainingQueue trainings = queue(slot, TrainingMemory.ofThisProcess(), new Interruption())) {
            assertThat(trainings.train(request("adamw", 1L, 2L, 3L)).runs()).hasSize(1);
        }
    }

    @Test
    void shouldStopWithTheReasonOnceEverythingCrashes() {
        Slot slot = (assignment, assignments) -> assignments.lose(assignment, "no GPU left");
        try (TrainingQueue trainings = queue(slot, TrainingMemory.ofThisProcess(), new Interruption())) {
            List<TrainingRequest> many = ProgramLibrary.names().stream()
                    .flatMap(name -> Stream.of(request(name, 1L), request(name, 2L)))
                    .toList();
            assertThatThrownBy(() -> trainings.train(many))
                    .isInstanceOf(TrainingCrashException.class)
                    .hasMessageContainingAll("20 trainings in a row crashed on scripted", "no GPU left");
        }
    }

    @Test
    void shouldPassOnWhyNothingCanBeTrainedAndTryNoMoreOfThatBatch() {
        AtomicInteger tries = new AtomicInteger();
        Slot slot = (assignment, assignments) -> {
            tries.incrementAndGet();
            assignments.fail(assignment, new UnsupportedOperationException("no trainer today"));
        };
        try (TrainingQueue trainings = queue(slot, TrainingMemory.ofThisProcess(), new Interruption())) {
            assertThatThrownBy(() -> trainings.train(List.of(request("adamw", 1L, 2L), request("lion", 1L))))
                    .isInstanceOf(UnsupportedOperationException.class)
                    .hasMessage("no trainer today");
            assertThat(tries).hasValue(1);
        }
    }

    @Test
    void shouldLeaveATrainingThatDoesNotEndWhenAskedToStop() {
        Interruption interruption = new Interruption();
        CountDownLatch never = new CountDownLatch(1);
        Slot slot = (assignment, assignments) -> {
            interruption.request();
            never.await();
        };
        try (TrainingQueue trainings = queue(slot, TrainingMemory.ofThisProcess(), interruption)) {
            assertThatThrownBy(() -> trainings.train(request("adamw", 1L, 2L)))
                    .isInstanceOfSatisfying(
                            InterruptedRunException.class,
                            stopped -> assertThat(stopped.lost()).isEqualTo(1));
        }
    }

    @Test
    void shouldStopComputingBetweenItems() {
        Interruption interruption = new Interruption();
        AtomicInteger computed = new AtomicInteger();
        Slot idle = (assignment, assignments) -> {};
        try (TrainingQueue trainings = queue(idle, TrainingMemory.ofThisProcess(), interruption)) {
            List<Integer> items = IntStream.range(0, 10_000).boxed().toList();
            assertThatThrownBy(() -> trainings.map(items, item -> {
                        if (computed.incrementAndGet() == 5) {
                            interruption.request();
                        }
                        return item;
                    }))
                    .isInstanceOf(InterruptedRunException.class);
            assertThat(computed.get()).isLessThan(100);
        }
    }

    @Test
    void shouldComputeOnAsManyThreadsAsItWasGivenAndNoMore() {
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        Slot idle = (assignment, assignments) -> {};
        try (TrainingQueue trainings = queue(idle, TrainingMemory.ofThisProcess(), new Interruption())) {
            CountDownLatch both = new CountDownLatch(2);
            trainings.map(IntStream.range(0, 50).boxed().toList(), item -> {
                most.accumulateAndGet(now.incrementAndGet(), Math::max);
                both.countDown();
                try {
                    both.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                now.decrementAndGet();
                return item;
            });
            assertThat(most).hasValue(2);
        }
    }
}
