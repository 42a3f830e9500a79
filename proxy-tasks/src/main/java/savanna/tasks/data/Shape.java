package savanna.tasks.data;

/** What the examples of a dataset look like to a model. */
public sealed interface Shape {

    /** Numbers that a model gives for each target: one a class, or the target itself where it is a real number. */
    int outputs();

    /** Targets in one example. */
    int targets();

    /** Rows of numbers; one target a row. */
    sealed interface Row extends Shape {
        int features();

        @Override
        default int targets() {
            return 1;
        }
    }

    /** Grey images, or feature vectors as images of one row; the target is a class. */
    record Image(int height, int width, int classes) implements Row {
        public Image {
            if (height < 1 || width < 1 || classes < 2) {
                throw new IllegalArgumentException("an image of " + height + " x " + width + " in " + classes
                        + " classes; expected at least 1 x 1 and 2 classes");
            }
        }

        @Override
        public int features() {
            return height * width;
        }

        @Override
        public int outputs() {
            return classes;
        }
    }

    /** Feature vectors whose target is a real number. */
    record Real(int features) implements Row {
        public Real {
            if (features < 1) {
                throw new IllegalArgumentException("rows of " + features + " features; expected at least 1");
            }
        }

        @Override
        public int outputs() {
            return 1;
        }
    }

    /** Windows of text: {@code context} tokens, and for each the next one as its target. */
    record Tokens(int context, int vocabulary) implements Shape {
        public Tokens {
            if (context < 1 || vocabulary < 2) {
                throw new IllegalArgumentException(
                        "windows of " + context + " tokens out of " + vocabulary + "; expected at least 1 and 2");
            }
        }

        @Override
        public int outputs() {
            return vocabulary;
        }

        @Override
        public int targets() {
            return context;
        }
    }
}
