package savanna.tasks.data;

/** What the examples of a dataset look like to a model. */
public sealed interface Shape {

    /** Number of classes that a target is one of. */
    int classes();

    /** Targets in one example. */
    int targets();

    /** Grey images, or feature vectors as images of one row; one target an example. */
    record Image(int height, int width, int classes) implements Shape {
        public Image {
            if (height < 1 || width < 1 || classes < 2) {
                throw new IllegalArgumentException("an image of " + height + " x " + width + " in " + classes
                        + " classes; expected at least 1 x 1 and 2 classes");
            }
        }

        public int features() {
            return height * width;
        }

        @Override
        public int targets() {
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
        public int classes() {
            return vocabulary;
        }

        @Override
        public int targets() {
            return context;
        }
    }
}
