package savanna.tasks.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScheduleTest {
    @ParameterizedTest
    @CsvSource({"CONSTANT, 1, 1", "LINEAR, 0.5, 0.01", "COSINE, 0.5, 0.00025"})
    void shouldWarmUpThenDecay(Schedule.Decay decay, float middle, float end) {
        Schedule schedule = new Schedule(decay, 0.1, 0);
        assertThat(schedule.at(0, 110)).isCloseTo(1f / 11, within(1e-6f));
        assertThat(schedule.at(10, 110)).isEqualTo(1);
        assertThat(schedule.at(11, 110)).isEqualTo(1);
        assertThat(new Schedule(decay, 0, 0).at(50, 100)).isCloseTo(middle, within(1e-6f));
        assertThat(new Schedule(decay, 0, 0).at(99, 100)).isCloseTo(end, within(5e-5f));
    }

    @Property(tries = 200)
    void shouldStayBetweenZeroAndOne(
            @ForAll Schedule.Decay decay,
            @ForAll @DoubleRange(min = 0, max = 0.99) double warmUp,
            @ForAll @IntRange(min = 1, max = 50) int steps) {
        Schedule schedule = new Schedule(decay, warmUp, 0);
        for (int step = 0; step < steps; step++) {
            assertThat(schedule.at(step, steps)).isBetween(0f, 1f);
        }
    }

    @Test
    void shouldRefuseAWarmUpThatIsNotAShare() {
        assertThatThrownBy(() -> new Schedule(Schedule.Decay.COSINE, 1, 0)).hasMessageContaining("a warm-up of 1.0");
    }

    @Test
    void shouldDecayToTheFloorAndNoFurther() {
        Schedule schedule = new Schedule(Schedule.Decay.COSINE, 0.1, 0.3);
        assertThat(schedule.at(10, 100)).isEqualTo(1f);
        assertThat(schedule.at(55, 100)).isCloseTo(0.65f, within(1e-6f));
        assertThat(schedule.at(99, 100)).isCloseTo(0.3f, within(1e-3f)).isGreaterThan(0.3f);
        assertThatThrownBy(() -> new Schedule(Schedule.Decay.COSINE, 0, 1.5)).hasMessageContaining("ends at 1.5");
    }
}
