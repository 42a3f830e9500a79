package savanna.tasks.csv;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A table to be written in the many ways in which tables are found; its first line names the columns. */
record Sheet(List<List<String>> lines) {

    /** A bundled sample. */
    static Sheet of(String name) {
        try (var resource = Sheet.class.getResourceAsStream("/savanna/tasks/csv/" + name + ".csv")) {
            return new Sheet(new String(resource.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> Arrays.asList(line.split(",")))
                    .toList());
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** A regression in the form of the diabetes data of Efron et al. (2004), with made-up numbers. */
    static Sheet diabetes() {
        Stream<List<String>> rows = IntStream.range(0, 60)
                .mapToObj(i -> List.of(
                        Integer.toString(20 + i * 7 % 59),
                        Integer.toString(1 + i % 2),
                        Double.toString(18 + i * 13 % 170 / 10.0),
                        Integer.toString(62 + i * 11 % 70),
                        Integer.toString(97 + i * 17 % 200),
                        Integer.toString(25 + i * 53 % 321)));
        return new Sheet(Stream.concat(Stream.of(List.of("age", "sex", "bmi", "bp", "s1", "progression")), rows)
                .toList());
    }

    /** The names of breast-cancer.csv as Kaggle's copy has them, the label first. */
    static String[] kaggle() {
        return Stream.concat(
                        Stream.of("diagnosis"),
                        of("breast-cancer").lines().get(0).stream().limit(30).map(name -> name.replace(' ', '_')))
                .toArray(String[]::new);
    }

    Sheet withoutHeader() {
        return new Sheet(lines.subList(1, lines.size()));
    }

    Sheet header(String... names) {
        return new Sheet(
                Stream.concat(Stream.of(Arrays.asList(names)), lines.stream().skip(1))
                        .toList());
    }

    /** Each cell below the header changed. @param change takes column and cell */
    Sheet cells(BiFunction<Integer, String, String> change) {
        return mapped((line, cells) -> line == 0
                ? cells
                : IntStream.range(0, cells.size())
                        .mapToObj(i -> change.apply(i, cells.get(i)))
                        .toList());
    }

    /** One cell changed, of a line from 0, the header's. */
    Sheet cell(int line, int column, String value) {
        return mapped((number, cells) -> {
            List<String> changed = new ArrayList<>(cells);
            if (number == line) {
                changed.set(column, value);
            }
            return changed;
        });
    }

    /** A column before the others: its name, and its values by line from 1. */
    Sheet first(String name, java.util.function.IntFunction<String> value) {
        return mapped((line, cells) -> Stream.concat(Stream.of(line == 0 ? name : value.apply(line)), cells.stream())
                .toList());
    }

    /** A column after the others. */
    Sheet last(String name, java.util.function.IntFunction<String> value) {
        return mapped((line, cells) -> Stream.concat(cells.stream(), Stream.of(line == 0 ? name : value.apply(line)))
                .toList());
    }

    /** The last column moved to a place. */
    Sheet labelAt(int place) {
        return mapped((line, cells) -> {
            List<String> moved = new ArrayList<>(cells);
            Collections.rotate(moved.subList(place, moved.size()), 1);
            return moved;
        });
    }

    private Sheet mapped(BiFunction<Integer, List<String>, List<String>> change) {
        return new Sheet(IntStream.range(0, lines.size())
                .mapToObj(line -> change.apply(line, lines.get(line)))
                .toList());
    }

    String csv() {
        return joined(",", UnaryOperator.identity());
    }

    String joined(String delimiter) {
        return joined(delimiter, UnaryOperator.identity());
    }

    String joined(String delimiter, UnaryOperator<String> written) {
        return lines.stream()
                .map(cells -> cells.stream().map(written).collect(Collectors.joining(delimiter)))
                .collect(Collectors.joining("\n", "", "\n"));
    }
}
