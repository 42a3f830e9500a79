package savanna.tasks.training;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class LocalThreadsTest extends TrainingServiceContract {

    @Override
    TrainingPlace place(int slots, Tasks tasks) {
        return new LocalThreads(slots, tasks);
    }

    @Override
    boolean isOneSlotForAllTasks() {
        return true;
    }

    @Test
    void shouldRefuseNoThreads() {
        assertThatThrownBy(() -> new LocalThreads(0, Tasks.of())).hasMessageContaining("at least one thread, not 0");
    }
}
