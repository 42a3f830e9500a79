package savanna.tasks.csv;

import java.io.IOException;
import java.nio.file.Path;
import savanna.tasks.data.DataFile;
import savanna.tasks.data.DataKind;
import savanna.tasks.data.Dataset;
import savanna.tasks.data.Splits;
import savanna.tasks.yaml.YamlMap;

/** {@code kind: csv}: a {@code file} of features and a label. */
public final class CsvKind implements DataKind {
    static final double VALIDATION = 0.15;

    @Override
    public String name() {
        return "csv";
    }

    @Override
    public Dataset read(YamlMap options, Path folder) throws IOException {
        CsvOptions said = CsvOptions.read(options);
        Splits splits = Splits.read(options, VALIDATION, VALIDATION);
        Path file = DataFile.find(options, "file", folder);
        CsvFile read = CsvFile.read(file, said);
        return read.dataset(file.getFileName().toString(), splits).from(file);
    }
}
