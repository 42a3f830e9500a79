package savanna.tasks.data;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Reads images as comma-separated numbers: the pixels, then the label; an optional header line of names is skipped. */
final class Csv {
    private Csv() {}

    /**
     * @param source what messages call the input
     * @param height of an image; the width follows from the columns
     * @param largest pixel value that becomes 1
     */
    static Images read(String source, BufferedReader reader, int height, float largest) throws IOException {
        List<float[]> rows = new ArrayList<>();
        List<Integer> labels = new ArrayList<>();
        int columns = 0;
        int number = 0;
        int classes = 2;
        for (String read = reader.readLine(); read != null; read = reader.readLine()) {
            number++;
            // Spreadsheets begin a file with a byte order mark.
            String line = number == 1 && read.startsWith("\uFEFF") ? read.substring(1) : read;
            if (line.isBlank()
                    || (number == 1 && line.chars().anyMatch(c -> Character.isLetter(c) && c != 'e' && c != 'E'))) {
                continue;
            }
            String[] cells = line.split(",", -1);
            if (columns == 0) {
                columns = cells.length;
                if (columns < 2 || (columns - 1) % height != 0) {
                    throw new DataException(source + ":" + number + ": " + columns
                            + " columns; expected the pixels of an image of height " + height + ", then a label");
                }
            } else if (cells.length != columns) {
                throw new DataException(source + ":" + number + ": " + cells.length + " columns; expected " + columns
                        + " as in the lines before");
            }
            float[] row = new float[columns - 1];
            for (int i = 0; i < row.length; i++) {
                row[i] = (float) (number(source, number, i + 1, cells[i]) / largest);
            }
            double label = number(source, number, columns, cells[columns - 1]);
            if (label != Math.rint(label) || label < 0 || label > 9_999) {
                throw new DataException(source + ":" + number + ": label " + cells[columns - 1]
                        + "; expected a whole number from 0 to 9999 in the last column");
            }
            rows.add(row);
            labels.add((int) label);
            classes = Math.max(classes, (int) label + 1);
        }
        if (rows.isEmpty()) {
            throw new DataException(source + ": no data; expected lines of pixels and a label, separated by commas");
        }
        int width = columns - 1;
        float[] features = new float[rows.size() * width];
        for (int i = 0; i < rows.size(); i++) {
            System.arraycopy(rows.get(i), 0, features, i * width, width);
        }
        return new Images(
                new Shape.Image(height, width / height, classes),
                features,
                labels.stream().mapToInt(Integer::intValue).toArray());
    }

    private static double number(String source, int line, int column, String cell) {
        try {
            double value = Double.parseDouble(cell.strip());
            if (Double.isFinite(value)) {
                return value;
            }
        } catch (NumberFormatException ignored) {
            // Said below, with its place.
        }
        throw new DataException(
                source + ":" + line + ": column " + column + " is \"" + cell.strip() + "\"; expected a number");
    }
}
