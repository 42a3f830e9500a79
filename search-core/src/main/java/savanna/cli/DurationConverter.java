package savanna.cli;

import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;
import savanna.tasks.yaml.YamlException;
import savanna.tasks.yaml.YamlReader;

/** Reads times as configs write them. */
final class DurationConverter implements ITypeConverter<Duration> {

    @Override
    public Duration convert(String value) {
        Duration duration = Duration.ZERO;
        try {
            duration = YamlReader.parse("time", "time: " + value).duration("time", Duration.ZERO);
        } catch (YamlException e) {
            // Told below, in the words of the option.
        }
        if (duration.isZero()) {
            throw new TypeConversionException(
                    "\"" + value + "\" is not a time of at least 1ms; expected one such as 90s, 10m or 1.5h");
        }
        return duration;
    }
}
