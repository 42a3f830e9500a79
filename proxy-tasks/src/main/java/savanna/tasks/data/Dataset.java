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
 * @param findings what was found and decided when they were read, a line each; hints begin with {@code hint:}
 */
public record Dataset(
        String name,
        Shape shape,
        Examples train,
        Examples validation,
        Examples test,
        List<Path> files,
        List<String> findings) {

    public Dataset {
        files = List.copyOf(files);
        findings = List.copyOf(findings);
    }

    /** Data that comes from no file. */
    public Dataset(String name, Shape shape, Examples train, Examples validation, Examples test) {
        this(name, shape, train, validation, test, List.of(), List.of());
    }

    /** The same, read from those files. */
    public Dataset from(Path... read) {
        return new Dataset(name, shape, train, validation, test, List.of(read), findings);
    }

    /** The same, with what was found when it was read. */
    public Dataset finding(List<String> found) {
        return new Dataset(name, shape, train, validation, test, files, found);
    }

    /** Training loss of those who know nothing: a uniform guess of the class, or zero for a real target. */
    public double uninformedLoss() {
        return train instanceof Measurements measurements ? measurements.meanSquare() : Math.log(shape.outputs());
    }
}
