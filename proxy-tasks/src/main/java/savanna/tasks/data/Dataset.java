package savanna.tasks.data;

/**
 * Data in three splits. Training uses the first, fitness the second; the third is for final claims, and nothing selects on it.
 *
 * @param name       what the data is, for people
 * @param shape      of the examples
 */
public record Dataset(String name, Shape shape, Examples train, Examples validation, Examples test) {

    /** The same with other training data. */
    public Dataset withTrain(Examples other) {
        return new Dataset(name, shape, other, validation, test);
    }
}
