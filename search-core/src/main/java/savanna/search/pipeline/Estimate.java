package savanna.search.pipeline;

import java.time.Duration;
import java.util.Optional;
import savanna.search.text.Numbers;

/**
 * What a stage is going to cost.
 *
 * @param trainings about so many
 * @param time on this machine; absent before anything like it was trained
 */
record Estimate(long trainings, Optional<Duration> time) {

    Estimate plus(Estimate other) {
        return new Estimate(trainings + other.trainings, time.flatMap(own -> other.time.map(own::plus)));
    }

    @Override
    public String toString() {
        return Numbers.counted(trainings, "training")
                + time.map(value -> ", " + Numbers.time(value)).orElse("");
    }
}
