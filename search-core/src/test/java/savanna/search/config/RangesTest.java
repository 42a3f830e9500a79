package savanna.search.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Code may say what a config may say, and no more: over all config records and all of their keys. */
class RangesTest {

    private static final RunConfig EVERYTHING = RunConfig.parse("everything", """
            task: [{task: a, scale: 0.1}, b]
            search: {programs: 10, evaluations: 10, training-time: 1s, time: 1s, plateau: 1, target: 0.1, hurdle-factor: 2, hurdle-margin: 1, size-matching: {}, seeds: {}}
            neighbourhood: {every: 10}
            meta-validation: {task: b}
            funnel-b: {task: b}
            funnel-c: {task: c}
            simplification: {}
            """);

    /** A key in a record that is valid otherwise. */
    private record Place(Record record, ConfigKey key) {

        Record with(Object value) {
            RecordComponent[] components = record.getClass().getRecordComponents();
            Object[] values = ConfigKey.of(record.getClass()).stream()
                    .map(other -> other.name().equals(key.name()) ? value : other.value(record))
                    .toArray();
            try {
                Constructor<? extends Record> constructor = record.getClass()
                        .getDeclaredConstructor(Arrays.stream(components)
                                .map(RecordComponent::getType)
                                .toArray(Class<?>[]::new));
                return constructor.newInstance(values);
            } catch (InvocationTargetException e) {
                if (e.getCause() instanceof RuntimeException refused) {
                    throw refused;
                }
                throw new IllegalStateException(e);
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
        }

        /** As the component takes it. */
        Object wrapped(Number value) {
            Class<?> type = key.component().getType();
            if (type == OptionalLong.class) {
                return OptionalLong.of(value.longValue());
            }
            if (type == OptionalDouble.class) {
                return OptionalDouble.of(value.doubleValue());
            }
            return type == int.class
                    ? (Object) value.intValue()
                    : type == long.class ? (Object) value.longValue() : (Object) value.doubleValue();
        }

        @Override
        public String toString() {
            return record.getClass().getSimpleName() + "." + key.name();
        }
    }

    static List<Place> keys() {
        List<Place> places = new ArrayList<>();
        collect(EVERYTHING, places);
        return places;
    }

    private static void collect(Record record, List<Place> places) {
        for (ConfigKey key : ConfigKey.of(record.getClass())) {
            places.add(new Place(record, key));
            Object value = key.value(record);
            Object present = value instanceof Optional<?> optional ? optional.orElse(null) : value;
            if (present instanceof Record section) {
                collect(section, places);
            }
            if (key.isSections()) {
                collect((Record) ((List<?>) value).get(0), places);
            }
        }
    }

    @Test
    void shouldCoverEveryKeyThatIsDocumented() {
        assertThat(keys())
                .hasSameSizeAs(KeyTable.rows().stream()
                        .filter(row -> !row.path().isEmpty())
                        .toList());
    }

    @ParameterizedTest
    @MethodSource("keys")
    void shouldRefuseInCodeWhatAConfigCannotSay(Place place) {
        List<Object> refused = new ArrayList<>();
        Key key = place.key.key();
        Class<?> type = place.key.type();
        if (type == int.class || type == long.class) {
            if (key.least() > Long.MIN_VALUE) {
                refused.add(place.wrapped((long) key.least() - 1));
            }
            if (key.most() < (type == int.class ? Integer.MAX_VALUE : Long.MAX_VALUE)) {
                refused.add(place.wrapped((long) key.most() + 1));
            }
        } else if (type == double.class) {
            refused.add(place.wrapped(Double.NaN));
            refused.add(place.wrapped(Double.POSITIVE_INFINITY));
            refused.add(place.wrapped(key.least() - Math.max(1, Math.abs(key.least()) * 1e-9)));
            refused.add(place.wrapped(key.most() * 1.001 + 1));
        } else if (type == Duration.class) {
            refused.addAll(Stream.of(Duration.ZERO, Duration.ofSeconds(-1), Duration.ofNanos(1_500_000))
                    .map(time -> place.key.component().getType() == Duration.class ? time : Optional.of(time))
                    .toList());
        }
        if (place.key.isWeights()) {
            String name = key.from().known().get(0);
            refused.add(Map.of(name, -1));
            refused.add(Map.of(name, (int) key.most() + 1));
        }
        if (!place.key.component().getType().isPrimitive()) {
            refused.add(null);
        }
        for (Object value : refused) {
            assertThatThrownBy(() -> place.with(value))
                    .as(place + " = " + value)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith(place.key.name() + ": expected ")
                    .hasMessageContaining(", found ");
        }
        assertThat(place.with(place.key.value(place.record))).isEqualTo(place.record);
    }

    @Test
    void shouldNameTheKeyWithWhatItTakesAndWhatWasFound() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new FunnelConfig(TaskConfig.named("b"), -5, 8, 24))
                .withMessage("candidates: expected a whole number from 1 to 10000, found -5");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RunConfig.of(run -> run.task(TaskConfig.named("a"))))
                .withMessage("search: expected a section, found nothing");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SearchConfig.of(search -> search.population(5)))
                .withMessageContaining("a search needs a budget");
    }

    @Test
    void shouldFillInCodeTheDefaultsOfAConfig() {
        RunConfig made = RunConfig.of(run -> run.task(TaskConfig.named("a"))
                .search(SearchConfig.of(search -> search.programs(10)))
                .neighbourhood(NeighbourhoodConfig.of(neighbourhood -> neighbourhood.every(5))));
        assertThat(made)
                .isEqualTo(RunConfig.parse("same", "task: a\nsearch: {programs: 10}\nneighbourhood: {every: 5}\n"));
    }
}
