package savanna.search.mutation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import savanna.dsl.analysis.AbstractExecution;
import savanna.dsl.analysis.Analysis;
import savanna.dsl.library.ProgramLibrary;
import savanna.dsl.program.Operand;
import savanna.dsl.program.Program;
import savanna.search.random.RandomStreams;

/** What is drawn and what is gone through is the same. */
class ChoicesTest {

    private static final Program ADAMW = ProgramLibrary.find("adamw").orElseThrow();

    static List<String> programs() {
        return ProgramLibrary.names();
    }

    @Test
    void shouldGoThroughNestedChoicesInOrder() {
        Mutation nested = mutation(choices -> {
            int first = choices.index(2);
            return first + "" + (first == 0 ? choices.index(3) : choices.either());
        });
        assertThat(every(nested, ADAMW)).extracting(Edit::words).containsExactly("00", "01", "02", "1false", "1true");
    }

    @Test
    void shouldGoThroughVariablesThenPoints() {
        Mutation operand = mutation(
                choices -> choices.operand(List.of(Operand.variable("g"), Operand.variable("m")), List.of(0.5, 0.9))
                        .toString());
        assertThat(every(operand, ADAMW)).extracting(Edit::words).containsExactly("g", "m", "0.5", "0.9");
    }

    @ParameterizedTest
    @MethodSource("programs")
    void shouldDrawOnlyWhatIsAmongAllEdits(String name) {
        Program program = ProgramLibrary.find(name).orElseThrow();
        var random = new RandomStreams(7).stream("test");
        for (Mutation mutation : List.of(new Bypass(), new Rewire(), new ReplaceFunction(), new DeleteStatement())) {
            Set<Edit> all = Set.copyOf(every(mutation, program));
            Set<Edit> drawn = IntStream.range(0, 200)
                    .mapToObj(i -> mutation.edit(program, Choices.drawn(random)))
                    .flatMap(Optional::stream)
                    .collect(Collectors.toSet());
            assertThat(all).as(mutation.name()).containsAll(drawn);
            assertThat(drawn).hasSizeGreaterThan(all.size() > 100 ? 50 : 0);
        }
    }

    @Property(tries = 50)
    void shouldInsertWhereTheValueIsUsed(@ForAll long seed) {
        var random = new RandomStreams(seed).stream("test");
        Program program = ADAMW;
        for (int i = 0; i < 20; i++) {
            Edit edit = new InsertInUse().edit(program, Choices.drawn(random)).orElseThrow();
            Analysis analysis = AbstractExecution.of(edit.program());
            assertThat(edit.words()).startsWith("insert t");
            assertThat(edit.program().statements())
                    .anyMatch(statement -> edit.words().contains(statement.toString()));
            program = analysis.isValid() && edit.program().statements().size() < 30 ? edit.program() : ADAMW;
        }
    }

    @Test
    void shouldKeepWhatStoodThereEveryOtherTime() {
        var random = new RandomStreams(3).stream("test");
        String update = SingleAssignment.connected(ADAMW).update();
        List<String> inserted = IntStream.range(0, 10_000)
                .mapToObj(i -> new InsertInUse()
                        .edit(ADAMW, Choices.drawn(random))
                        .orElseThrow()
                        .words())
                .filter(words -> words.endsWith(" as result 1"))
                .toList();
        assertThat(inserted).hasSizeGreaterThan(200);
        double share = inserted.stream()
                        .filter(words -> words.matches(".*[( ]" + update + "[,) ].*"))
                        .count()
                / (double) inserted.size();
        assertThat(share).isBetween(0.5, 0.7);
    }

    @Test
    void shouldKeepOneInTheFormThatItMakes() {
        for (String name : programs()) {
            Program single =
                    SingleAssignment.connected(ProgramLibrary.find(name).orElseThrow());
            assertThat(SingleAssignment.connected(single)).isEqualTo(single);
            assertThat(AbstractExecution.ofValid(single).hash())
                    .isEqualTo(
                            AbstractExecution.ofValid(ProgramLibrary.find(name).orElseThrow())
                                    .hash());
        }
    }

    @Property(tries = 20)
    void shouldMakeValidChildrenOfConnectedMutationsForEver(@ForAll long seed) {
        var random = new RandomStreams(seed).stream("test");
        Mutations mutations = Mutations.weighted(Mutations.PRESETS.get("connected"), 25);
        Program program = ADAMW;
        List<String> kinds = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            Mutations.Child child = mutations.child(program, random);
            assertThat(child.analysis().isValid()).isTrue();
            assertThat(child.edit().program()).isNotEqualTo(program);
            kinds.add(child.edit().words().split(" ")[0]);
            program = child.edit().program();
            assertThat(program.statements()).hasSizeLessThanOrEqualTo(25);
        }
        assertThat(kinds).contains("insert", "delete", "modify", "replace");
    }

    @Test
    void shouldDrawByWeight() {
        var random = new RandomStreams(1).stream("test");
        Mutations mutations = Mutations.weighted(Map.of("constant", 3, "rewire", 0), 60);
        assertThat(IntStream.range(0, 200)
                        .mapToObj(i -> mutations.child(ADAMW, random).edit().words()))
                .allMatch(words -> words.startsWith("modify "));
    }

    @Test
    void shouldRefuseWeightsThatMeanNothing() {
        assertThatThrownBy(() -> Mutations.weighted(Map.of("insert", 0), 60)).hasMessageContaining("weights");
        assertThatThrownBy(() -> Mutations.weighted(Map.of("insert", -1, "delete", 2), 60))
                .hasMessageContaining("weights");
        assertThatThrownBy(() -> Mutations.weighted(Map.of("inzert", 1), 60))
                .hasMessageContaining("did you mean \"insert\"?");
    }

    private static List<Edit> every(Mutation mutation, Program program) {
        List<Edit> edits = new ArrayList<>();
        Mutations.every(mutation, FunctionSet.paper(), program, edits::add);
        return edits;
    }

    private interface Words {
        String of(Choices choices);
    }

    private static Mutation mutation(Words words) {
        return new Mutation() {
            @Override
            public String name() {
                return "test";
            }

            @Override
            public String document() {
                return "test";
            }

            @Override
            public Optional<Edit> edit(Program program, Choices choices) {
                return Optional.of(new Edit(program, words.of(choices)));
            }
        };
    }
}
