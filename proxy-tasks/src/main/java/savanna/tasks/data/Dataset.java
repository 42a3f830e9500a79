package savanna.tasks.data;

import java.nio.file.Path;
import java.util.List;

/**
 * Data in three splits. Training uses the first, fitness the second; the third is for final claims, and nothing selects
 * on it.
 *
 * @param name what the data is, for people
 * @param shape of the examples
 * @param files that it was read from; none if it comes with Savanna
 */
public record Dataset(String name, Shape shape, Examples train, Examples validation, Examples test, List<Path> files) {

    public Dataset {
        files = List.copyOf(files);
    }

    /** Data that comes from no file. */
    public Dataset(String name, Shape shape, Examples train, Examples validation, Examples test) {
        this(name, shape, train, validation, test, List.of());
    }

    /** The same, read from those files. */
    Dataset from(Path... read) {
        return new Dataset(name, shape, train, validation, test, List.of(read));
    }
}
