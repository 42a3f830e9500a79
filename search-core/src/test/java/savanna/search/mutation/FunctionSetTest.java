package savanna.search.mutation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import savanna.dsl.analysis.AbstractExecution;
import savanna.dsl.analysis.Analysis;
import savanna.dsl.function.Function;
import savanna.dsl.function.Functions;
import savanna.dsl.function.Kind;
import savanna.dsl.library.ProgramLibrary;
import savanna.dsl.program.Program;
import savanna.search.random.RandomStreams;

/** The functions of a search, and children whose values have all kinds. */
class FunctionSetTest {

    private static final FunctionSet MATRIX = FunctionSet.of(List.of("matrix"));

    @Test
    void shouldNameSetsAndFunctions() {
        assertThat(FunctionSet.of(List.of("paper")).functions())
                .isEqualTo(Functions.paper())
                .hasSize(45);
        assertThat(MATRIX.functions()).isEqualTo(Functions.all());
        assertThat(FunctionSet.of(List.of("transpose", "paper", "matmul", "sign"))
                        .functions())
                .startsWith(Functions.paper().toArray(Function[]::new))
                .extracting(Function::name)
                .hasSize(47)
                .endsWith("transpose", "matmul");
        assertThat(FunctionSet.of(List.of("sign", "add")).functions())
                .as("in the order of the table, so that equal sets draw alike")
                .isEqualTo(FunctionSet.of(List.of("add", "sign")).functions());
        assertThatThrownBy(() -> FunctionSet.of(List.of("paper", "matmull")))
                .hasMessage("unknown function \"matmull\"; expected paper or matrix or names of functions"
                        + " (savanna list functions); did you mean \"matmul\"?");
        assertThatThrownBy(() -> FunctionSet.of(List.of("get_pi")))
                .hasMessageContaining("one of them with an argument");
        assertThatThrownBy(() -> FunctionSet.of(List.of())).hasMessageContaining("one of them with an argument");
    }

    @Test
    void shouldCallNoFunctionOutsideTheSet() {
        FunctionSet few = FunctionSet.of(List.of("add", "multiply", "row_mean"));
        Program program = ProgramLibrary.find("adamw").orElseThrow();
        Mutations mutations =
                Mutations.weighted(Mutations.PRESETS.get("connected"), 40).with(few);
        RandomGenerator random = new RandomStreams(5).stream("test");
        Set<Function> called = new HashSet<>();
        for (int i = 0; i < 300; i++) {
            program = mutations.child(program, random).edit().program();
            program.statements().forEach(statement -> called.add(statement.function()));
        }
        Set<Function> adamws = new HashSet<>();
        ProgramLibrary.find("adamw").orElseThrow().statements().forEach(statement -> adamws.add(statement.function()));
        called.removeAll(adamws);
        assertThat(called).extracting(Function::name).containsOnly("row_mean");
    }

    /** Insertion alone reaches every function, and states that are no tensors. */
    @Test
    void shouldReachEveryFunctionAndKind() {
        FunctionSet shaping = FunctionSet.of(List.of("transpose", "matmul", "row_mean", "col_mean", "interp"));
        RandomGenerator random = new RandomStreams(6).stream("test");
        Set<Function> live = new HashSet<>();
        Set<Kind> kinds = new HashSet<>();
        Set<Kind> states = new HashSet<>();
        for (int walk = 0; walk < 100; walk++) {
            Mutations mutations = Mutations.weighted(Map.of("insert", 1), 60).with(walk % 2 == 0 ? MATRIX : shaping);
            Program program = ProgramLibrary.find("adamw").orElseThrow();
            for (int i = 0; i < 45; i++) {
                Analysis child = mutations.child(program, random).analysis();
                program = child.program();
                for (int k = 0; k < program.statements().size(); k++) {
                    live.add(program.statements().get(k).function());
                    kinds.add(child.kinds().get(k));
                }
                states.addAll(child.stateKinds());
            }
        }
        assertThat(live).containsAll(Functions.all());
        assertThat(kinds).contains(Kind.values());
        assertThat(states).contains(Kind.TENSOR, Kind.SCALAR, Kind.COLUMN, Kind.ROW);
    }

    /** Draws by kind: of edits, about as many are valid as with the paper's functions. */
    @ParameterizedTest
    @ValueSource(strings = {"insert", "modify", "replace", "insert-in-use"})
    void shouldMakeAboutAsManyValidChildren(String mutation) {
        double paper = share(mutation, FunctionSet.paper());
        double matrix = share(mutation, MATRIX);
        System.out.printf("valid edits by %s: paper %.3f, matrix %.3f%n", mutation, paper, matrix);
        assertThat(matrix).isGreaterThan(0.75 * paper);
    }

    /** The share of valid edits over programs that walks lead to. */
    private static double share(String mutation, FunctionSet functions) {
        Mutations walk =
                Mutations.weighted(Mutations.PRESETS.get("connected"), 40).with(functions);
        Mutation edits = Mutations.KNOWN.get(mutation);
        RandomGenerator random = new RandomStreams(7).stream("test");
        Choices choices = Choices.drawn(random, functions);
        int made = 0;
        int valid = 0;
        for (String start : List.of("adamw", "lion", "sgd-momentum")) {
            Program program = ProgramLibrary.find(start).orElseThrow();
            for (int i = 0; i < 200; i++) {
                program = walk.child(program, random).edit().program();
                for (int k = 0; k < 5; k++) {
                    var edit = edits.edit(program, choices);
                    made++;
                    valid += edit.isPresent()
                                    && AbstractExecution.of(edit.get().program())
                                            .isValid()
                            ? 1
                            : 0;
                }
            }
        }
        return valid / (double) made;
    }

    /** What goes through all choices offers nothing that the program's kinds refuse, where it can be known. */
    @Test
    void shouldGoThroughChoicesThatFit() {
        Program program = Program.parse("""
                def train(w, g, m, lr):
                  r = row_mean(g)
                  m = interp(r, m, 0.9)
                  u = g / m
                  u = u * lr
                  return u, m
                """);
        List<Edit> edits = new ArrayList<>();
        Mutations.every(new InsertInUse(), MATRIX, program, edits::add);
        Map<String, Integer> byFunction = new HashMap<>();
        int valid = 0;
        for (Edit edit : edits) {
            valid += AbstractExecution.of(edit.program()).isValid() ? 1 : 0;
            byFunction.merge(edit.words().split("[ (]")[3], 1, Integer::sum);
        }
        assertThat(byFunction).containsKeys("orthogonalize", "inverse_root", "col_mean", "select");
        assertThat(valid).isGreaterThan(edits.size() * 3 / 4);
    }

    /** Nothing fits a product of matrices until something is transposed. */
    @Test
    void shouldGoOnWhereNoFunctionFits() {
        Program program = Program.parse("def train(w, g, lr):\n  u = g * lr\n  return u\n");
        Mutations mutations = Mutations.weighted(Map.of("insert", 1, "modify", 1, "insert-in-use", 1), 20)
                .with(FunctionSet.of(List.of("matmul")));
        RandomGenerator random = new RandomStreams(8).stream("test");
        for (int i = 0; i < 50; i++) {
            program = mutations.child(program, random).edit().program();
        }
        assertThat(AbstractExecution.of(program).isValid()).isTrue();
    }
}
