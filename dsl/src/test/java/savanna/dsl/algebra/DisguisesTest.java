package savanna.dsl.algebra;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import savanna.dsl.analysis.AbstractExecution;
import savanna.dsl.library.ProgramLibrary;
import savanna.dsl.program.Program;

/**
 * Hundreds of disguises of each optimizer: {@code mvn -pl dsl test -Dtest=DisguisesTest -Dsavanna.disguises=200}; the
 * rates are in its surefire report.
 */
class DisguisesTest {

    @Test
    void shouldSeeThroughNineteenDisguisesInTwenty() {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(11);
        int each = Integer.getInteger("savanna.disguises", 12);
        List<String> poor = new ArrayList<>();
        StringBuilder rates = new StringBuilder();
        int seen = 0;
        int all = 0;
        for (String name : ProgramLibrary.ofPaperFunctions()) {
            Program program = ProgramLibrary.find(name).orElseThrow();
            Complexity size =
                    Complexity.of(Equations.of(AbstractExecution.of(program).pruned()));
            int found = 0;
            for (int i = 0; i < each; i++) {
                Program disguised = new Disguises(random).of(program, 3 + i % 8);
                Program result = new Simplifier().simplify(disguised).result();
                assertThat(Behaviour.compare(disguised, result, i))
                        .as("%s%s", disguised, result)
                        .isNotEqualTo(Behaviour.Verdict.DIFFERENT);
                Complexity cost = Complexity.of(Equations.of(result));
                found += cost.states() <= size.states() && cost.statements() <= size.statements() ? 1 : 0;
            }
            rates.append(name)
                    .append(' ')
                    .append(found)
                    .append(" of ")
                    .append(each)
                    .append(System.lineSeparator());
            if (found < 0.9 * each) {
                poor.add(name + " " + found + " of " + each);
            }
            seen += found;
            all += each;
        }
        rates.append("all ").append(seen).append(" of ").append(all).append(System.lineSeparator());
        System.out.print(rates);
        assertThat(poor)
                .as("optimizers of which fewer than nine disguises in ten were seen through")
                .isEmpty();
        assertThat(seen).isGreaterThanOrEqualTo((int) Math.ceil(0.95 * all));
    }
}
