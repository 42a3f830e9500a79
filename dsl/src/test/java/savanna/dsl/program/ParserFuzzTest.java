package savanna.dsl.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import savanna.dsl.RandomPrograms;
import savanna.dsl.analysis.AbstractExecution;
import savanna.dsl.library.ProgramLibrary;

/**
 * Mangled programs: each gives a program, or an error with its place and what was expected; never another exception,
 * never a hang.
 */
class ParserFuzzTest {

    private static final int TEXTS = Integer.getInteger("savanna.texts", 100_000);
    private static final String ALPHABET =
            "()=,:+-*/#.\n\t _0123456789eEwgmvlrdftuxyzinasqpoc\u00e9\u2212\u0000\"'[]{}^%$!;\\<>&|~@?";
    private static final List<String> WORDS = List.of(
            "def", "train", "return", "w", "g", "lr", "interp", "sign", "sqrt", "1e99", "1e-", "..", "-", "(", ")", ")",
            ",", "=", "\n  ", ":", "nan", "inf", "0x1f", "1_000", "intrep", "retrun");

    private final RandomGenerator random =
            RandomGeneratorFactory.of("L64X128MixRandom").create(7);

    @Test
    void shouldEndInAProgramOrInAnErrorWithItsPlace() {
        RandomPrograms programs = new RandomPrograms(random);
        List<String> shipped = ProgramLibrary.names().stream()
                .map(name -> ProgramLibrary.text(name).orElseThrow())
                .toList();
        int[] parsed = {0, 0};
        Assertions.assertTimeoutPreemptively(Duration.ofMinutes(5), () -> {
            for (int i = 0; i < TEXTS; i++) {
                String text = i % 10 == 0
                        ? noise()
                        : i % 2 == 0
                                ? programs.program(1 + random.nextInt(8)).toString()
                                : shipped.get(random.nextInt(shipped.size()));
                for (int k = random.nextInt(4); k >= 0; k--) {
                    text = mangled(text);
                }
                parsed[parses(text) ? 0 : 1]++;
            }
        });
        assertThat(parsed[0]).as("texts that are programs still").isGreaterThan(TEXTS / 50);
        assertThat(parsed[1]).as("texts that are not").isGreaterThan(TEXTS / 2);
    }

    private static boolean parses(String text) {
        try {
            Program program = Program.parse(text);
            assertThat(Program.parse(program.toString())).isEqualTo(program);
            AbstractExecution.of(program);
            return true;
        } catch (ProgramSyntaxException error) {
            long lines = text.lines().count() + 1;
            if (error.line() < 1
                    || error.line() > lines + 1
                    || error.column() < 1
                    || !error.getMessage().contains("expected")) {
                fail("the error \"%s\" does not say where, or what was expected, in\n%s", error.getMessage(), text);
            }
            return false;
        } catch (RuntimeException error) {
            return fail("%s for the text\n%s", error, text);
        }
    }

    private String noise() {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(200); i >= 0; i--) {
            text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return text.toString();
    }

    private String mangled(String text) {
        int at = random.nextInt(text.length() + 1);
        int end = Math.min(text.length(), at + random.nextInt(12));
        return switch (random.nextInt(6)) {
            case 0 -> text.substring(0, at) + text.substring(end);
            case 1 -> text.substring(0, at) + ALPHABET.charAt(random.nextInt(ALPHABET.length())) + text.substring(at);
            case 2 -> text.substring(0, at) + WORDS.get(random.nextInt(WORDS.size())) + text.substring(at);
            case 3 -> text.substring(0, at);
            case 4 -> text.substring(0, at) + text.substring(at, end).repeat(3) + text.substring(end);
            default -> text.substring(0, at) + (char) random.nextInt(65536) + text.substring(end);
        };
    }
}
